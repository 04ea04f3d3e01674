//! The macros of a dbt project, as far as they matter for what is around them: which of
//! them depend on models or set configuration.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::jinja::{Template, template};

/// What the macros of a project do.
#[derive(Debug, Default)]
pub(super) struct Macros {
    refs: FxHashSet<String>,
    configs: FxHashSet<String>,
}

impl Macros {
    /// Reads the files of macros.
    pub(super) fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut called: FxHashMap<String, Vec<String>> = FxHashMap::default();
        let mut macros = Self::default();
        for text in texts {
            for (name, body) in bodies(text) {
                let Template {
                    calls,
                    called: names,
                } = template(body, &|_| None);
                for call in calls {
                    let list = if call.name == "config" {
                        &mut macros.configs
                    } else {
                        &mut macros.refs
                    };
                    list.insert(name.to_owned());
                }
                called.entry(name.to_owned()).or_default().extend(names);
            }
        }
        spread(&called, &mut macros.refs);
        spread(&called, &mut macros.configs);
        macros
    }

    /// Whether calling a macro may depend on models.
    pub(super) fn calls_ref(&self, name: &str) -> bool {
        self.refs.contains(name)
    }

    /// Whether calling a macro may configure the model that calls it.
    pub(super) fn calls_config(&self, name: &str) -> bool {
        self.configs.contains(name)
    }
}

/// Adds every macro that calls one of `found`.
fn spread(called: &FxHashMap<String, Vec<String>>, found: &mut FxHashSet<String>) {
    let mut callers: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for (name, list) in called {
        for other in list {
            callers.entry(other).or_default().push(name);
        }
    }
    let mut waiting: Vec<String> = found.iter().cloned().collect();
    while let Some(name) = waiting.pop() {
        for caller in callers.get(name.as_str()).into_iter().flatten() {
            if found.insert((*caller).to_owned()) {
                waiting.push((*caller).to_owned());
            }
        }
    }
}

/// The macros in a file, and the text from each to the next.
fn bodies(text: &str) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("{%") {
        rest = &rest[at + 2..];
        let head = rest.trim_start_matches(['-', '+']).trim_start();
        let Some(name) = head.strip_prefix("macro ").or(head.strip_prefix("test ")) else {
            continue;
        };
        let name = name.trim_start();
        let end = name.find(|character: char| !character.is_alphanumeric() && character != '_');
        let name = &name[..end.unwrap_or(name.len())];
        let Some(start) = rest.find("%}") else {
            break;
        };
        rest = &rest[start + 2..];
        let end = ["endmacro", "endtest"]
            .iter()
            .filter_map(|word| rest.find(word))
            .min();
        found.push((name, &rest[..end.unwrap_or(rest.len())]));
    }
    found
}
