//! The imports of `dagster*` modules in a file.

use ruff_text_size::Ranged;

use crate::model::Import;
use crate::source::SourceFile;
use crate::syntax::import;

/// Every import of a `dagster*` module, in the order of the file.
pub(super) fn imports(file: &SourceFile) -> Vec<Import> {
    // A script with inline metadata (PEP 723) has an environment of its own.
    if file.text().contains("# /// script") {
        return Vec::new();
    }
    let Some(module) = file.parsed().module() else {
        return Vec::new();
    };
    let imports = import::imports(&module.body).into_iter();
    let mut found: Vec<Import> = imports
        .filter(|import| import.level == 0)
        .filter_map(|import| {
            let module = import.module?;
            let top = module.as_str().split('.').next().unwrap_or_default();
            top.starts_with("dagster").then(|| Import {
                module: top.to_owned(),
                place: file.place(module.range()),
                optional: import.is_optional,
            })
        })
        .collect();
    // `from dagster import a, b` is one.
    found.dedup_by_key(|import| import.place);
    found
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use super::*;
    use crate::source::Sources;

    #[test]
    fn optional_imports_are_told_apart() {
        let text = "import os, dagster_dbt.x\nfrom dagster import asset\nfrom .dagster_x import y\n\
                    if TYPE_CHECKING:\n    import dagster_aws\n\
                    try:\n    import dagster_dlt\nexcept (ImportError, ValueError):\n    pass\n\
                    try:\n    import dagster_k8s\nexcept ValueError:\n    pass\n\
                    def f():\n    import dagster_gcp\n";
        let path = PathBuf::from("/m.py");
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let file = sources.read(&path);
        let found: Vec<(String, String, bool)> = imports(file)
            .into_iter()
            .map(|it| (it.module, text[it.place.range].to_owned(), it.optional))
            .collect();
        let expected = [
            ("dagster_dbt", "dagster_dbt.x", false),
            ("dagster", "dagster", false),
            ("dagster_aws", "dagster_aws", true),
            ("dagster_dlt", "dagster_dlt", true),
            ("dagster_k8s", "dagster_k8s", false),
            ("dagster_gcp", "dagster_gcp", true),
        ];
        let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c));
        assert_eq!(found, expected);
    }
}
