//! What others wait while a thousand connections hang, and while forms of ten megabytes come in.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::Line;
use crate::http::Client;
use crate::{scratch, server};

const HANGING: usize = 1_000;
const SENDERS: usize = 4;
const FORM_BYTES: usize = 10_000_000;
/// Shorter than the server's patience with a head.
const WATCHED: Duration = Duration::from_secs(5);
const LIMIT_MS: f64 = 100.0;

pub(crate) fn measure() -> Result<Vec<Line>, String> {
    raise_files();
    let folder = scratch::folder()?;
    let server = server::start(&folder.path().join("data"), "demo")?;
    let alone = p99_ms(&server.address)?;
    let hanging = (0..HANGING)
        .map(|at| hang(&server.address, at))
        .collect::<Result<Vec<TcpStream>, String>>()?;
    let beside_hanging = p99_ms(&server.address)?;
    drop(hanging);
    let beside_forms = while_forms_come(&server.address)?;
    let line = |what, measured: f64| Line {
        what,
        ours: format!("{measured:.1} ms"),
        rival: format!("{alone:.1} ms alone"),
        ratio: Some(measured / alone),
        target: "< 100 ms",
        met: measured < LIMIT_MS,
    };
    Ok(vec![
        line("p99 beside 1,000 that hang", beside_hanging),
        line("p99 beside forms of 10 MB", beside_forms),
    ])
}

/// As many open files as the system gives.
fn raise_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Where it stays too low, opening a connection says so.
    let _ = setrlimit(Resource::Nofile, limit);
}

/// A connection that says a part of what it has to say.
fn hang(address: &str, at: usize) -> Result<TcpStream, String> {
    let mut stream = TcpStream::connect(address).map_err(|error| format!("{at}: {error}"))?;
    let part = match at % 3 {
        0 => format!("GET /appels HTTP/1.1\r\nHost: {address}\r\nX-A: "),
        1 => format!(
            "POST /connexion HTTP/1.1\r\nHost: {address}\r\nContent-Length: 1000000\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\nemail="
        ),
        _ => String::new(),
    };
    stream.write_all(part.as_bytes()).map_err(|error| error.to_string())?;
    Ok(stream)
}

fn while_forms_come(address: &str) -> Result<f64, String> {
    let enough = AtomicBool::new(false);
    let form = format!("email={}", "a".repeat(FORM_BYTES)).into_bytes();
    thread::scope(|scope| {
        let send = || -> Result<usize, String> {
            let mut sent = 0;
            while !enough.load(Ordering::Relaxed) {
                let kind = "application/x-www-form-urlencoded";
                let status = Client::open(address)?.ask("POST", "/connexion", kind, &form)?.status;
                if status != 409 {
                    return Err(format!("a large form was answered {status}"));
                }
                sent += 1;
            }
            Ok(sent)
        };
        let senders: Vec<_> = (0..SENDERS).map(|_| scope.spawn(send)).collect();
        let measured = p99_ms(address);
        enough.store(true, Ordering::Relaxed);
        let mut forms = 0;
        for sender in senders {
            forms += sender.join().map_err(|_| "a sender ended".to_owned())??;
        }
        println!("{forms} forms of 10 MB came in meanwhile");
        measured
    })
}

/// What 99 of 100 requests for the public list take at most, one after the other.
fn p99_ms(address: &str) -> Result<f64, String> {
    let mut client = Client::open(address)?;
    let mut times = Vec::new();
    let end = Instant::now() + WATCHED;
    while Instant::now() < end {
        let begun = Instant::now();
        let status = client.get("/appels")?.status;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        if status != 200 {
            return Err(format!("the public list answered {status}"));
        }
    }
    times.sort_by(f64::total_cmp);
    times.get(times.len() * 99 / 100).copied().ok_or_else(|| "no request was answered".to_owned())
}
