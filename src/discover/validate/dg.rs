//! `dg.toml` and `[tool.dg]`, as `dagster_dg_core.config` of Dagster 1.13 checks them.

use crate::model::{ConfigEffect, ConfigFault, ConfigSubject};
use crate::source::SourceFile;

use super::super::dg::DgConfig;
use super::super::toml_node::{Table, Value};
use super::{Faults, unknown_key};

/// The identifiers that `cli.suppress_warnings` takes.
const WARNINGS: [&str; 7] = [
    "cli_config_in_workspace_project",
    "deprecated_user_config_location",
    "deprecated_python_environment",
    "deprecated_dagster_dg_library_entry_point",
    "missing_dg_plugin_module_in_manifest",
    "project_and_activated_venv_mismatch",
    "create_dagster_outdated",
];

/// The faults of a dg table; `prefix` is `tool.dg.`, or empty in `dg.toml`.
pub(in crate::discover) fn dg(
    file: &SourceFile,
    table: Table<'_>,
    prefix: &'static str,
) -> Vec<ConfigFault> {
    let faults = Faults::new(ConfigSubject::Dg, file);
    let mut checker = Checker { faults, prefix };
    checker.root(table);
    checker.faults.found
}

/// The `cli` table of a project in a workspace, which dg passes over with a warning.
pub(in crate::discover) fn ignored_cli(config: &DgConfig) -> Option<ConfigFault> {
    Some(ConfigFault {
        subject: ConfigSubject::Dg,
        effect: ConfigEffect::Ignored,
        place: config.cli?,
        message: "the `cli` table of a project in a workspace is ignored".to_owned(),
    })
}

struct Checker<'a> {
    faults: Faults<'a>,
    prefix: &'static str,
}

impl Checker<'_> {
    fn root(&mut self, table: Table<'_>) {
        let kind = table.get("directory_type");
        let word = kind.and_then(|kind| kind.string()).map(|kind| kind.value);
        match (kind, word.as_deref()) {
            // The scaffold writes it, although dg itself refuses it.
            (_, Some("deployment")) => return,
            (_, Some("workspace" | "project")) => {}
            (Some(kind), _) => self.faults.refuse(
                kind.place(),
                "`directory_type` is neither \"workspace\" nor \"project\"",
            ),
            (None, _) => self
                .faults
                .refuse(table.place(), "`directory_type` is missing"),
        }
        let known: &[&str] = match word.as_deref() {
            Some("workspace") => &["directory_type", "cli", "workspace"],
            Some("project") => &["directory_type", "cli", "project"],
            _ => &["directory_type", "cli", "project", "workspace"],
        };
        self.only(table, known, "");
        if let Some(cli) = self.section(table, "cli") {
            self.cli(cli);
        }
        match word.as_deref() {
            Some("project") => self.project(table),
            Some("workspace") => self.workspace(table),
            _ => {}
        }
    }

    fn cli(&mut self, cli: Table<'_>) {
        let known = [
            "verbose",
            "use_component_modules",
            "suppress_warnings",
            "telemetry",
        ];
        self.only(cli, &known, "cli");
        self.boolean(cli, "verbose", "cli");
        let modules = cli.get("use_component_modules");
        // A string is a sequence of strings to dg, of one letter each.
        if let Some(text) = modules.filter(|modules| modules.string().is_some()) {
            let message = "`use_component_modules` is a string, and should be a list of modules";
            self.faults.ignore(text.place(), message);
        } else {
            self.strings(cli, "use_component_modules", "cli");
        }
        for warning in self.strings(cli, "suppress_warnings", "cli") {
            let word = warning.string().map(|it| it.value).unwrap_or_default();
            if !WARNINGS.contains(&word.as_str()) {
                let message = unknown_key(&word, &WARNINGS, "the warnings of dg");
                let message = message.replace("is no key of", "is none of");
                self.faults.refuse(warning.place(), message);
            }
        }
        if let Some(telemetry) = self.section(cli, "telemetry") {
            self.boolean(telemetry, "enabled", "cli.telemetry");
        }
    }

    fn project(&mut self, table: Table<'_>) {
        const STRINGS: [&str; 6] = [
            "root_module",
            "defs_module",
            "code_location_target_module",
            "code_location_name",
            "agent_queue",
            "image",
        ];
        let Some(project) = self.section(table, "project") else {
            if table.get("project").is_none() {
                self.missing_root_module(table);
            }
            return;
        };
        if project.get("root_module").is_none() {
            self.missing_root_module(project);
        }
        for key in STRINGS {
            let value = project.get(key);
            let text = value.and_then(|value| value.string());
            match (value, text) {
                (Some(value), None) => self.type_fault(value, key, "project", "a string"),
                (Some(value), Some(text)) if text.value.is_empty() && key.ends_with("module") => {
                    let message = format!("`{key}` is empty: it names no module");
                    self.faults.ignore(value.place(), message);
                }
                _ => {}
            }
        }
        for pattern in self.strings(project, "registry_modules", "project") {
            let text = pattern.string().map(|it| it.value).unwrap_or_default();
            if !is_module_pattern(&text) {
                let message =
                    format!("`{text}` is not a module pattern: names and `*`, joined by dots");
                self.faults.refuse(pattern.place(), message);
            }
        }
        self.project_keys(project, &STRINGS);
    }

    fn project_keys(&mut self, project: Table<'_>, strings: &[&str]) {
        let mut known = strings.to_vec();
        known.push("registry_modules");
        for (key, _) in project.entries() {
            if key.value == "python_environment" {
                let message = "`python_environment` is deprecated and ignored";
                self.faults
                    .add(ConfigEffect::Deprecated, key.place, message);
            } else if !known.contains(&key.value.as_str()) {
                let of = format!("`{}project`", self.prefix);
                self.faults
                    .refuse(key.place, unknown_key(&key.value, &known, &of));
            }
        }
    }

    fn missing_root_module(&mut self, table: Table<'_>) {
        let message = format!("`{}project.root_module` is missing", self.prefix);
        self.faults.refuse(table.place(), message);
    }

    fn workspace(&mut self, table: Table<'_>) {
        if table.get("workspace").is_none() {
            let message = format!("`{}workspace` is missing: dg cannot load it", self.prefix);
            self.faults.refuse(table.place(), message);
        }
        let Some(workspace) = self.section(table, "workspace") else {
            return;
        };
        let known = ["projects", "scaffold_project_options"];
        self.only(workspace, &known, "workspace");
        if let Some(options) = self.section(workspace, "scaffold_project_options") {
            let of = "workspace.scaffold_project_options";
            self.only(options, &["use_editable_dagster"], of);
            self.boolean(options, "use_editable_dagster", of);
        }
        let Some(projects) = workspace.get("projects") else {
            return;
        };
        if !projects.is_array() {
            self.type_fault(projects, "projects", "workspace", "a list of tables");
        }
        for project in projects.items() {
            let Some(entry) = project.table() else {
                self.type_fault(
                    project,
                    "projects",
                    "workspace",
                    "a list of tables with `path`",
                );
                continue;
            };
            self.only(entry, &["path"], "workspace.projects");
            match entry.get("path") {
                None => self.faults.refuse(project.place(), "`path` is missing"),
                Some(path) if path.string().is_none() => {
                    self.type_fault(path, "path", "workspace.projects", "a string");
                }
                Some(_) => {}
            }
        }
    }

    fn only(&mut self, table: Table<'_>, known: &[&str], of: &str) {
        for (key, _) in table.entries() {
            if !known.contains(&key.value.as_str()) {
                let of = match (of, self.prefix) {
                    ("", "") => "`dg.toml`".to_owned(),
                    ("", prefix) => format!("`{}`", prefix.trim_end_matches('.')),
                    (of, prefix) => format!("`{prefix}{of}`"),
                };
                self.faults
                    .refuse(key.place, unknown_key(&key.value, known, &of));
            }
        }
    }

    /// The table of a key; a value of another type is refused.
    fn section<'t>(&mut self, table: Table<'t>, key: &str) -> Option<Table<'t>> {
        let value = table.get(key)?;
        let section = value.table();
        if section.is_none() {
            self.type_fault(value, key, "", "a table");
        }
        section
    }

    fn boolean(&mut self, table: Table<'_>, key: &str, of: &str) {
        if let Some(value) = table.get(key)
            && value.boolean().is_none()
        {
            self.type_fault(value, key, of, "a boolean");
        }
    }

    /// The items of a list of strings; what is not one is refused.
    fn strings<'t>(&mut self, table: Table<'t>, key: &str, of: &str) -> Vec<Value<'t>> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let items = value.items();
        if value.is_array() && items.iter().all(|item| item.string().is_some()) {
            return items;
        }
        self.type_fault(value, key, of, "a list of strings");
        Vec::new()
    }

    fn type_fault(&mut self, value: Value<'_>, key: &str, of: &str, expected: &str) {
        let dot = if of.is_empty() { "" } else { "." };
        let name = format!("{}{of}{dot}{key}", self.prefix);
        let message = format!("`{name}` is {}, and should be {expected}", value.kind());
        self.faults.refuse(value.place(), message);
    }
}

/// `a.b.*`: names and single stars.
fn is_module_pattern(pattern: &str) -> bool {
    pattern.split('.').all(|part| {
        let mut letters = part.chars();
        let first = letters.next();
        part == "*"
            || first.is_some_and(|c| c.is_alphabetic() || c == '_')
                && letters.all(|c| c.is_alphanumeric() || c == '_')
    })
}
