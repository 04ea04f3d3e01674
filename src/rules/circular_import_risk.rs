//! DAG242: a module that imports the entry module, which imports it.

use std::collections::{HashMap, HashSet};

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Entry, Model, ModuleImport};
use crate::rule::Rule;
use crate::source::FileId;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    let Some(Entry {
        module,
        file: Some(entry),
    }) = &location.entry
    else {
        return;
    };
    let loaded = loaded_by(location, *entry);
    for import in location
        .imports
        .iter()
        .filter(|it| loaded.contains(&it.place.file))
    {
        // A file that Dagster runs as a script is another module when it is imported.
        if import.file == *entry && import.module == *module {
            found.extend(diagnostic(rule, location, import, *entry));
        }
    }
}

/// The files that a file imports, directly or through others.
fn loaded_by(location: &CodeLocation, entry: FileId) -> HashSet<FileId> {
    let mut imports: HashMap<FileId, Vec<FileId>> = HashMap::new();
    for import in &location.imports {
        imports
            .entry(import.place.file)
            .or_default()
            .push(import.file);
    }
    let mut loaded = HashSet::new();
    let mut waiting = vec![entry];
    while let Some(file) = waiting.pop() {
        let next = imports.get(&file).into_iter().flatten();
        waiting.extend(next.filter(|next| loaded.insert(**next)));
    }
    loaded
}

/// None for the package around the entry module: that runs first, and may well import it.
fn diagnostic(
    rule: &'static Rule,
    location: &CodeLocation,
    import: &ModuleImport,
    entry: FileId,
) -> Option<Diagnostic> {
    let mut imports = location.imports.iter();
    let module = &imports.find(|it| it.file == import.place.file)?.module;
    if import
        .module
        .strip_prefix(module.as_str())
        .is_some_and(|it| it.starts_with('.'))
    {
        return None;
    }
    let is_direct = |it: &&ModuleImport| it.place.file == entry && it.file == import.place.file;
    let back = location.imports.iter().find(is_direct);
    let through = if back.is_some() {
        ""
    } else {
        " through others"
    };
    let finding = Diagnostic::new(
        rule,
        import.place,
        format!(
            "`{module}` imports `{}`, which imports `{module}`{through}",
            import.module
        ),
    )
    .symbol(&import.module)
    .label("is not yet loaded to its end when this runs")
    .help(
        "whether it works depends on which of them is imported first: it raises `ImportError` \
         where a name is not bound yet; move what both need to a module of its own",
    );
    Some(match back {
        Some(back) => finding.edit(back.place, "imported here"),
        None => finding,
    })
}
