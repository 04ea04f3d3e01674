//! The macros of a dbt project, as far as they matter for what is around them: which of
//! them depend on models or set configuration.

use rustc_hash::{FxHashMap, FxHashSet};

use super::draft::Reference;
use crate::library::dbt::jinja::{Template, template};

/// What the macros of a project do, by name.
#[derive(Debug, Default)]
pub(super) struct Macros(FxHashMap<String, Macro>);

#[derive(Debug, Default)]
struct Macro {
    called: Vec<String>,
    /// What it may make its caller depend on.
    references: Vec<Reference>,
    /// Whether that may be anything.
    is_inexact: bool,
    configures: bool,
}

impl Macros {
    /// Reads the files of macros.
    pub(super) fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut macros = Self::default();
        for text in texts {
            for (name, body) in bodies(text) {
                let Template { calls, called } = template(body, &|_| None);
                let found = macros.0.entry(name.to_owned()).or_default();
                found.called.extend(called);
                for call in calls {
                    if call.name == "config" {
                        found.configures = true;
                        continue;
                    }
                    match Reference::of(&call).or_else(|| Reference::any_table(&call)) {
                        Some(reference) => found.references.push(reference),
                        None => found.is_inexact = true,
                    }
                }
            }
        }
        macros
    }

    /// Adds what calling a macro may make its caller depend on.
    pub(super) fn add_references(
        &self,
        name: &str,
        references: &mut Vec<Reference>,
        is_inexact: &mut bool,
    ) {
        for found in self.closure(name) {
            references.extend(found.references.iter().cloned());
            *is_inexact |= found.is_inexact;
        }
    }

    /// Whether calling a macro may configure the model that calls it.
    pub(super) fn calls_config(&self, name: &str) -> bool {
        self.closure(name).iter().any(|found| found.configures)
    }

    /// A macro and those that it calls.
    fn closure(&self, name: &str) -> Vec<&Macro> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut waiting = vec![name];
        while let Some(name) = waiting.pop() {
            if let Some(one) = self.0.get(name)
                && seen.insert(name)
            {
                waiting.extend(one.called.iter().map(String::as_str));
                found.push(one);
            }
        }
        found
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
