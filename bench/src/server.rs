//! The real binary as a child: started on a free port, its processor time and memory read from
//! the operating system, ended with this value.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::http::Client;

pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    pub(crate) started_in: Duration,
}

/// The binary beside this one.
pub(crate) fn binary() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let binary = own.with_file_name("parvis");
    if binary.is_file() { Ok(binary) } else { Err(format!("{} is missing", binary.display())) }
}

/// Serves the data of a folder, with no limit on requests or connections of one address; ready when it has answered.
pub(crate) fn start(data: &Path, command: &str) -> Result<Server, String> {
    let settings = data.with_extension("toml");
    std::fs::write(&settings, "requests_per_second = 4000000\nbehind_proxy = true\n")
        .map_err(|e| e.to_string())?;
    let begun = Instant::now();
    let mut child = Command::new(binary()?)
        .arg(command)
        .args(["--listen", "127.0.0.1:0"])
        .arg("--data")
        .arg(data)
        .arg("--config")
        .arg(&settings)
        .env("RUST_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let output = child.stdout.take().ok_or("no output")?;
    // From here on the child ends with this value, whatever goes wrong.
    let mut server = Server { child, address: String::new(), started_in: Duration::ZERO };
    for line in BufReader::new(output).lines() {
        let line = line.map_err(|error| error.to_string())?;
        if let Some(rest) = line.strip_prefix("Parvis: http://") {
            server.address = rest.trim().to_owned();
            break;
        }
    }
    if server.address.is_empty() {
        return Err("the server did not say where it listens".to_owned());
    }
    Client::open(&server.address)?.get("/healthz")?;
    server.started_in = begun.elapsed();
    Ok(server)
}

impl Server {
    /// Processor seconds used so far: by the program, and by the system on its behalf.
    pub(crate) fn cpu_seconds(&self) -> Result<[f64; 2], String> {
        let path = format!("/proc/{}/stat", self.child.id());
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let after = text.rsplit_once(')').map_or("", |(_, rest)| rest);
        let fields: Vec<&str> = after.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
        // Linux counts in hundredths of a second, whatever the kernel's own rate.
        Ok([ticks(11) / 100.0, ticks(12) / 100.0])
    }

    /// Resident memory in megabytes.
    pub(crate) fn memory_mb(&self) -> Result<f64, String> {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let line = text.lines().find(|line| line.starts_with("VmRSS"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
        Ok(kilobytes.and_then(|k| k.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1_000.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
