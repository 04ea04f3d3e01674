//! DAG102: a project without parts of the layout that Dagster recommends.

use super::check::Check;
use super::{environment, words};
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::Rule;
use crate::settings::LayoutPart;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) {
        return;
    }
    let missing = missing(model, project);
    if missing.is_empty() {
        return;
    }
    found.push(
        Diagnostic::new(
            rule,
            environment::place(project),
            format!(
                "project `{}` departs from the recommended layout: it has no {}",
                words::project(model, project),
                words::joined(&missing, "or")
            ),
        )
        .help("Dagster works without them; `create-dagster project` makes all of them"),
    );
}

/// The parts that the project lacks and that no other rule tells of. A package that is not
/// there is one departure, not one for each of its files.
fn missing(model: &Model<'_>, project: &Project) -> Vec<String> {
    let settings = model.settings.of(&project.directory);
    let wanted = |part: LayoutPart| {
        let parts = settings.options.layout.as_ref();
        parts.is_none_or(|parts| parts.contains(&part)) && !is_told_elsewhere(model, project, part)
    };
    let missing = project.layout.missing.iter().filter_map(|path| {
        let part = LayoutPart::of(path)?;
        wanted(part).then_some((part, path.as_str()))
    });
    let missing: Vec<(LayoutPart, &str)> = missing.collect();
    let lacks = |part: LayoutPart| missing.iter().any(|&(missing, _)| missing == part);
    let package = [
        LayoutPart::Package,
        LayoutPart::Definitions,
        LayoutPart::Defs,
    ];
    let has_no_package = package.into_iter().all(lacks);
    let shown = missing.iter().filter_map(|&(part, path)| match part {
        LayoutPart::Package if has_no_package => {
            let folder = path.strip_suffix("__init__.py").unwrap_or(path);
            Some(format!("`{folder}`"))
        }
        LayoutPart::Definitions | LayoutPart::Defs if has_no_package => None,
        _ => Some(format!("`{path}`")),
    });
    shown.collect()
}

/// Whether another rule that is on reports the lack of a part.
fn is_told_elsewhere(model: &Model<'_>, project: &Project, part: LayoutPart) -> bool {
    let settings = model.settings.of(&project.directory);
    let is_on = |name: &str| Rule::find(name).is_some_and(|rule| settings.rule(rule).on);
    match part {
        LayoutPart::Lock => is_on("missing-lock"),
        LayoutPart::Definitions => {
            project.missing_target_module.is_some() && is_on("missing-definitions-module")
        }
        _ => false,
    }
}
