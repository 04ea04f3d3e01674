//! One pass: which fixes can be made side by side, and the texts that they make.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::{Fixed, parses};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::model::Model;
use crate::rule::Rule;
use crate::source::FileId;

/// What a pass takes.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The new texts by path.
    pub(super) texts: BTreeMap<PathBuf, String>,
    /// Those of them that are made.
    pub(super) created: BTreeSet<PathBuf>,
    /// The rule and the file of each finding that was fixed.
    pub(super) applied: Vec<(PathBuf, &'static Rule)>,
    /// Files that would not have parsed.
    pub(super) dropped: BTreeSet<PathBuf>,
}

/// The replacements in one file: end and text, by the start.
type Replacements<'f> = BTreeMap<usize, (usize, &'f str)>;

/// The state of a pass.
pub(super) struct Pass<'a> {
    model: &'a Model<'a>,
    fixed: &'a Fixed,
    roots: Vec<PathBuf>,
    /// Whether a file may be written, by its path.
    writable: HashMap<PathBuf, bool>,
}

/// The fixes that fit beside one another.
#[derive(Default)]
struct Fitting<'f> {
    replaced: BTreeMap<FileId, Replacements<'f>>,
    created: BTreeMap<PathBuf, &'f str>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(model: &'a Model<'a>, fixed: &'a Fixed) -> Self {
        let disk = model.sources.disk();
        let projects = model.projects.iter().map(|project| &project.directory);
        let workspaces = model
            .workspaces
            .iter()
            .map(|workspace| &workspace.directory);
        let roots = std::iter::once(&model.directory)
            .chain(projects)
            .chain(workspaces)
            .filter_map(|root| disk.leads_to(root))
            .collect();
        Self {
            model,
            fixed,
            roots,
            writable: HashMap::new(),
        }
    }

    /// Takes the fixes that fit, but for those that make a file unreadable.
    pub(super) fn run<'f>(
        mut self,
        fixes: impl Iterator<Item = (&'f Diagnostic, &'f Fix)>,
    ) -> Taken {
        let fixes: Vec<_> = fixes.filter(|(_, fix)| self.is_possible(fix)).collect();
        let mut taken = Taken::default();
        let mut broken: HashSet<PathBuf> = HashSet::new();
        loop {
            let mut fitting = Fitting::default();
            let mut applied = Vec::new();
            for (diagnostic, fix) in &fixes {
                let touches = |path: &PathBuf| broken.contains(path);
                if self.paths(fix).iter().any(touches) || !fitting.fits(fix) {
                    continue;
                }
                fitting.add(fix);
                let file = self.model.sources.get(diagnostic.place.file);
                applied.push((file.path().to_path_buf(), diagnostic.rule));
            }
            taken.texts = self.texts(&fitting);
            let unreadable = |(path, text): (&PathBuf, &String)| {
                let before = self.model.sources.read(path).text();
                (parses(path, before) && !parses(path, text)).then(|| path.clone())
            };
            let worse: Vec<PathBuf> = taken.texts.iter().filter_map(unreadable).collect();
            if worse.is_empty() {
                taken.created = fitting.created.into_keys().collect();
                taken.applied = applied;
                return taken;
            }
            taken.dropped.extend(worse.iter().cloned());
            broken.extend(worse);
        }
    }

    /// The files that a fix changes or makes.
    fn paths(&self, fix: &Fix) -> Vec<PathBuf> {
        let path = |edit: &Edit| match edit {
            Edit::Replace { place, .. } => self.model.sources.get(place.file).path().to_path_buf(),
            Edit::Create { path, .. } => path.clone(),
        };
        fix.edits.iter().map(path).collect()
    }

    /// Whether all files of a fix may be written, and those to be made are not there.
    fn is_possible(&mut self, fix: &Fix) -> bool {
        !fix.edits.is_empty()
            && fix.edits.iter().all(|edit| match edit {
                Edit::Replace { place, .. } => {
                    let file = self.model.sources.get(place.file);
                    file.fault().is_none()
                        && !self.fixed.dropped.contains(file.path())
                        && self.is_writable(file.path())
                }
                Edit::Create { path, .. } => {
                    let parent = path.parent().unwrap_or(Path::new(""));
                    !self.fixed.changes.contains_key(path)
                        && !self.model.sources.disk().is_taken(path)
                        && self.is_writable(parent)
                }
            })
    }

    /// Whether a path is, with all links followed, inside of what is being analysed.
    fn is_writable(&mut self, path: &Path) -> bool {
        if let Some(&known) = self.writable.get(path) {
            return known;
        }
        // A file that an earlier pass makes has no real path yet.
        let real = self.model.sources.disk().real(path);
        let writable = self.roots.iter().any(|root| real.starts_with(root));
        self.writable.insert(path.to_path_buf(), writable);
        writable
    }

    fn texts(&self, fitting: &Fitting<'_>) -> BTreeMap<PathBuf, String> {
        let mut texts = BTreeMap::new();
        for (&file, replaced) in &fitting.replaced {
            let file = self.model.sources.get(file);
            texts.insert(file.path().to_path_buf(), replace(file.text(), replaced));
        }
        for (path, text) in &fitting.created {
            texts.insert(path.clone(), (*text).to_owned());
        }
        texts
    }
}

impl<'f> Fitting<'f> {
    /// Whether no edit of a fix touches one that is taken: of two insertions at one place
    /// the second waits for the next pass.
    fn fits(&self, fix: &Fix) -> bool {
        fix.edits.iter().all(|edit| match edit {
            Edit::Create { path, .. } => !self.created.contains_key(path),
            Edit::Replace { place, .. } => {
                let (start, end) = (place.range.start().to_usize(), place.range.end().to_usize());
                let Some(replaced) = self.replaced.get(&place.file) else {
                    return true;
                };
                let before = replaced.range(..=start).next_back();
                let after = replaced.range(start..).next();
                before.is_none_or(|(&at, &(until, _))| at != start && until <= start)
                    && after.is_none_or(|(&at, _)| at >= end)
            }
        })
    }

    fn add(&mut self, fix: &'f Fix) {
        for edit in &fix.edits {
            match edit {
                Edit::Replace { place, text } => {
                    let (start, end) =
                        (place.range.start().to_usize(), place.range.end().to_usize());
                    let replaced = self.replaced.entry(place.file).or_default();
                    replaced.insert(start, (end, text));
                }
                Edit::Create { path, text } => {
                    self.created.insert(path.clone(), text);
                }
            }
        }
    }
}

/// A text with its replacements, whose lines end as those of the text do.
fn replace(text: &str, replaced: &Replacements<'_>) -> String {
    let crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    for (&start, &(end, new)) in replaced {
        made.push_str(&text[at..start]);
        if crlf {
            made.push_str(&new.replace('\n', "\r\n"));
        } else {
            made.push_str(new);
        }
        at = end;
    }
    made.push_str(&text[at..]);
    made
}
