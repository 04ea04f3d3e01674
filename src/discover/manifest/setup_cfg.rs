//! `setup.cfg`: `[options] install_requires` and `[options.extras_require]`.

use std::collections::{BTreeMap, BTreeSet};

use ruff_text_size::{TextRange, TextSize};

use crate::model::{Declared, DependencyScope, Manifest, ManifestKind};
use crate::source::SourceFile;

use super::{dependency, empty, scope_of, versions};

/// The dependencies; none if the file only configures tools.
pub(super) fn read(file: &SourceFile) -> Option<Manifest> {
    let mut manifest = empty(ManifestKind::SetupCfg, file);
    let mut declares = false;
    for line in lines(file.text()) {
        declares |= line.section.starts_with("options");
        let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
        let place = file.place(TextRange::at(small(line.at), small(line.value.len())));
        if (line.section, line.key) == ("options", "python_requires") {
            let value = versions::pep440(line.value);
            manifest.requires_python = Some(Declared { value, place });
        }
        let Some(scope) = scope_of_key(line.section, line.key) else {
            continue;
        };
        if line.value.starts_with("file:") || line.value.starts_with("%(") {
            manifest.complete = false;
            continue;
        }
        let mut found = dependency(line.value, scope, place);
        if let Some(found) = found.as_mut().filter(|_| line.section != "options") {
            found.group = Some(line.key.to_owned());
        }
        manifest.dependencies.extend(found);
    }
    if declares_package(file.text()) {
        declares = true;
        manifest.broken = broken(file);
        manifest.complete &= manifest.broken.is_none();
    }
    declares.then_some(manifest)
}

/// Whether it has the tables of a package, be they closed or not.
pub(in crate::discover) fn declares_package(text: &str) -> bool {
    let mut lines = text.lines();
    lines.any(|line| line.starts_with("[metadata]") || line.starts_with("[options"))
}

/// The first line at which Python's `configparser` stops, as setuptools calls it.
fn broken(file: &SourceFile) -> Option<Declared<String>> {
    let mut read = Sections::default();
    let mut lines = file.text().lines().enumerate();
    lines.find_map(|(number, line)| {
        let value = read.fault(line)?;
        let place = file.line(number);
        Some(Declared { value, place })
    })
}

/// What `configparser` has read so far.
#[derive(Default)]
struct Sections<'a> {
    /// Of every section the keys that it has.
    keys: BTreeMap<&'a str, BTreeSet<&'a str>>,
    section: Option<&'a str>,
    /// How far the last key is indented; none right behind a heading.
    key_at: Option<usize>,
}

impl<'a> Sections<'a> {
    /// Why it stops at a line.
    fn fault(&mut self, line: &'a str) -> Option<String> {
        let inner = line.trim();
        let at = line.len() - line.trim_start().len();
        let goes_on = self.key_at.is_some_and(|key| at > key);
        if inner.is_empty() || inner.starts_with(['#', ';']) || goes_on {
            return None;
        }
        let heading = inner.strip_prefix('[').and_then(|it| it.rsplit_once(']'));
        if let Some((name, _)) = heading.filter(|(name, _)| !name.is_empty()) {
            (self.section, self.key_at) = (Some(name), None);
            let again = self.keys.insert(name, BTreeSet::new()).is_some();
            return (again && name != "DEFAULT").then(|| format!("it has two sections `[{name}]`"));
        }
        let Some(section) = self.section else {
            return Some("it has no section in front of its first key".to_owned());
        };
        let key = inner.split_once(['=', ':']).map(|(key, _)| key.trim_end());
        let Some(key) = key.filter(|key| !key.is_empty()) else {
            return Some("it has a line that is neither a section nor a key".to_owned());
        };
        self.key_at = Some(at);
        let again = !self.keys.entry(section).or_default().insert(key);
        again.then(|| format!("it has `{key}` twice in `[{section}]`"))
    }
}

/// `package_dir`, entry by entry, and `where` of `find:` as one for all packages.
pub(in crate::discover) fn package_directories(file: &SourceFile) -> Vec<(String, String)> {
    let lines = lines(file.text()).into_iter();
    lines
        .filter_map(|line| match (line.section, line.key) {
            ("options", "package_dir") => {
                let (package, path) = line.value.split_once('=')?;
                Some((package.trim().to_owned(), path.trim().to_owned()))
            }
            ("options.packages.find", "where") => Some((String::new(), line.value.to_owned())),
            _ => None,
        })
        .collect()
}

/// A line of a value.
struct Line<'a> {
    section: &'a str,
    key: &'a str,
    value: &'a str,
    /// Where the value begins.
    at: usize,
}

/// The lines of all values that are not empty.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut section, mut key) = ("", "");
    let mut offset = 0;
    for raw in text.split_inclusive('\n') {
        let start = offset;
        offset += raw.len();
        let line = raw.trim_end();
        let inner = line.trim();
        if inner.is_empty() || inner.starts_with(['#', ';']) {
            continue;
        }
        let heading = line.strip_prefix('[');
        if let Some(name) = heading.and_then(|name| name.strip_suffix(']')) {
            (section, key) = (name.trim(), "");
            continue;
        }
        // An indented line goes on with the value of the key above.
        let value = if line.starts_with([' ', '\t']) {
            inner
        } else {
            let (name, value) = line.split_once(['=', ':']).unwrap_or((line, ""));
            key = name.trim();
            value.trim()
        };
        if !value.is_empty() {
            let at = start + (value.as_ptr().addr() - raw.as_ptr().addr());
            lines.push(Line {
                section,
                key,
                value,
                at,
            });
        }
    }
    lines
}

fn scope_of_key(section: &str, key: &str) -> Option<DependencyScope> {
    match (section, key) {
        ("options", "install_requires") => Some(DependencyScope::Runtime),
        ("options.extras_require", extra) => Some(scope_of(extra, DependencyScope::Extra)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use super::*;
    use crate::source::Sources;

    #[test]
    fn lists_are_read_with_their_places() {
        let path = PathBuf::from("/r/setup.cfg");
        let text = "[metadata]\nname = x\n[options]\ninstall_requires =\n    dagster==1\n    dagster-dbt\n\
                    [options.extras_require]\ndev = pytest\n[flake8]\nmax = 1\n";
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let file = sources.read(&path);
        let manifest = read(file).expect("a manifest");
        let found: Vec<(&str, DependencyScope)> = manifest
            .dependencies
            .iter()
            .map(|it| (&text[it.place.range], it.scope))
            .collect();
        assert_eq!(
            found,
            [
                ("dagster==1", DependencyScope::Runtime),
                ("dagster-dbt", DependencyScope::Runtime),
                ("pytest", DependencyScope::Development),
            ]
        );
    }
}
