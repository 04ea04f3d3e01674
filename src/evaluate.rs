//! The static load of one code location.

use crate::model::{CodeLocation, Target};
use crate::source::Sources;

/// Loads a target without running it.
pub fn evaluate(_sources: &Sources, target: &Target) -> CodeLocation {
    CodeLocation {
        name: target.name.clone(),
        target: target.clone(),
        project: target.project,
        entry: None,
        loaded_from: None,
        assets: Vec::new(),
        asset_checks: Vec::new(),
        jobs: Vec::new(),
        automations: Vec::new(),
        resources: Vec::new(),
        nodes: Vec::new(),
        unknowns: Vec::new(),
        faults: Vec::new(),
        imported: Vec::new(),
    }
}
