//! What the libraries' tests share: a code location in a folder, as a list of names.

use std::path::Path;

use crate::evaluate::{Budget, evaluate};
use crate::model::{AutomationKind, CodeLocation, LoadFault, Target, TargetKind};
use crate::source::Sources;

/// The code location of `defs.py` in a folder with these files.
pub(in crate::evaluate::library) fn load(files: &[(&str, &str)]) -> CodeLocation {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".git")).expect("a git directory");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, text).expect("written");
    }
    load_from(folder.path())
}

fn load_from(directory: &Path) -> CodeLocation {
    let target = Target {
        name: "defs".into(),
        kind: TargetKind::File(directory.join("defs.py")),
        attribute: None,
        working_directory: directory.to_path_buf(),
        search_path: vec![directory.to_path_buf()],
        package_directories: std::collections::BTreeMap::new(),
        declared_at: None,
        found: false,
        variables: std::collections::BTreeMap::new(),
        project: None,
    };
    evaluate(&Sources::new(), &target, Budget::default())
}

/// Everything that a code location holds, sorted: assets, `check`s, jobs, `@` schedules
/// and sensors; then `?` with the reasons for what is not known, and `!` with faults.
pub(in crate::evaluate::library) fn names(location: &CodeLocation) -> Vec<String> {
    let assets = location.assets.iter().map(|asset| {
        let group = asset.group.as_deref().unwrap_or("?");
        let group = Some(group).filter(|group| *group != "default");
        let group = group
            .map(|group| format!(" in {group}"))
            .unwrap_or_default();
        format!("{}{group}", asset.key)
    });
    let checks = location.asset_checks.iter();
    let checks = checks.map(|check| format!("check {}:{}", check.asset, check.name));
    let jobs = location.jobs.iter().map(|job| format!("job {}", job.name));
    let automations = location.automations.iter().map(|automation| {
        let kind = match automation.kind {
            AutomationKind::Schedule => "schedule",
            AutomationKind::Sensor => "sensor",
        };
        format!("{kind} {}", automation.name)
    });
    let mut names: Vec<String> = assets
        .chain(checks)
        .chain(jobs)
        .chain(automations)
        .collect();
    names.sort();
    let unknowns = location.unknowns.iter();
    names.extend(unknowns.map(|unknown| format!("? {}", unknown.reason)));
    names.extend(location.faults.iter().map(|fault| match fault {
        LoadFault::Refused { message, .. } => format!("! {message}"),
        fault => format!("! {fault:?}"),
    }));
    names
}
