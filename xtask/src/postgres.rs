//! A private PostgreSQL for one run of the tests.
//!
//! The cluster is kept by a second process of ours, the keeper, which lives as long as its
//! standard input is open. Whatever ends the process that asked for the cluster, be it success,
//! failure, Ctrl-C or kill -9, closes that input; the keeper then stops the server and removes
//! its files. The cluster is as a server of production is: UTF-8, order of bytes, fsync on.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{output, said, scratch};
use crate::tools;

const START_SECONDS_MAX: u64 = 60;

/// A running cluster; it ends when this is dropped.
pub struct Cluster {
    /// Where to reach it: a `postgres://` address of a super-user and an empty database.
    pub url: String,
    keeper: Child,
    input: Option<ChildStdin>,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.input.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("the keeper of PostgreSQL: {error}");
        }
    }
}

/// Starts a cluster and waits until it answers.
pub fn start() -> Result<Cluster, String> {
    tools::postgres()?;
    let mut keeper = Command::new(own_program()?)
        .arg("postgres-keeper")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(|error| format!("the keeper of PostgreSQL: {error}"))?;
    let input = keeper.stdin.take();
    let mut line = String::new();
    if let Some(said) = keeper.stdout.take() {
        let read = BufReader::new(said).read_line(&mut line);
        read.map_err(|error| format!("the keeper of PostgreSQL: {error}"))?;
    }
    let url = line.trim().to_owned();
    let cluster = Cluster { url, keeper, input };
    if cluster.url.starts_with("postgres://") {
        return Ok(cluster);
    }
    drop(cluster);
    Err("PostgreSQL did not start; the reason is above".to_owned())
}

/// The keeper: starts a cluster, prints its address, and ends it at the end of standard input.
pub fn keep() -> Result<(), String> {
    let folder = scratch("postgres")?;
    let kept = keep_in(&folder);
    let removed = std::fs::remove_dir_all(&folder).map_err(|error| said(&folder, &error));
    kept.and(removed)
}

fn keep_in(folder: &Path) -> Result<(), String> {
    let programs = tools::postgres()?;
    let owner = if tools::is_root() { Some(unprivileged()?) } else { None };
    if let Some((user, group)) = owner {
        std::os::unix::fs::chown(folder, Some(user), Some(group))
            .map_err(|error| said(folder, &error))?;
    }
    let call = |name: &str| {
        let mut command = Command::new(programs.join(name));
        command.current_dir(folder).stdin(Stdio::null()).process_group(0);
        if let Some((user, group)) = owner {
            command.uid(user).gid(group);
        }
        command
    };
    let data = folder.join("data");
    let init = |locale: &str| {
        let mut command = call("initdb");
        command.args(["-A", "trust", "-U", "parvis", "-E", "UTF8", "--locale", locale]);
        output(command.arg("-D").arg(&data))
    };
    init("C.UTF-8").or_else(|_| init("C"))?;
    let port = free_port()?;
    let log = std::fs::File::create(folder.join("log")).map_err(|error| said(folder, &error))?;
    let errors = log.try_clone().map_err(|error| said(folder, &error))?;
    let mut server = call("postgres")
        .arg("-D")
        .arg(&data)
        .arg("-k")
        .arg(folder)
        .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-c", "max_connections=200"])
        .stdout(log)
        .stderr(errors)
        .spawn()
        .map_err(|error| format!("postgres: {error}"))?;
    let ready = wait_until_ready(&mut server, &data, folder);
    if ready.is_ok() {
        println!("postgres://parvis@127.0.0.1:{port}/postgres");
        let end = std::io::stdin().read_to_end(&mut Vec::new());
        end.map_err(|error| format!("standard input: {error}"))?;
    }
    let stop = ["stop", "-m", "fast", "-w", "-t", "30"];
    if output(call("pg_ctl").args(stop).arg("-D").arg(&data)).is_err() {
        server.kill().map_err(|error| format!("postgres does not stop: {error}"))?;
    }
    server.wait().map_err(|error| format!("postgres: {error}"))?;
    ready
}

/// The eighth line of `postmaster.pid` says `ready` once the server accepts connections.
fn wait_until_ready(server: &mut Child, data: &Path, folder: &Path) -> Result<(), String> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(START_SECONDS_MAX) {
        let state = std::fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
        if state.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
            return Ok(());
        }
        if let Ok(Some(status)) = server.try_wait() {
            let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            return Err(format!("postgres ended with {status}:\n{log}"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(format!("postgres was not ready after {START_SECONDS_MAX} s"))
}

/// Our own program. On Linux by the running image, which stays when a build replaces the file.
fn own_program() -> Result<PathBuf, String> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() {
        return Ok(running);
    }
    std::env::current_exe().map_err(|error| format!("our own program: {error}"))
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

/// PostgreSQL refuses to run as root: its own user, else nobody.
fn unprivileged() -> Result<(u32, u32), String> {
    let path = PathBuf::from("/etc/passwd");
    let users = std::fs::read_to_string(&path).map_err(|error| said(&path, &error))?;
    let ids = |wanted: &str| {
        users.lines().find_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            let (user, group) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
            (name == wanted).then_some((user, group))
        })
    };
    ids("postgres")
        .or_else(|| ids("nobody"))
        .ok_or_else(|| "there is neither a user postgres nor a user nobody".to_owned())
}
