//! DAG541: a path in somebody's home folder.

use super::check::Check;
use ruff_text_size::TextRange;

use super::environment;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;
use crate::source::SourceFile;
use crate::source::yaml::{self, Node};
use crate::syntax::text::texts;

pub(crate) const CHECK: Check = Check::File(check);

/// The configuration files of Dagster that hold paths.
const CONFIGURATION: &[&str] = &[
    "build.yaml",
    "component.yaml",
    "dagster.yaml",
    "dagster_cloud.yaml",
    "dagster_cloud.yml",
    "defs.yaml",
    "defs.yml",
    "workspace.yaml",
];

/// Users of images and hosted machines, and words that stand for any user.
const NOBODY: &[&str] = &[
    "Default",
    "Public",
    "Shared",
    "admin",
    "airflow",
    "app",
    "appuser",
    "azureuser",
    "circleci",
    "coder",
    "dagster",
    "docker",
    "ec2-user",
    "gitpod",
    "hadoop",
    "jovyan",
    "me",
    "node",
    "nonroot",
    "opc",
    "python",
    "runner",
    "spark",
    "ubuntu",
    "user",
    "username",
    "vscode",
    "you",
    "yourname",
];

fn check(rule: &'static Rule, model: &Model<'_>, file: &SourceFile, found: &mut Vec<Diagnostic>) {
    for (range, text) in strings(model, file) {
        let Some(user) = user_of(&text) else {
            continue;
        };
        let is_here = !text.starts_with("/home/") || names_a_folder(model, file, &text);
        let mut images = environment::images(model).map(SourceFile::text);
        if is_here && !images.any(|image| image.contains(user)) {
            let message = format!("`{text}` lies in the home folder of `{user}`");
            found.push(
                Diagnostic::new(rule, file.place(range), message)
                    .symbol(&text)
                    .label("on one machine only")
                    .help(help(file)),
            );
        }
    }
}

fn help(file: &SourceFile) -> &'static str {
    if file.path().extension().is_some_and(|it| it == "py") {
        "others, CI and images do not have it; start from `Path(__file__).parent`, or read it from \
         an environment variable"
    } else {
        "others, CI and images do not have it; make it relative, or read it from an environment \
         variable"
    }
}

/// The user in whose home folder a path lies.
fn user_of(path: &str) -> Option<&str> {
    let rest = path
        .strip_prefix("/home/")
        .or_else(|| path.strip_prefix("/Users/"))
        .or_else(|| {
            let (drive, rest) = path.split_once(':')?;
            let rest = rest.strip_prefix(['/', '\\'])?.trim_start_matches('\\');
            let rest = rest.strip_prefix("Users")?.strip_prefix(['/', '\\'])?;
            (drive.len() == 1).then(|| rest.trim_start_matches('\\'))
        })?;
    let (user, below) = rest.split_once(['/', '\\'])?;
    let is_name = |it: char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | ' ');
    let is_somebody = user.chars().all(is_name)
        && !user.is_empty()
        && !user.to_lowercase().starts_with("your")
        && !NOBODY.contains(&user);
    // What ends with the slash is the beginning of a path.
    let is_path = !below.is_empty() || path.starts_with("/Users/");
    (is_somebody && is_path && !path.contains('\n')).then_some(user)
}

/// Whether a path goes through a folder that is called like one on the way to the file:
/// then it means this very tree, and no home of another machine.
fn names_a_folder(model: &Model<'_>, file: &SourceFile, path: &str) -> bool {
    let above = file.path().ancestors().skip(1);
    let mut above = above.take_while(|it| it.starts_with(&model.directory));
    above.any(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str());
        // `data` and `projects` are everywhere.
        let name = name.filter(|name| name.contains(['-', '_']));
        name.is_some_and(|name| path.split('/').skip(3).any(|part| part == name))
    })
}

/// The texts of a file of which each may be a path.
fn strings(model: &Model<'_>, file: &SourceFile) -> Vec<(TextRange, String)> {
    let text = file.text();
    if !text.contains("/home/") && !text.contains("Users") {
        return Vec::new();
    }
    if environment::imported(model).contains(&file.id()) {
        let module = file.parsed().module();
        return module.map_or(Vec::new(), |module| texts(&module.body));
    }
    let name = file.path().file_name().and_then(|name| name.to_str());
    let mut found = Vec::new();
    if name.is_some_and(|name| CONFIGURATION.contains(&name)) {
        let documents = yaml::parse(text).unwrap_or_default();
        for document in documents {
            scalars(&document, &mut found);
        }
    }
    found
}

fn scalars(node: &Node, found: &mut Vec<(TextRange, String)>) {
    if let Some(text) = node.as_str() {
        found.push((node.range, text.to_owned()));
    }
    for item in node.items() {
        scalars(item, found);
    }
    for (_, value) in node.entries() {
        scalars(value, found);
    }
}

#[cfg(test)]
mod tests {
    use super::user_of;

    #[test]
    fn home_folders_have_a_user_and_something_in_them() {
        assert_eq!(user_of("/Users/anna/data/orders.csv"), Some("anna"));
        assert_eq!(user_of("/home/dan/code/shop"), Some("dan"));
        assert_eq!(user_of(r"C:\Users\Anna Lee\.env"), Some("Anna Lee"));
        assert_eq!(user_of("D:/Users/anna/x"), Some("anna"));
        assert_eq!(user_of("/Users/anna/"), Some("anna"));
        for nobody in [
            "/home/dan",
            "/home/dagster/app",
            "/Users/anna@example.com/notebook",
            "/Users/Shared/data",
            "/Users/your.name/data",
            "/home/{user}/data",
            "/mnt/home/dan/x",
            "see C:/Users/anna/x",
        ] {
            assert_eq!(user_of(nobody), None, "{nobody}");
        }
    }
}
