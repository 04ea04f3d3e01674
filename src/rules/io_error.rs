//! DAG003: a file or directory that cannot be read.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;
use crate::source::disk::Disk;
use crate::source::{Place, ReadFault, SourceFile};

use super::source_fault::{in_imported_files, in_other_files};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    in_imported_files(rule, model, found, |rule, file| {
        look(rule, model.sources.disk(), file)
    });
    in_other_files(rule, model, found, |rule, file| {
        look(rule, model.sources.disk(), file)
    });
}

fn look(rule: &'static Rule, disk: &Disk, file: &SourceFile) -> Option<Diagnostic> {
    let why = match file.fault()? {
        ReadFault::Io(why) => why.clone(),
        // What cannot be listed is found as a path, and read as a file only here.
        ReadFault::NotRegular if disk.is_folder(file.path()) => match disk.list(file.path()) {
            Err(error) => crate::source::io_message(&error),
            Ok(_) => return None,
        },
        ReadFault::NotRegular => "not a regular file".to_owned(),
        ReadFault::Encoding { .. } | ReadFault::TooLarge { .. } => return None,
    };
    let message = format!("cannot read this: {why}");
    Some(Diagnostic::new(rule, Place::start_of(file.id()), message))
}
