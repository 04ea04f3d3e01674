//! `daglint baseline`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{FilesArguments, Io, SelectionArguments, SettingsArguments, TargetArguments};
use crate::analyze;
use crate::discover::{Request, discover};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::path::join;
use crate::report::{counted, shown_path};
use crate::source::Sources;
use crate::suppress::{Baseline, Known, baseline_text};
use crate::write::replace;

/// The file where nothing names another.
const DEFAULT: &str = "daglint-baseline.jsonl";

/// The commands of `daglint baseline`.
#[derive(Debug, Subcommand)]
pub enum BaselineCommand {
    /// Write everything that is found now, so that only what is new is reported
    Write(BaselineArguments),
    /// Drop what is not found any more, and lower counts
    Prune(BaselineArguments),
    /// Show what the baseline holds
    Show(BaselineArguments),
}

/// The arguments of each.
#[derive(Debug, Args)]
pub struct BaselineArguments {
    /// What to load.
    #[command(flatten)]
    pub target: TargetArguments,
    /// The baseline [default: that of the settings, or daglint-baseline.jsonl]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Which rules are on.
    #[command(flatten)]
    pub selection: SelectionArguments,
    /// What is looked at.
    #[command(flatten)]
    pub files: FilesArguments,
    /// Which settings hold.
    #[command(flatten)]
    pub settings: SettingsArguments,
}

pub(super) fn run(command: &BaselineCommand, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let (BaselineCommand::Write(arguments)
    | BaselineCommand::Prune(arguments)
    | BaselineCommand::Show(arguments)) = command;
    let path = arguments.path(io)?;
    match command {
        BaselineCommand::Show(_) => show(&path, io),
        BaselineCommand::Write(_) => {
            let mut now = arguments.found(&path, io)?;
            now.counts.extend(now.kept);
            write(&path, &now.counts, io)
        }
        BaselineCommand::Prune(_) => {
            let now = arguments.found(&path, io)?;
            let mut kept = now.kept;
            for (known, count) in held(&path, io)? {
                let count = count.min(now.counts.get(&known).copied().unwrap_or_default());
                if count > 0 {
                    kept.insert(known, count);
                }
            }
            write(&path, &kept, io)
        }
    }
}

impl BaselineArguments {
    fn request(&self, io: &Io<'_>) -> Result<Request, Failure> {
        let overrides = self.selection.add_to(self.settings.overrides(io)?);
        // What the baseline holds now is found anew.
        let unset = Some("baseline = \"\"\n".to_owned());
        let overrides = self.files.add_to(overrides).with_flag("--baseline", unset);
        self.target.request(io, &self.target.paths, overrides)
    }

    fn path(&self, io: &mut Io<'_>) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.baseline {
            return Ok(join(&io.directory, path));
        }
        let sources = Sources::new();
        let mut request = self.request(io)?;
        request.settings = self.settings.overrides(io)?;
        let found = discover(&sources, &request).map_err(|failure| io.framed(&sources, failure))?;
        let named = found.settings.run().baseline();
        Ok(named.map_or_else(|| io.directory.join(DEFAULT), Path::to_path_buf))
    }

    /// What is found now, without a baseline.
    fn found(&self, path: &Path, io: &mut Io<'_>) -> Result<Found, Failure> {
        let sources = Sources::new();
        let request = self.request(io)?;
        let analysis =
            analyze(&sources, &request).map_err(|failure| io.framed(&sources, failure))?;
        if let Some(panic) = analysis.panics.first() {
            return Err(Failure::new(format!("daglint failed on {panic}"))
                .help("the baseline was not written, because it would lack what was not found"));
        }
        let directory = path.parent().unwrap_or(path);
        let mut counts = BTreeMap::new();
        for diagnostic in &analysis.diagnostics {
            *counts
                .entry(Known::of(&sources, diagnostic, directory))
                .or_default() += 1;
        }
        let mut kept = BTreeMap::new();
        if io.disk.exists(path) && self.target.narrows() {
            kept = held(path, io)?;
            let roots = self.target.paths.iter();
            let roots: Vec<PathBuf> = roots.map(|path| join(&io.directory, path)).collect();
            kept.retain(|known, _| {
                let file = join(directory, Path::new(&known.path));
                let is_named = roots.is_empty() || roots.iter().any(|root| file.starts_with(root));
                sources.disk().exists(&file) && !(is_named && sources.find(&file).is_some())
            });
        }
        Ok(Found { counts, kept })
    }
}

/// What a run found.
struct Found {
    counts: BTreeMap<Known, usize>,
    /// What the baseline holds of files that the run was not about, where it was about
    /// a part only.
    kept: BTreeMap<Known, usize>,
}

/// What a baseline holds.
fn held(path: &Path, io: &mut Io<'_>) -> Result<BTreeMap<Known, usize>, Failure> {
    let sources = Sources::new();
    let read = Baseline::read(&sources, path, &io.directory)
        .map_err(|failure| io.framed(&sources, failure))?;
    let counts = read.entries.iter().map(|entry| {
        let held = read.held(&entry.known);
        (entry.known.clone(), held)
    });
    Ok(counts.collect())
}

fn show(path: &Path, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let held = held(path, io)?;
    Ok(io.print(Exit::Clean, |out| {
        held.iter().try_for_each(|(known, count)| {
            writeln!(
                out,
                "{}: {} `{}` ({count})",
                known.path, known.rule, known.symbol
            )
        })
    }))
}

fn write(path: &Path, counts: &BTreeMap<Known, usize>, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let shown = shown_path(path, &io.directory);
    replace(path, baseline_text(counts).as_bytes())
        .map_err(|why| Failure::new(format!("cannot write `{shown}`: {why}")))?;
    let total = counts
        .values()
        .fold(0, |sum: usize, &count| sum.saturating_add(count));
    let total = counted(total, "finding");
    io.say(format_args!("wrote {total} to `{shown}`"));
    Ok(Exit::Clean)
}
