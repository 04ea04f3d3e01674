//! From target arguments to what the library is asked for.

use std::path::{Path, PathBuf};

use super::{Io, TargetArguments};
use crate::discover::{Request, TargetOptions};
use crate::failure::Failure;
use crate::report::shown_path;
use crate::settings::Overrides;
use crate::source::disk::Kind;
use crate::suggest::closest;

const COMMANDS: &[&str] = &[
    "baseline",
    "check",
    "completions",
    "config",
    "explain",
    "help",
    "init",
    "list",
    "rule",
    "rules",
    "version",
];

impl TargetArguments {
    /// The request, if everything that it names can be there.
    pub(super) fn request(
        &self,
        io: &Io<'_>,
        paths: &[PathBuf],
        settings: Overrides,
    ) -> Result<Request, Failure> {
        self.require_a_target()?;
        let options = self.workspace.iter().chain(self.working_directory.as_ref());
        require_there(paths.iter().chain(options), io)?;
        for path in paths {
            require_regular(path, io)?;
        }
        Ok(Request {
            directory: io.directory.clone(),
            paths: paths.to_vec(),
            targets: TargetOptions {
                modules: self.module_name.clone(),
                files: self.python_file.clone(),
                packages: self.package_name.clone(),
                workspaces: self.workspace.clone(),
                working_directory: self.working_directory.clone(),
                attribute: self.attribute.clone(),
            },
            settings,
        })
    }

    /// Whether a part is named rather than everything below the current directory.
    pub(super) fn narrows(&self) -> bool {
        !self.paths.is_empty() || !self.workspace.is_empty() || self.has_target()
    }

    fn has_target(&self) -> bool {
        !(self.module_name.is_empty()
            && self.python_file.is_empty()
            && self.package_name.is_empty())
    }

    /// `-a` and `-d` say something about a module or file; alone they say nothing.
    fn require_a_target(&self) -> Result<(), Failure> {
        let has_target = self.has_target();
        let option = match (&self.attribute, &self.working_directory) {
            _ if has_target => return Ok(()),
            (Some(_), _) => "--attribute",
            (None, Some(_)) => "--working-directory",
            (None, None) => return Ok(()),
        };
        Err(Failure::new(format!("{option} needs a target"))
            .help("name one with --module-name, --python-file or --package-name"))
    }
}

/// Refuses paths that are not there, all of them at once.
pub(super) fn require_there<'p>(
    paths: impl Iterator<Item = &'p PathBuf>,
    io: &Io<'_>,
) -> Result<(), Failure> {
    let missing: Vec<&PathBuf> = paths
        .filter(|path| !io.disk.is_taken(io.directory.join(path)))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(not_there(&missing, io))
}

/// One failure that names every missing path.
fn not_there(missing: &[&PathBuf], io: &Io<'_>) -> Failure {
    let quoted: Vec<String> = missing
        .iter()
        .map(|path| format!("`{}`", shown_path(path, Path::new(""))))
        .collect();
    let message = match quoted.as_slice() {
        [one] => format!("{one} does not exist"),
        [all @ .., last] => format!("{} and {last} do not exist", all.join(", ")),
        [] => String::new(),
    };
    let failure = Failure::new(message);
    // Options before a command make clap take it for a path.
    let mut commands = COMMANDS.iter();
    if let Some(command) = commands.find(|name| missing.iter().any(|it| it.as_os_str() == **name)) {
        return failure.help(format!(
            "`{command}` is a command; its options come after it: `daglint {command} --...`"
        ));
    }
    match missing.iter().find_map(|path| nearest(path, io)) {
        Some(nearest) => failure.help(format!("did you mean `{nearest}`?")),
        None => failure,
    }
}

/// The sibling or the command whose name is nearly that of a missing path.
fn nearest(path: &Path, io: &Io<'_>) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let parent = path.parent().unwrap_or(Path::new(""));
    let entries = io.disk.list(io.directory.join(parent)).unwrap_or_default();
    let mut names: Vec<String> = entries
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .map(|name| shown_path(&parent.join(name), Path::new("")))
        .collect();
    if parent.as_os_str().is_empty() {
        names.extend(COMMANDS.iter().map(|&name| name.to_owned()));
    }
    names.sort();
    closest(wanted, names.iter().map(String::as_str)).map(str::to_owned)
}

/// Refuses a pipe or a device before anybody opens it: reading one may never end.
fn require_regular(path: &Path, io: &Io<'_>) -> Result<(), Failure> {
    let shown = shown_path(path, Path::new(""));
    match io.disk.look(io.directory.join(path)) {
        Ok(Kind::File | Kind::Folder) => Ok(()),
        Ok(Kind::Other) => Err(Failure::new(format!("`{shown}` is not a regular file"))),
        Err(error) => Err(Failure::new(format!(
            "cannot read `{shown}`: {}",
            crate::source::io_message(&error)
        ))),
    }
}
