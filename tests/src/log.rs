//! What the program writes to its log, kept for a test to read.

use std::io::Write;
use std::sync::{Arc, Mutex};

/// A log in memory; clones share it.
#[derive(Clone, Default)]
pub struct Log(
    /// What was written.
    pub Arc<Mutex<Vec<u8>>>,
);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
