//! DAG307: a tool of developers among the dependencies that are always installed.

use super::check::Check;
use super::environment;
use crate::diagnostic::Diagnostic;
use crate::model::{DependencyScope, ManifestKind, Model, Project};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

/// What a code server does without: distributions, and the words with which a file says
/// that it starts one.
const TOOLS: &[(&str, &[&str])] = &[
    ("create-dagster", &["create-dagster"]),
    ("dagit", &["dagit"]),
    ("dagster-dg-cli", &["dg"]),
    (
        "dagster-webserver",
        &["dagster-webserver", "dagit", "dagster dev", "dg dev"],
    ),
    ("mypy", &["mypy"]),
    ("pre-commit", &["pre-commit"]),
    ("pyright", &["pyright"]),
    ("pytest", &["pytest"]),
    ("ruff", &["ruff"]),
];

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) {
        return;
    }
    let groups = [
        ManifestKind::Pyproject,
        ManifestKind::Pixi,
        ManifestKind::Pipfile,
    ];
    let manifests = environment::own_manifests(model, project);
    for manifest in manifests.filter(|it| groups.contains(&it.kind)) {
        for dependency in &manifest.dependencies {
            let tool = TOOLS.iter().find(|(name, _)| *name == dependency.name);
            let Some((name, commands)) = tool else {
                continue;
            };
            if dependency.scope == DependencyScope::Runtime && !is_started(model, commands) {
                found.push(
                    Diagnostic::new(
                        rule,
                        dependency.place,
                        format!("`{name}` is installed wherever the code location runs"),
                    )
                    .symbol(*name)
                    .label("a tool of developers")
                    .help(
                        "a code server does not need it; move it to a development group \
                         (`[dependency-groups]`)",
                    ),
                );
            }
        }
    }
}

/// Whether an image or a service of the repository starts one of these.
fn is_started(model: &Model<'_>, commands: &[&str]) -> bool {
    environment::images(model).any(|file| {
        commands
            .iter()
            .any(|command| contains_words(file.text(), command))
    })
}

/// Whether a command stands in a text, in the form of a shell or of a list.
fn contains_words(text: &str, command: &str) -> bool {
    let is_part = |byte: char| byte.is_alphanumeric() || byte == '-' || byte == '_';
    let words: Vec<&str> = text
        .split(|it| !is_part(it))
        .filter(|it| !it.is_empty())
        .collect();
    let command: Vec<&str> = command.split(' ').collect();
    words.windows(command.len()).any(|window| window == command)
}
