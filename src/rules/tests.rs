//! Models that are made by hand, for tests of the rules.

use std::path::PathBuf;

use ruff_text_size::{TextRange, TextSize};

use super::check;
use crate::model::{CodeLocation, LoadFault, Model, Target, TargetKind};
use crate::source::{Place, Sources};

/// A place of its own for each number.
pub(super) fn place(sources: &Sources, line: u32) -> Place {
    let file = sources.read(&PathBuf::from("/nowhere/definitions.py")).id();
    Place::new(file, TextRange::empty(TextSize::new(line)))
}

pub(super) fn location(faults: Vec<LoadFault>) -> CodeLocation {
    let target = Target {
        variables: std::collections::BTreeMap::new(),
        name: "shop".to_owned(),
        kind: TargetKind::Module("shop.definitions".to_owned()),
        attribute: None,
        working_directory: PathBuf::from("/nowhere"),
        current_directory: None,
        search_path: Vec::new(),
        package_directories: std::collections::BTreeMap::new(),
        declared_at: None,
        found: false,
        project: None,
    };
    CodeLocation {
        name: target.name.clone(),
        target,
        project: None,
        entry: None,
        loaded_from: None,
        repositories: 0,
        assets: Vec::new(),
        asset_checks: Vec::new(),
        jobs: Vec::new(),
        automations: Vec::new(),
        resources: Vec::new(),
        nodes: Vec::new(),
        unknowns: Vec::new(),
        faults,
        imported: Vec::new(),
        defs_files: Vec::new(),
        imports: Vec::new(),
        reach: crate::model::Reach::default(),
    }
}

pub(super) fn model(sources: &Sources, location: CodeLocation) -> Model<'_> {
    Model {
        settings: crate::settings::Configuration::default(),
        directory: PathBuf::from("/nowhere"),
        sources,
        roots: Vec::new(),
        python_files: None,
        workspaces: Vec::new(),
        projects: Vec::new(),
        code_locations: vec![location],
        orphans: Vec::new(),
        orphan_modules: Vec::new(),
        unreadable: Vec::new(),
        broken_modules: Vec::new(),
        config_faults: Vec::new(),
        compose_files: Vec::new(),
        commands: Vec::new(),
        panics: Vec::new(),
    }
}

/// The names of the rules that report something.
pub(super) fn reported(sources: &Sources, location: CodeLocation) -> Vec<&'static str> {
    let super::Checked { found, panics, .. } = check(&model(sources, location));
    assert!(panics.is_empty(), "{panics:?}");
    found.iter().map(|finding| finding.rule.name).collect()
}
