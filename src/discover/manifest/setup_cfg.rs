//! `setup.cfg`: `[options] install_requires` and `[options.extras_require]`.

use ruff_text_size::{TextRange, TextSize};

use crate::model::{DependencyScope, Manifest, ManifestKind};
use crate::source::SourceFile;

use super::{dependency, empty, scope_of};

/// The dependencies; none if the file only configures tools.
pub(super) fn read(file: &SourceFile) -> Option<Manifest> {
    let mut manifest = empty(ManifestKind::SetupCfg, file);
    let mut section = "";
    let mut scope = None;
    let mut declares = false;
    let mut offset = 0;
    for raw in file.text().split_inclusive('\n') {
        let start = offset;
        offset += raw.len();
        let line = raw.trim_end();
        let text = line.trim();
        if text.is_empty() || text.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'))
        {
            section = name.trim();
            scope = None;
            declares |= section.starts_with("options");
            continue;
        }
        // An indented line goes on with the value of the key above.
        let value = if line.starts_with([' ', '\t']) {
            text
        } else {
            let (key, value) = line.split_once(['=', ':']).unwrap_or((line, ""));
            scope = scope_of_key(section, key.trim());
            value.trim()
        };
        let Some(scope) = scope.filter(|_| !value.is_empty()) else {
            continue;
        };
        if value.starts_with("file:") || value.starts_with("%(") {
            manifest.complete = false;
            continue;
        }
        let at = start + raw.find(value).unwrap_or(0);
        let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
        let place = file.place(TextRange::at(small(at), small(value.len())));
        manifest
            .dependencies
            .extend(dependency(value, scope, place));
    }
    declares.then_some(manifest)
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
