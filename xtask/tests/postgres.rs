//! The private PostgreSQL: it answers, and it is gone when the one that asked for it is.

use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The host and port in `postgres://parvis@HOST:PORT/postgres`.
fn address(url: &str) -> Option<String> {
    let (_, rest) = url.trim().split_once('@')?;
    rest.split_once('/').map(|(address, _)| address.to_owned())
}

/// Waits until nothing answers there any more.
fn gone(address: &str) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) {
        if TcpStream::connect(address).is_err() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}

#[test]
fn a_command_gets_a_server_and_leaves_none() {
    let script = "echo $PARVIS_TEST_POSTGRES; test -n \"$PARVIS_TEST_POSTGRES\"; exit 7";
    let done = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["postgres", "--", "sh", "-c", script])
        .output()
        .unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(7), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(gone(&address(&said).unwrap()));
}

#[test]
fn a_killed_owner_leaves_no_server() {
    use std::io::{BufRead, BufReader};
    let mut owner = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["postgres", "--", "sh", "-c", "echo $PARVIS_TEST_POSTGRES; exec sleep 5"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(owner.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = address(&line).unwrap();
    TcpStream::connect(&address).unwrap();
    owner.kill().unwrap();
    owner.wait().unwrap();
    assert!(gone(&address));
}
