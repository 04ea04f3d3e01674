//! What is reported: all, or what concerns what was named. It never changes what is read.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use clap::Args;

use super::changed::Changed;
use super::request::require_there;
use super::{Io, TargetArguments};
use crate::Analysis;
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::model::Model;
use crate::path::join;
use crate::source::disk::Disk;
use crate::source::{FileId, io_message};
use crate::suggest::closest;

/// What is reported.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Scope")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct ScopeArguments {
    /// Report only what stands in the named paths; look at the whole project all the same
    #[arg(long)]
    pub report_only: bool,
    /// Report only what touches lines that changed since a git revision
    #[arg(long, value_name = "REVISION")]
    pub since: Option<String>,
    /// Report only on this code location; may be repeated
    #[arg(long, value_name = "NAME")]
    pub location: Vec<String>,
    /// Take further paths from a file, a line each; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// The paths of --files-from are separated by NUL, not by newlines
    #[arg(short = '0', long = "null", requires = "files_from")]
    pub null: bool,
    /// The file that standard input (`-`) stands for
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Show the files that are looked at, and check nothing; with -v why
    #[arg(long)]
    pub show_files: bool,
    /// Show what is left out instead
    #[arg(long, requires = "show_files")]
    pub excluded: bool,
    /// Do not fail where there is nothing to look at
    #[arg(long)]
    pub allow_empty: bool,
}

/// What is to be looked at and reported, once all arguments are read.
pub(super) struct Named {
    /// The paths to look below.
    pub(super) roots: Vec<PathBuf>,
    /// The paths to report on.
    paths: Vec<PathBuf>,
    /// Whether directories among them filter, too, rather than being roots.
    narrow: bool,
    /// The text of standard input, and the file that it stands for.
    pub(super) overlays: HashMap<PathBuf, String>,
}

impl ScopeArguments {
    /// Reads what names files: arguments, lists, standard input.
    pub(super) fn named(
        &self,
        target: &TargetArguments,
        io: &mut Io<'_>,
    ) -> Result<Named, Failure> {
        let mut paths = target.paths.clone();
        paths.extend(self.listed(io)?);
        let dash = Path::new("-");
        if paths.iter().any(|path| path == dash) {
            if paths.len() > 1 {
                return Err(Failure::new(
                    "`-` is standard input, and cannot be combined with other paths",
                )
                .help("write ./- for a file of that name"));
            }
            return self.standard_input(io);
        }
        if self.stdin_filename.is_some() {
            return Err(Failure::new("--stdin-filename needs the path `-`")
                .help("write `daglint check - --stdin-filename PATH`"));
        }
        require_there(paths.iter(), io)?;
        // An empty list names nothing, rather than everything.
        let names_nothing = self.files_from.is_some() && paths.is_empty();
        // Only roots reach upward; what is a filter does not say where to look.
        let roots = if self.report_only {
            Vec::new()
        } else {
            paths.clone()
        };
        Ok(Named {
            roots,
            paths,
            narrow: self.report_only || names_nothing,
            overlays: HashMap::new(),
        })
    }

    fn listed(&self, io: &mut Io<'_>) -> Result<Vec<PathBuf>, Failure> {
        let Some(list) = &self.files_from else {
            return Ok(Vec::new());
        };
        let text = if list == Path::new("-") {
            io.read_input()?
        } else {
            let path = join(&io.directory, list);
            let why = |error: std::io::Error| {
                let why = io_message(&error);
                Failure::new(format!("cannot read `{}`: {why}", list.display()))
            };
            io.disk.read_stream(&path).map_err(why)?
        };
        let end = if self.null { '\0' } else { '\n' };
        let names = text.split(end).map(|name| name.trim_end_matches('\r'));
        Ok(names
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
            .collect())
    }

    fn standard_input(&self, io: &mut Io<'_>) -> Result<Named, Failure> {
        let Some(name) = &self.stdin_filename else {
            return Err(Failure::new("`-` needs --stdin-filename")
                .help("it names the file of the project that standard input stands for"));
        };
        let path = join(&io.directory, name);
        let text = io.read_input()?;
        // A file that is not saved yet is looked for in its folder.
        let root = if io.disk.is_file(&path) {
            path.clone()
        } else {
            let mut around = path.ancestors().skip(1);
            let there = around.find(|folder| io.disk.is_folder(folder));
            there.unwrap_or(&path).to_path_buf()
        };
        Ok(Named {
            roots: vec![root],
            paths: vec![path.clone()],
            narrow: true,
            overlays: HashMap::from([(path, text)]),
        })
    }

    /// Tells the findings that concern what was named, all where nothing is, from the others.
    /// A finding is of each of its own places, whichever of them the load met first.
    pub(super) fn findings<'a>(
        &self,
        named: &Named,
        analysis: &'a Analysis<'_>,
        io: &mut Io<'_>,
    ) -> Result<Scoped<'a>, Failure> {
        let model = &analysis.model;
        let mut scoped = Scoped {
            here: analysis.diagnostics.iter().collect(),
            elsewhere: Vec::new(),
        };
        let scope = Scope::of(named, model, io);
        if scope.filters() {
            let mut known: HashMap<FileId, bool> = HashMap::new();
            let mut is_named = |file: FileId| {
                *known
                    .entry(file)
                    .or_insert_with(|| scope.names(model.sources.get(file).path()))
            };
            scoped.keep(|found| found.own_places().any(|place| is_named(place.file)));
        }
        if let Some(revision) = &self.since {
            let changed = Changed::since(model.sources.disk(), revision, &io.directory)?;
            let touches = |place| changed.touches(model.sources, place);
            scoped.keep(|found| found.own_places().any(touches));
        }
        if !self.location.is_empty() {
            let about = of_locations(model, &self.location)?;
            scoped.keep(about);
        }
        Ok(scoped)
    }
}

/// The findings of a run by whether they are to be reported.
pub(super) struct Scoped<'a> {
    /// What concerns what was named.
    pub(super) here: Vec<&'a Diagnostic>,
    /// The rest.
    pub(super) elsewhere: Vec<&'a Diagnostic>,
}

impl Scoped<'_> {
    fn keep(&mut self, mut is_kept: impl FnMut(&Diagnostic) -> bool) {
        let elsewhere = self.here.extract_if(.., |found| !is_kept(found));
        self.elsewhere.extend(elsewhere);
    }
}

/// Whether settings leave out a path even where it is named.
pub(super) fn is_excluded(path: &Path, model: &Model<'_>) -> bool {
    let path = join(&model.directory, path);
    let settings = model.settings.of(&path);
    let forced = model.settings.run().options.force_exclude;
    forced
        && settings
            .excludes(&path, model.sources.disk().is_folder(&path), None)
            .is_some()
}

/// Whether a finding is about one of some code locations, or about the project of one.
fn of_locations<'m>(
    model: &'m Model<'_>,
    names: &'m [String],
) -> Result<impl Fn(&Diagnostic) -> bool + 'm, Failure> {
    for name in names {
        if model
            .code_locations
            .iter()
            .all(|location| location.name != *name)
        {
            let all = model
                .code_locations
                .iter()
                .map(|location| location.name.as_str());
            let failure = Failure::new(format!("there is no code location `{name}`"));
            return Err(failure.help(match closest(name, all) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`daglint list` shows all of them".to_owned(),
            }));
        }
    }
    let meant = model
        .code_locations
        .iter()
        .filter(|location| names.contains(&location.name));
    let projects: Vec<&Path> = meant
        .filter_map(|location| Some(&*model.project(location.project?).directory))
        .collect();
    Ok(move |diagnostic: &Diagnostic| {
        if diagnostic.code_location.is_some() {
            let mut concerned = diagnostic.code_locations();
            return concerned.any(|name| names.iter().any(|meant| meant == name));
        }
        let path = model.sources.get(diagnostic.place.file).path();
        projects.iter().any(|project| path.starts_with(project))
    })
}

struct Scope<'m> {
    disk: &'m Disk,
    files: HashSet<PathBuf>,
    directories: Vec<PathBuf>,
    /// Whether directories filter, too.
    narrow: bool,
}

impl<'m> Scope<'m> {
    fn of(named: &Named, model: &Model<'m>, io: &mut Io<'_>) -> Self {
        let (excluded, paths): (Vec<_>, Vec<_>) = named
            .paths
            .iter()
            .partition(|path| is_excluded(path, model));
        for path in &excluded {
            io.say(format_args!("note: `{}` is excluded", path.display()));
        }
        let disk = model.sources.disk();
        let (files, mut directories): (Vec<_>, Vec<_>) = paths
            .into_iter()
            .map(|path| disk.real(&join(&model.directory, path)))
            .partition(|path| disk.is_file(path) || named.narrow && !disk.is_folder(path));
        if !named.narrow {
            // A directory reaches upward to the workspace or project that encloses it.
            let projects = model.projects.iter().map(|project| &project.directory);
            let workspaces = model
                .workspaces
                .iter()
                .map(|workspace| &workspace.directory);
            let above: Vec<PathBuf> = projects
                .chain(workspaces)
                .map(|around| disk.real(around))
                .filter(|around| directories.iter().any(|path| path.starts_with(around)))
                .collect();
            directories.extend(above);
        }
        Self {
            disk,
            files: files.into_iter().collect(),
            directories,
            narrow: named.narrow || !excluded.is_empty(),
        }
    }

    fn filters(&self) -> bool {
        self.narrow || !self.files.is_empty()
    }

    fn names(&self, path: &Path) -> bool {
        let path = self.disk.real(path);
        let is_below = |root: &PathBuf| path.starts_with(root);
        self.files.contains(&path) || self.directories.iter().any(is_below)
    }
}
