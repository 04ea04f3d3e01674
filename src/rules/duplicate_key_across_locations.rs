//! DAG412: an asset key that several code locations of one workspace materialize.

use std::collections::{BTreeMap, HashMap};

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{Asset, AssetKey, AssetKind, CodeLocation, Model, ProjectId};
use crate::rule::Rule;
use crate::source::FileId;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    for locations in deployments(model) {
        let mut keys: BTreeMap<&AssetKey, Vec<(&CodeLocation, &Asset)>> = BTreeMap::new();
        for location in locations {
            for asset in location.assets.iter().filter(|it| is_materialized(it)) {
                let places = keys.entry(&asset.key).or_default();
                // Twice in one location is another rule's business.
                if places
                    .last()
                    .is_none_or(|(last, _)| last.name != location.name)
                {
                    places.push((location, asset));
                }
            }
        }
        let shared = keys.into_iter().filter(|(_, places)| places.len() > 1);
        found.extend(shared.filter_map(|(key, places)| finding(rule, key, &places)));
    }
}

fn is_materialized(asset: &Asset) -> bool {
    asset.kind == AssetKind::Materializable && asset.guard.is_certain()
}

/// The code locations that are loaded together: those of one workspace, and those
/// that the command line names.
fn deployments<'a>(model: &'a Model<'_>) -> Vec<Vec<&'a CodeLocation>> {
    let mut of_file: HashMap<FileId, usize> = HashMap::new();
    let mut of_project: HashMap<ProjectId, usize> = HashMap::new();
    for (number, workspace) in model.workspaces.iter().enumerate() {
        of_file.insert(workspace.file, number);
        let listed = workspace.projects.iter().filter_map(|it| it.project);
        of_project.extend(listed.map(|id| (id, number)));
    }
    let command_line = model.workspaces.len();
    let mut deployments = vec![Vec::new(); command_line + 1];
    for location in &model.code_locations {
        let example = location
            .project
            .is_some_and(|id| model.project(id).is_example);
        let number = match location.target.declared_at {
            _ if location.target.found || example => None,
            None => Some(command_line),
            Some(place) => of_file
                .get(&place.file)
                .or_else(|| of_project.get(&location.project?))
                .copied(),
        };
        if let Some(number) = number {
            deployments[number].push(location);
        }
    }
    deployments
}

fn finding(
    rule: &'static Rule,
    key: &AssetKey,
    places: &[(&CodeLocation, &Asset)],
) -> Option<Diagnostic> {
    let [(first, original), (second, copy), rest @ ..] = places else {
        return None;
    };
    let finding = Diagnostic::new(
        rule,
        copy.place,
        format!(
            "asset `{key}` is materialized by code locations `{}` and `{}`",
            first.name, second.name
        ),
    )
    .label(format!("in code location `{}`", second.name))
    .code_location(&second.name)
    .also_in(&first.name)
    .equal(original.place, format!("in code location `{}`", first.name))
    .help(
        "Dagster's webserver and daemon keep one of them for the key; give one another key, or \
         declare it there as an `AssetSpec` without a body",
    );
    Some(rest.iter().fold(finding, |it, (location, asset)| {
        it.also_in(&location.name)
            .equal(asset.place, format!("in code location `{}`", location.name))
    }))
}
