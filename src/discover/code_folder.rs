//! The folder of a code location's code: its package, or what lies beside its file.

use std::path::{Path, PathBuf};

use crate::model::{Target, TargetKind};
use crate::source::disk::Disk;

use super::path::base_name;
use super::target::entry_file;

/// The package that the entry of a code location is in; without one the folder of its file.
/// None where there is no such file.
pub(crate) fn code_folder(disk: &Disk, target: &Target) -> Option<PathBuf> {
    let entry = entry_file(disk, target)?;
    let inner = match &target.kind {
        TargetKind::Module(name) | TargetKind::DefsModule(name) => name.matches('.').count(),
        TargetKind::File(_) => 0,
    };
    let is_package = base_name(&entry) == "__init__.py";
    let folder = entry.ancestors().nth(inner + usize::from(is_package))?;
    if folder != entry {
        return Some(folder.to_path_buf());
    }
    let folder = entry.parent()?;
    let is_package = |above: &&Path| disk.is_file(above.join("__init__.py"));
    let package = folder.ancestors().take_while(is_package).last();
    Some(package.unwrap_or(folder).to_path_buf())
}
