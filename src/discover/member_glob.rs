//! The globs of workspaces: which directories are members.

use super::path::{base_name, join};
use crate::source::disk::Disk;
use globset::GlobBuilder;
use std::path::{Path, PathBuf};

/// The directories that a glob of path components names.
pub(super) fn expand(disk: &Disk, base: &Path, glob: &str) -> Vec<PathBuf> {
    let mut found = vec![base.to_path_buf()];
    for part in glob
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
    {
        found = found
            .iter()
            .flat_map(|directory| {
                if part.contains(['*', '?']) {
                    matching(disk, directory, part)
                } else {
                    vec![join(directory, part)]
                }
            })
            .collect();
    }
    found
}

fn matching(disk: &Disk, directory: &Path, glob: &str) -> Vec<PathBuf> {
    let entries = disk.list(directory).unwrap_or_default();
    entries
        .into_iter()
        .filter(|path| matches_glob(glob, base_name(path)))
        .filter(|path| disk.is_folder(path))
        .collect()
}

/// Whether a glob of path components with `*`, `?` and `**` matches a path. What is no glob
/// matches nothing.
pub(super) fn matches_glob(glob: &str, path: impl AsRef<Path>) -> bool {
    let glob = GlobBuilder::new(glob.trim_start_matches("./"))
        .literal_separator(true)
        .build();
    glob.is_ok_and(|glob| glob.compile_matcher().is_match(path))
}

#[cfg(test)]
mod tests {
    use super::matches_glob;

    #[test]
    fn globs_match_whole_components() {
        for (glob, path, matches) in [
            ("packages/*", "packages/a", true),
            ("packages/*", "packages/a/b", false),
            ("packages/**", "packages/a/b", true),
            ("./packages/?", "packages/a", true),
            ("**/x", "a/b/x", true),
            ("lib[12]", "lib1", true),
            ("lib[12]", "lib3", false),
            ("shop.*", "shop.orders", true),
            ("shop[", "shop[", false),
        ] {
            assert_eq!(matches_glob(glob, path), matches, "{glob} {path}");
        }
    }
}
