//! From the request to the directories that are walked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::model::Root;
use crate::source::Sources;
use crate::source::disk::Disk;

use super::Request;
use super::path::{base_name, join, upward};
use super::pyproject::Pyproject;
use super::walk::Tree;
use crate::path::git_root;

/// Where to look.
#[derive(Debug, Default)]
pub(super) struct Roots {
    /// The directories to walk.
    pub(super) walked: BTreeSet<PathBuf>,
    /// The directories above them, up to the git root, whose files say something
    /// of what is below.
    pub(super) above: BTreeSet<PathBuf>,
    /// What the request names, absolute.
    pub(super) named: Vec<PathBuf>,
    /// The directory that each of these leads to, in their order.
    led_to: Vec<PathBuf>,
}

impl Roots {
    /// The roots of a request.
    ///
    /// # Errors
    /// When a path of it does not exist, or is neither a file nor a directory.
    pub(super) fn of(sources: &Sources, request: &Request) -> Result<Self, Failure> {
        let paths = named(sources.disk(), request);
        check(sources.disk(), request, &paths)?;
        let mut roots = Self::default();
        for path in &paths {
            let root = if sources.disk().is_file(path) {
                let folder = path.parent().unwrap_or(path);
                enclosing(sources, folder)
                    .or_else(|| git_root(sources.disk(), folder))
                    .unwrap_or(folder)
            } else {
                enclosing(sources, path).unwrap_or(path)
            };
            roots.led_to.push(root.to_path_buf());
            roots.walked.insert(root.to_path_buf());
        }
        // A root inside of another one is walked with it.
        let all = roots.walked.clone();
        roots
            .walked
            .retain(|root| !root.ancestors().skip(1).any(|above| all.contains(above)));
        for root in &roots.walked {
            roots.above.extend(above(sources, root));
        }
        roots.named = paths;
        Ok(roots)
    }
}

impl Roots {
    /// What is seen of each path that is named.
    pub(super) fn seen(&self, disk: &Disk, tree: &Tree, declared: &BTreeSet<PathBuf>) -> Vec<Root> {
        let named = self.named.iter().zip(&self.led_to);
        let seen = named.map(|(path, directory)| {
            let inside = declared.range(directory.clone()..);
            let inside = inside.take_while(|it| it.starts_with(directory));
            Root {
                path: path.clone(),
                directory: directory.clone(),
                has_python: tree.has_python(directory),
                has_settings: has_settings(disk, directory),
                declared: inside.cloned().collect(),
            }
        });
        seen.collect()
    }

    /// The directory around everything that is walked: its settings are those of the run.
    pub(super) fn top(&self, directory: &Path) -> PathBuf {
        let Some(first) = self.walked.first() else {
            return directory.to_path_buf();
        };
        let around = |folder: &&Path| self.walked.iter().all(|root| root.starts_with(folder));
        let top = upward(first).find(around);
        top.unwrap_or(directory).to_path_buf()
    }
}

/// Whether a directory has settings for Dagster that are not empty: those of an instance,
/// or a `.dg.toml`, which dg reads in the home directory only.
fn has_settings(disk: &Disk, directory: &Path) -> bool {
    let mut names = ["dagster.yaml", ".dg.toml"].iter();
    names.any(|name| {
        disk.size(directory.join(name))
            .is_some_and(|bytes| bytes > 0)
    })
}

/// Every path that a request names, absolute.
fn named(disk: &Disk, request: &Request) -> Vec<PathBuf> {
    let targets = &request.targets;
    let absolute = |path: &PathBuf| join(&request.directory, path);
    if request.has_targets() {
        // A file that is not there is a code location that cannot be loaded.
        let files = targets.files.iter().map(absolute);
        let mut paths: Vec<PathBuf> = files.filter(|path| disk.exists(path)).collect();
        paths.extend(targets.workspaces.iter().map(absolute));
        paths.extend(targets.working_directory.iter().map(absolute));
        let modules = !targets.modules.is_empty() || !targets.packages.is_empty();
        if modules || paths.is_empty() {
            paths.push(request.directory.clone());
        }
        return paths;
    }
    if request.paths.is_empty() {
        return vec![request.directory.clone()];
    }
    request.paths.iter().map(absolute).collect()
}

/// All paths that cannot be read, in one failure.
fn check(disk: &Disk, request: &Request, paths: &[PathBuf]) -> Result<(), Failure> {
    let shown = |path: &Path| {
        let inner = path.strip_prefix(&request.directory).unwrap_or(path);
        format!("`{}`", inner.display())
    };
    let missing: Vec<&PathBuf> = paths.iter().filter(|path| !disk.exists(path)).collect();
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|path| shown(path)).collect();
        let verb = if names.len() == 1 { "does" } else { "do" };
        let failure = Failure::new(format!("{} {verb} not exist", names.join(", ")));
        let near: Vec<String> = missing
            .iter()
            .filter_map(|path| nearest(disk, path))
            .collect();
        return Err(match near.as_slice() {
            [] => failure,
            near => failure.help(format!("did you mean `{}`?", near.join("`, `"))),
        });
    }
    match paths
        .iter()
        .find(|path| !disk.is_folder(path) && !disk.is_file(path))
    {
        Some(path) => Err(Failure::new(format!(
            "{} is not a regular file",
            shown(path)
        ))),
        None => Ok(()),
    }
}

/// The entry beside a missing path that has the most similar name.
fn nearest(disk: &Disk, path: &Path) -> Option<String> {
    const SIMILAR: f64 = 0.7;
    let wanted = base_name(path);
    let entries = disk.list(path.parent()?).ok()?;
    let names = entries.iter().filter_map(|path| path.file_name()?.to_str());
    let best = names
        .map(|name| (strsim::jaro_winkler(&wanted, name), name))
        .filter(|(score, _)| *score >= SIMILAR)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    best.map(|(_, name)| name.to_owned())
}

/// The nearest directory at or above a path that is a Dagster project or workspace.
fn enclosing<'p>(sources: &Sources, path: &'p Path) -> Option<&'p Path> {
    let git = git_root(sources.disk(), path);
    upward(path)
        .take_while(|directory| git.is_none_or(|git| directory.starts_with(git)))
        .find(|directory| is_marked(sources, directory))
}

fn is_marked(sources: &Sources, directory: &Path) -> bool {
    const MARKERS: [&str; 5] = [
        "dg.toml",
        "workspace.yaml",
        "workspace.yml",
        "dagster_cloud.yaml",
        "dagster_cloud.yml",
    ];
    MARKERS
        .iter()
        .any(|name| sources.disk().is_file(directory.join(name)))
        || pyproject(sources, directory).is_some_and(|found| found.is_dagster())
        || is_setup(sources, &directory.join("setup.py"))
}

/// Whether a file is the `setup.py` of a package that has to do with Dagster.
fn is_setup(sources: &Sources, path: &Path) -> bool {
    let text = || sources.read(path).text();
    sources.disk().is_file(path) && text().contains("setup(") && text().contains("dagster")
}

fn pyproject(sources: &Sources, directory: &Path) -> Option<Pyproject> {
    let path = directory.join("pyproject.toml");
    sources
        .disk()
        .is_file(&path)
        .then(|| Pyproject::read(sources.read(&path)))
}

/// The directories above a root that count: up to the git root; without one, only
/// those that declare a workspace, because anything may lie further up.
fn above(sources: &Sources, root: &Path) -> Vec<PathBuf> {
    let git = git_root(sources.disk(), root);
    let above = upward(root).skip(1);
    match git {
        Some(git) => above
            .take_while(|directory| directory.starts_with(git))
            .map(Path::to_path_buf)
            .collect(),
        None => above
            .filter(|directory| {
                sources.disk().is_file(directory.join("dg.toml"))
                    || pyproject(sources, directory)
                        .is_some_and(|found| found.dg.is_some() || found.uv_workspace.is_some())
            })
            .map(Path::to_path_buf)
            .collect(),
    }
}
