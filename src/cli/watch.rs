//! `--watch`: the same run again, whenever a file changes.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use notify_debouncer_mini::{DebounceEventResult, new_debouncer, notify};

use super::{CheckArguments, Io, check};
use crate::exit::Exit;
use crate::failure::Failure;

/// Editors write a file in several steps.
const CALM: Duration = Duration::from_millis(100);

/// Folders whose changes are nobody's business: a run itself may cause them.
const IGNORED: [&str; 4] = [".git", "__pycache__", ".venv", "target"];

/// Runs until it is interrupted.
pub(super) fn run(arguments: &CheckArguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let (send, changes) = mpsc::channel();
    let failed = |error: notify::Error| Failure::new(format!("cannot watch: {error}"));
    let mut watcher = new_debouncer(CALM, move |events: DebounceEventResult| {
        // The receiver lives as long as the run.
        let _ended = send.send(events);
    })
    .map_err(failed)?;
    let here = [io.directory.clone()];
    let named = arguments
        .target
        .paths
        .iter()
        .map(|path| io.directory.join(path));
    let named: Vec<_> = named.collect();
    for root in if named.is_empty() { &here[..] } else { &named } {
        let watcher = watcher.watcher();
        watcher
            .watch(root, notify::RecursiveMode::Recursive)
            .map_err(failed)?;
    }
    loop {
        if io.err_look.colour {
            io.say("\u{1b}[2J\u{1b}[3J\u{1b}[H");
        }
        if let Err(failure) = check::run_once(arguments, io) {
            io.say(failure);
        }
        io.say("watching for changes; Ctrl-C ends it");
        let root = io.directory.clone();
        let is_change = |events: &DebounceEventResult| {
            let events = events.iter().flatten();
            events.into_iter().any(|event| counts(&event.path, &root))
        };
        loop {
            match changes.recv() {
                Ok(events) if is_change(&events) => break,
                Ok(_) => {}
                // The watcher is gone, and with it what there is to do.
                Err(_) => return Ok(Exit::Failed),
            }
        }
    }
}

/// Whether a changed path can change what is found.
fn counts(path: &Path, root: &Path) -> bool {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let ignored = inner
        .components()
        .any(|part| IGNORED.iter().any(|name| part.as_os_str() == *name));
    let kind = path.extension().and_then(|extension| extension.to_str());
    !ignored
        && matches!(
            kind,
            Some("py" | "toml" | "yaml" | "yml" | "cfg" | "txt" | "json")
        )
}
