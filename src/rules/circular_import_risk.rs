//! DAG242: a module that imports the entry module, which imports it.

use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Entry, Model, ModuleImport};
use crate::rule::{Check, Rule};
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
    for import in &location.imports {
        // A file that Dagster runs as a script is another module when it is imported.
        if import.file == *entry && import.module == *module {
            found.extend(diagnostic(rule, location, import, *entry));
        }
    }
}

/// None for the package around the entry module: that runs first, and may well import it.
fn diagnostic(
    rule: &'static Rule,
    location: &CodeLocation,
    import: &ModuleImport,
    entry: FileId,
) -> Option<Diagnostic> {
    let mut back = location.imports.iter();
    let importing = back.find(|it| it.file == import.place.file)?;
    let module = &importing.module;
    if import
        .module
        .strip_prefix(module.as_str())
        .is_some_and(|it| it.starts_with('.'))
    {
        return None;
    }
    let finding = Diagnostic::new(
        rule,
        import.place,
        format!(
            "`{module}` imports `{}`, which imports `{module}`",
            import.module
        ),
    )
    .symbol(&import.module)
    .label("is not yet loaded to its end when this runs")
    .help(
        "whether it works depends on which of them is imported first: it raises `ImportError` \
         where a name is not bound yet; move what both need to a module of its own",
    );
    let is_direct = |it: &&ModuleImport| it.place.file == entry && it.file == import.place.file;
    Some(match location.imports.iter().find(is_direct) {
        Some(back) => finding.evidence(back.place, "imported here"),
        None => finding,
    })
}
