//! What somebody meant who typed something else.

use crate::source::disk::Disk;
use std::path::{Path, PathBuf};

/// The candidate that is nearest to what was typed, if any is near. Of a path the last
/// part is compared, too.
pub(crate) fn closest<'a>(
    typed: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    near(typed, candidates).into_iter().next()
}

/// The candidates that are near to what was typed, the nearest first.
pub(crate) fn near<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut near: Vec<(f64, &str)> = candidates
        .filter_map(|candidate| Some((likeness(typed, candidate)?, candidate)))
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The question after the nearest candidate, for a help.
pub(crate) fn did_you_mean<'a>(
    typed: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<String> {
    closest(typed, candidates).map(question)
}

/// Asks for what was probably meant.
pub(crate) fn question(near: impl AsRef<str>) -> String {
    format!("did you mean `{}`?", near.as_ref())
}

/// How near a candidate is, from 0 to 1; none where it is another word.
fn likeness(typed: &str, candidate: &str) -> Option<f64> {
    let last = candidate.rsplit('/').next().unwrap_or(candidate);
    let likeness = [candidate, last].map(|name| strsim::jaro_winkler(typed, name));
    let likeness = likeness[0].max(likeness[1]);
    // In a short word a single slip of the finger weighs too much.
    let is_slip = || typed.len() > 2 && strsim::damerau_levenshtein(typed, last) == 1;
    (likeness > 0.85 || is_slip()).then_some(likeness)
}

/// The module that is nearest to a dotted name which none of some directories has: one
/// that is there, with one part of the name put right.
pub(crate) fn closest_module(disk: &Disk, directories: &[PathBuf], name: &str) -> Option<String> {
    let mut directories = directories.to_vec();
    let mut right: Vec<String> = Vec::new();
    let mut parts = name.split('.');
    for part in parts.by_ref() {
        let here = modules_of(disk, &directories);
        if here.iter().any(|known| known == part) {
            right.push(part.to_owned());
            descend(&mut directories, part);
            continue;
        }
        let near = closest(part, here.iter().map(String::as_str))?;
        descend(&mut directories, near);
        right.push(near.to_owned());
        break;
    }
    for part in parts {
        if !modules_of(disk, &directories)
            .iter()
            .any(|known| known == part)
        {
            return None;
        }
        descend(&mut directories, part);
        right.push(part.to_owned());
    }
    Some(right.join("."))
}

fn descend(directories: &mut [PathBuf], part: &str) {
    for directory in directories {
        directory.push(part);
    }
}

/// What could be imported from some directories.
fn modules_of(disk: &Disk, directories: &[PathBuf]) -> Vec<String> {
    let entries = directories.iter().filter_map(|it| disk.list(it).ok());
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|path| module_name(disk, &path))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The module that a file or folder is.
fn module_name(disk: &Disk, path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let name = match name.strip_suffix(".py") {
        Some(stem) => stem,
        None if disk.is_folder(path) => name,
        None => return None,
    };
    let is_identifier =
        !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || it == '_');
    (is_identifier && !name.starts_with("__")).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_forgiven_and_another_word_is_not() {
        for (typed, known) in [
            ("elt", "etl"),
            ("asset", "assets"),
            ("nam", "name"),
            ("projects/sale", "projects/sales"),
            ("project/sales", "projects/sales"),
            ("sale", "projects/sales"),
        ] {
            assert_eq!(closest(typed, [known].into_iter()), Some(known), "{typed}");
        }
        for (typed, known) in [("id", "is"), ("orders", "customers"), ("size", "name")] {
            assert_eq!(closest(typed, [known].into_iter()), None, "{typed}");
        }
    }
}
