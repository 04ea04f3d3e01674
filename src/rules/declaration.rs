//! How a code location is declared, as far as it decides what to say of it.

use crate::model::{CodeLocation, Model, Project, WorkspaceKind};

/// Whether a rule about the settings of the project tells why its modules are not
/// found: one finding a fault.
pub(super) fn is_told_by_settings(model: &Model<'_>, location: &CodeLocation) -> bool {
    let project = location.project.map(|id| model.project(id));
    project.is_some_and(|project| {
        project.missing_root_module.is_some()
            || project.missing_target_module.is_some()
            || has_unreachable_root_module(project)
    })
}

/// Whether the root module of a project is called like an installed library that is
/// found instead: [`super::module_shadows_dagster`].
pub(super) fn has_unreachable_root_module(project: &Project) -> bool {
    let root = project.root_module.as_ref();
    let root = root.and_then(|root| root.value.split('.').next());
    // Dagster itself is imported before the module is looked for.
    root == Some("dagster") && project.shadowing.iter().any(|it| it.value == "dagster")
}

/// Whether a `dagster_cloud.yaml` declares it: the code is then loaded in an image,
/// of which the tree is only a part.
pub(super) fn is_in_an_image(model: &Model<'_>, location: &CodeLocation) -> bool {
    location.target.declared_at.is_some_and(|place| {
        model.workspaces.iter().any(|workspace| {
            workspace.kind == WorkspaceKind::DagsterCloudYaml && workspace.file == place.file
        })
    })
}
