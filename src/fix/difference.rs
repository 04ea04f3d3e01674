//! Changed files as a patch.

use std::io::{self, Write};
use std::path::Path;

use similar::TextDiff;

use super::Fixed;
use crate::report::shown_path;

/// Writes what would change, as `git apply` and `patch -p1` take it.
///
/// # Errors
/// When `out` does not take it.
pub fn write_difference(fixed: &Fixed, directory: &Path, out: &mut dyn Write) -> io::Result<()> {
    for (path, change) in &fixed.changes {
        let path = shown_path(path, directory);
        let (old, new) = (format!("a/{path}"), format!("b/{path}"));
        let Some(before) = &change.before else {
            writeln!(out, "diff --git {old} {new}\nnew file mode 100644")?;
            if !change.after.is_empty() {
                difference("", &change.after, "/dev/null", &new, out)?;
            }
            continue;
        };
        difference(before, &change.after, &old, &new, out)?;
    }
    Ok(())
}

fn difference(
    before: &str,
    after: &str,
    old: &str,
    new: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let difference = TextDiff::from_lines(before, after);
    let patch = difference.unified_diff().header(old, new).to_string();
    out.write_all(patch.as_bytes())
}
