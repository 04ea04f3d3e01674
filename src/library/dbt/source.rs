//! The manifest that `dbt parse` would make, from the files of a dbt project: where none
//! is committed, `prepare_if_dev` or the deployment makes it of nothing else.
//!
//! Only what is certain counts. A resource whose key or existence depends on more than
//! the files (Jinja, the target, the environment) is in doubt, and a package that is not
//! there leaves the whole open.

mod collect;
mod config;
mod draft;
mod exposure;
mod files;
mod generic_test;
mod macros;
mod nodes;
mod packages;
mod resolve;

use std::path::Path;

use super::manifest::Manifest;
use crate::source::Sources;
use collect::Collected;
use files::Project;

/// Local packages within packages. Real ones have two levels.
const MOST_PACKAGES: usize = 50;

/// The manifest of the dbt project in a directory, or why it is not known.
pub(super) fn parse(sources: &Sources, directory: &Path) -> Result<Manifest, String> {
    let root = Project::read(sources, directory)?;
    let mut collected = Collected::default();
    let mut waiting = vec![directory.to_path_buf()];
    let mut seen = Vec::new();
    while let Some(directory) = waiting.pop() {
        if seen.contains(&directory) {
            continue;
        }
        if seen.len() >= MOST_PACKAGES {
            collected
                .open
                .push("the dbt project has more packages than daglint looks at".into());
            break;
        }
        let found = packages::of(sources, &directory);
        waiting.extend(found.local);
        collected.open.extend(found.open);
        let project = if seen.is_empty() {
            collected.add(sources, &root)
        } else {
            Project::read(sources, &directory).and_then(|project| collected.add(sources, &project))
        };
        if let Err(reason) = project {
            if seen.is_empty() {
                return Err(reason);
            }
            collected.open.push(reason);
        }
        seen.push(directory);
    }
    Ok(resolve::manifest(collected, &root))
}
