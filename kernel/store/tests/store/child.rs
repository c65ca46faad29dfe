//! Processes to be killed: this same program, run again for one of its ignored tests.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use parvis_store::{Isolation, Place};

/// Names the place to a child; nobody but this module sets it.
const PLACE: &str = "PARVIS_TEST_CHILD";
/// Where a child is told what else it needs to know.
const DETAIL: &str = "PARVIS_TEST_CHILD_DETAIL";
/// Begins each line that a child says on purpose.
const MARK: &str = "child says: ";

/// The place that this process, a child, is to work on; nothing in a process that is no child.
pub(crate) fn place() -> Option<Place> {
    let place = std::env::var(PLACE).ok()?;
    match place.split_once(' ')? {
        ("folder", path) => Some(Place::Folder(path.into())),
        ("database", url) => {
            let url = url.to_owned();
            Some(Place::Database { url, isolation: Isolation::Serializable, workers: 8 })
        }
        _ => None,
    }
}

/// What else a child was told.
pub(crate) fn detail() -> String {
    std::env::var(DETAIL).unwrap_or_default()
}

/// Says something to the parent, in one line.
pub(crate) fn say(line: impl std::fmt::Display) {
    println!("\n{MARK}{line}");
}

/// The call of an ignored test of this program as a child.
pub(crate) fn command(test: &str, place: &Place, detail: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    tell(&mut command, place, detail);
    command.args(arguments(test));
    command
}

/// The arguments with which this program runs one ignored test alone.
pub(crate) fn arguments(test: &str) -> [&str; 5] {
    [test, "--exact", "--ignored", "--nocapture", "--test-threads=1"]
}

/// Tells a command what a child needs to know.
pub(crate) fn tell(command: &mut Command, place: &Place, detail: &str) {
    let place = match place {
        Place::Folder(folder) => format!("folder {}", folder.display()),
        Place::Database { url, .. } => format!("database {url}"),
    };
    command.env(PLACE, place).env(DETAIL, detail).stdin(Stdio::null()).stderr(Stdio::null());
}

/// A child that runs, and what it says.
pub(crate) struct Running {
    child: Child,
    first: mpsc::Receiver<()>,
    listener: JoinHandle<Vec<String>>,
}

/// Starts a child.
pub(crate) fn start(mut command: Command) -> Running {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (sender, first) = mpsc::channel();
    let listener = std::thread::spawn(move || {
        let mut said = Vec::new();
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|length| length > 0) {
            // A line without its end was cut off by the kill.
            if let Some(words) = line.strip_prefix(MARK).and_then(|words| words.strip_suffix('\n'))
            {
                said.push(words.to_owned());
                let _ = sender.send(());
            }
            line.clear();
        }
        said
    });
    Running { child, first, listener }
}

impl Running {
    /// Kills the child, as `kill -9` does, some time after it has begun to speak.
    pub(crate) fn kill_after(mut self, time: Duration) -> Vec<String> {
        self.first.recv_timeout(Duration::from_secs(20)).unwrap();
        std::thread::sleep(time);
        self.child.kill().unwrap();
        self.end().1
    }

    /// Waits for the end: whether it was a success, and what was said.
    pub(crate) fn end(mut self) -> (bool, Vec<String>) {
        let status = self.child.wait().unwrap();
        (status.success(), self.listener.join().unwrap())
    }
}
