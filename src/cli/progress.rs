//! A line that says that work is going on, where a person waits for it.

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

/// Nobody waits before that.
const PATIENCE: Duration = Duration::from_millis(300);

/// While it lives, and from a while after its birth on, a line stands on standard error.
pub(super) struct Progress {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to wait; on anything but a terminal it does nothing.
    pub(super) fn start(is_terminal: bool) -> Self {
        let (done, wait) = mpsc::channel();
        let show = move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                // When standard error is gone nobody is left to tell.
                let _unheard = write_now("Checking...");
                let _ended = wait.recv();
                let _unheard = write_now("\r\u{1b}[2K");
            }
        };
        Self {
            done: Some(done),
            thread: is_terminal.then(|| std::thread::spawn(show)),
        }
    }
}

fn write_now(text: &str) -> io::Result<()> {
    let mut err = io::stderr();
    err.write_all(text.as_bytes())?;
    err.flush()
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done.take();
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}
