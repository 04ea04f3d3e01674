//! `--watch`: the same run again, whenever a file changes.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{CheckArguments, Io, Output, check};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::model::Model;
use crate::path::join;
use crate::source::Sources;
use crate::source::disk::Disk;

/// Editors write a file in several steps.
const CALM: Duration = Duration::from_millis(100);

/// So long a run waits at most for what is written all the time.
const PATIENCE: Duration = Duration::from_secs(2);

/// Folders whose changes are nobody's business: a run itself may cause them.
const IGNORED: [&str; 4] = [".git", "__pycache__", ".venv", "target"];

/// Hidden files that say something; others are those of editors, and unfinished ones.
const HIDDEN: [&str; 5] = [
    ".daglint.toml",
    ".dg.toml",
    ".gitignore",
    ".ignore",
    ".python-version",
];

/// Runs until it is interrupted.
pub(super) fn run(arguments: &CheckArguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let mut watch = Watch::start()?;
    let mut looked = Looked::default();
    let here = [io.directory.clone()];
    let paths = &arguments.target.paths;
    let named = if paths.is_empty() { &here } else { &**paths };
    let named: Vec<PathBuf> = named.iter().map(|path| join(&io.directory, path)).collect();
    watch.add(&io.disk, &named, &looked)?;
    loop {
        if io.err_look.colour {
            io.say("\u{1b}[2J\u{1b}[3J\u{1b}[H");
        }
        let mut now = Looked::default();
        if let Err(failure) = check::run_once(arguments, io, Some(&mut now)) {
            io.say_failure(&failure);
        }
        // A run that ended early looked at nothing new.
        if !now.files.is_empty() {
            looked = now;
        }
        watch.add(&io.disk, &looked.roots, &looked)?;
        io.say("watching for changes; Ctrl-C ends it");
        if !watch.wait(&looked, io) {
            return Ok(Exit::Failed);
        }
    }
}

/// What a run looked at, and what it wrote: all of it without links in folders.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// The directories that were looked through.
    roots: Vec<PathBuf>,
    /// The files that were read, wherever they are.
    files: HashSet<PathBuf>,
    /// The directories in which modules are looked for.
    search_path: BTreeSet<PathBuf>,
    /// The reports that were written: they change with each run.
    written: HashSet<PathBuf>,
}

impl Looked {
    /// Notes what was read, how far it was understood, and where reports are written.
    pub(super) fn note(
        &mut self,
        sources: &Sources,
        model: Option<&Model<'_>>,
        outputs: &[Output],
        directory: &Path,
    ) {
        let reports = outputs.iter().filter_map(|output| output.file.as_ref());
        let reports = reports.map(|file| real(sources.disk(), &join(directory, file)));
        self.written = reports.collect();
        self.files = sources
            .iter()
            .map(|file| real(sources.disk(), file.path()))
            .collect();
        let Some(model) = model else {
            return;
        };
        self.roots = model
            .roots
            .iter()
            .map(|root| root.directory.clone())
            .collect();
        let targets = model.code_locations.iter().map(|location| &location.target);
        let directories = targets.flat_map(|target| &target.search_path);
        self.search_path = directories.map(|it| sources.disk().real(it)).collect();
    }
}

/// What is watched.
struct Watch {
    watcher: RecommendedWatcher,
    changes: Receiver<notify::Result<Event>>,
    /// The directories that are watched with all that is in them.
    roots: BTreeSet<PathBuf>,
    /// Those that are watched alone.
    single: BTreeSet<PathBuf>,
}

impl Watch {
    fn start() -> Result<Self, Failure> {
        let (send, changes) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // A run opens and reads what it looks at; that changes nothing.
            let is_access = |event: &Event| matches!(event.kind, EventKind::Access(_));
            if !event.as_ref().is_ok_and(is_access) {
                // The receiver lives as long as the run.
                let _ended = send.send(event);
            }
        });
        Ok(Self {
            watcher: watcher.map_err(|error| failed(&error))?,
            changes,
            roots: BTreeSet::new(),
            single: BTreeSet::new(),
        })
    }

    /// Watches paths with all that is in them, and the folders of what was looked at outside
    /// of them: a file that is replaced is another one, so that it is its folder that tells.
    fn add(&mut self, disk: &Disk, paths: &[PathBuf], looked: &Looked) -> Result<(), Failure> {
        for path in paths {
            let path = disk.real(path);
            if disk.is_folder(&path) && !is_below(&path, &self.roots) {
                self.watch(&path, RecursiveMode::Recursive)?;
                self.roots.insert(path);
            } else if let Some(folder) = path.parent().filter(|_| !disk.is_folder(&path)) {
                self.watch_alone(disk, folder)?;
            }
        }
        let folders = looked.files.iter().filter_map(|file| file.parent());
        let folders = folders.chain(looked.search_path.iter().map(PathBuf::as_path));
        for folder in folders.collect::<BTreeSet<_>>() {
            self.watch_alone(disk, folder)?;
        }
        Ok(())
    }

    /// Again even where it is watched already: the folder may be another one by now.
    fn watch_alone(&mut self, disk: &Disk, folder: &Path) -> Result<(), Failure> {
        if disk.is_folder(folder) && !is_below(folder, &self.roots) {
            self.watch(folder, RecursiveMode::NonRecursive)?;
            self.single.insert(folder.to_path_buf());
        }
        Ok(())
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> Result<(), Failure> {
        let watched = self.watcher.watch(folder, mode);
        watched.map_err(|error| failed(&error))
    }

    /// Waits until something has changed and nothing changes any more; false where there
    /// will be no changes.
    fn wait(&self, looked: &Looked, io: &mut Io<'_>) -> bool {
        loop {
            match self.changes.recv() {
                Ok(Ok(event)) if self.counts(&io.disk, &event, looked) => break,
                Ok(Ok(_)) => {}
                Ok(Err(error)) => io.say(format_args!("note: cannot see all changes: {error}")),
                // The watcher is gone, and with it what there is to do.
                Err(_) => return false,
            }
        }
        let last = Instant::now() + PATIENCE;
        let mut calm = Instant::now() + CALM;
        loop {
            let left = calm.min(last).saturating_duration_since(Instant::now());
            match self.changes.recv_timeout(left) {
                Ok(Ok(event)) if self.counts(&io.disk, &event, looked) => {
                    calm = Instant::now() + CALM;
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// Whether a change can change what is found.
    fn counts(&self, disk: &Disk, event: &Event, looked: &Looked) -> bool {
        // Some changes were lost.
        event.need_rescan()
            || event
                .paths
                .iter()
                .any(|path| self.path_counts(disk, path, looked))
    }

    fn path_counts(&self, disk: &Disk, path: &Path, looked: &Looked) -> bool {
        if looked.written.contains(path) {
            return false;
        }
        if looked.files.contains(path) {
            return true;
        }
        let around = path.ancestors().find(|above| self.roots.contains(*above));
        let alone = path.parent().filter(|folder| self.single.contains(*folder));
        let Some(inner) = (around.or(alone)).and_then(|root| path.strip_prefix(root).ok()) else {
            return false;
        };
        let is_ignored = |part: &str| IGNORED.contains(&part);
        let mut parts = inner
            .components()
            .filter_map(|part| part.as_os_str().to_str());
        !parts.any(is_ignored) && is_of_interest(disk, path)
    }
}

/// Whether a file or a folder that was not read might be, once it is there.
fn is_of_interest(disk: &Disk, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with('.') {
        return HIDDEN.contains(&&*name);
    }
    match path.extension().and_then(|extension| extension.to_str()) {
        // A folder that is moved comes without its files; and there are `Dockerfile`s.
        None => true,
        Some("py" | "toml" | "yaml" | "yml" | "cfg" | "txt" | "json" | "sql" | "lock") => true,
        Some(_) => disk.is_folder(path),
    }
}

fn is_below(path: &Path, roots: &BTreeSet<PathBuf>) -> bool {
    path.ancestors().any(|above| roots.contains(above))
}

fn failed(error: &notify::Error) -> Failure {
    Failure::new(format!("cannot watch: {error}"))
}

/// A file in its folder without links; it may be a link itself, or not be there.
fn real(disk: &Disk, file: &Path) -> PathBuf {
    match (file.parent(), file.file_name()) {
        (Some(folder), Some(name)) => disk.real(folder).join(name),
        _ => file.to_path_buf(),
    }
}
