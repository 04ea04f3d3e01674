//! The rules: one file each, named like its page under `rules/`.

mod argument;
mod asset_clash;
pub(crate) mod attribute_not_found;
pub(crate) mod build_defs_without_definitions;
mod check;
pub(crate) mod circular_import_risk;
mod clash;
#[cfg(test)]
mod clash_tests;
pub(crate) mod command_target_not_found;
mod component;
pub(crate) mod component_env_not_declared;
mod configuration;
pub(crate) mod conflicting_op_name;
pub(crate) mod dagster_not_declared;
pub(crate) mod dagster_version_skew;
mod declaration;
pub(crate) mod decorator_above_asset;
pub(crate) mod definitions_in_function;
pub(crate) mod dependency_only_in_dev;
mod distribution;
pub(crate) mod dropped_beside_component;
pub(crate) mod duplicate_asset_check;
pub(crate) mod duplicate_asset_key;
pub(crate) mod duplicate_asset_spec;
pub(crate) mod duplicate_code_location_name;
pub(crate) mod duplicate_in_selection_or_deps;
pub(crate) mod duplicate_job_name;
pub(crate) mod duplicate_key_across_locations;
pub(crate) mod duplicate_repository_name;
pub(crate) mod duplicate_schedule_or_sensor_name;
pub(crate) mod duplicate_source_asset;
pub(crate) mod entry_points_disagree;
pub(crate) mod environ_at_import;
mod environment;
pub(crate) mod file_too_large;
pub(crate) mod grpc_only_location;
pub(crate) mod hidden_in_defs_file;
pub(crate) mod home_path;
pub(crate) mod ignored_loadable;
pub(crate) mod ignored_lock;
pub(crate) mod ignored_workspace_file;
pub(crate) mod invalid_build_file;
pub(crate) mod invalid_cloud_file;
pub(crate) mod invalid_component_attribute;
pub(crate) mod invalid_component_file;
pub(crate) mod invalid_cron;
pub(crate) mod invalid_dg_config;
pub(crate) mod invalid_encoding;
pub(crate) mod invalid_instance_file;
pub(crate) mod invalid_manifest;
pub(crate) mod invalid_metadata;
pub(crate) mod invalid_name;
pub(crate) mod invalid_partitions;
pub(crate) mod invalid_post_processing;
pub(crate) mod invalid_syntax;
pub(crate) mod invalid_timezone;
pub(crate) mod invalid_tool_dagster;
pub(crate) mod invalid_workspace_file;
pub(crate) mod io_at_import;
pub(crate) mod io_error;
pub(crate) mod key_changed_by_mapping;
pub(crate) mod layering;
pub(crate) mod lazy_and_eager_definitions;
pub(crate) mod location_lists_disagree;
pub(crate) mod manifests_disagree;
pub(crate) mod merge_conflict;
pub(crate) mod misnamed_component_file;
pub(crate) mod missing_definitions_module;
pub(crate) mod missing_defs_folder;
pub(crate) mod missing_executable;
pub(crate) mod missing_init;
pub(crate) mod missing_lock;
pub(crate) mod missing_project_config;
pub(crate) mod missing_readme;
pub(crate) mod module_shadowed_by_package;
pub(crate) mod module_shadows_dagster;
pub(crate) mod multiple_definitions;
pub(crate) mod no_environment;
pub(crate) mod nonstandard_layout;
pub(crate) mod optional_import_drop;
pub(crate) mod orphan_definition;
pub(crate) mod orphan_module;
pub(crate) mod package_not_in_build;
pub(crate) mod project_not_installable;
mod provision;
mod python;
pub(crate) mod python_pin_conflict;
pub(crate) mod raises_at_import;
pub(crate) mod refused_value;
pub(crate) mod registry_module_not_found;
pub(crate) mod relative_import_in_file;
mod repair;
pub(crate) mod repeated_node;
pub(crate) mod reserved_job_name;
pub(crate) mod retired_distribution;
pub(crate) mod root_module_not_found;
mod runs_on;
pub(crate) mod shadowed_definition;
pub(crate) mod sibling_import;
pub(crate) mod source_asset_hides_asset;
mod source_fault;
pub(crate) mod stale_lock;
pub(crate) mod syntax_newer_than_requires_python;
pub(crate) mod target_not_found;
pub(crate) mod target_without_definitions;
mod teller;
#[cfg(test)]
mod teller_tests;
pub(crate) mod template_var_signature;
pub(crate) mod template_vars_not_found;
pub(crate) mod test_file_in_defs;
pub(crate) mod time_at_import;
pub(crate) mod too_deeply_nested;
pub(crate) mod uncollected_container;
pub(crate) mod uncollected_definitions;
pub(crate) mod undeclared_dagster_import;
pub(crate) mod undefined_template_variable;
pub(crate) mod unimportable_defs_file;
pub(crate) mod unknown_component_type;
pub(crate) mod unknown_dagster_name;
pub(crate) mod unknown_distribution_in_table;
pub(crate) mod unknown_input_asset;
pub(crate) mod unknown_post_processing_target;
pub(crate) mod unknown_rule_in_suppression;
pub(crate) mod unlisted_code_location;
pub(crate) mod unlisted_project;
pub(crate) mod unread_component_file;
pub(crate) mod unresolvable_component;
pub(crate) mod unresolved_import;
pub(crate) mod unused_baseline_entry;
pub(crate) mod unused_lock;
pub(crate) mod unused_suppression;
pub(crate) mod webserver_in_runtime_deps;
mod words;
pub(crate) mod workspace_project_not_found;
pub(crate) mod wrong_kind_in_slot;
pub(crate) mod wrong_signature;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rayon::iter::Either;
use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic, Role};
use crate::model::{CodeLocation, Model};
use crate::rule::Rule;
use crate::source::Place;
use crate::suppress::{Baseline, Comments};
use crate::{panic, settings};
use check::Check;
use teller::Met;

/// What the rules found.
pub(crate) struct Checked {
    /// The findings, sorted by place.
    pub(crate) found: Vec<Diagnostic>,
    /// Rules that panicked, a sentence each.
    pub(crate) panics: Vec<String>,
    /// How long each rule took.
    pub(crate) timings: Vec<(String, Duration)>,
}

/// Runs every rule over the model that is on anywhere in it. A rule that panics costs its own findings only;
/// what panicked is said.
pub(crate) fn check(model: &Model<'_>) -> Checked {
    let all: Vec<(&Rule, Check)> = check::all().collect();
    let (found, panics): (Vec<Timed>, Vec<String>) = all
        .into_par_iter()
        .filter(|(rule, _)| settings::any_on(model.settings.all(), rule))
        .partition_map(
            |(rule, check)| match panic::catch(|| timed(rule, check, model)) {
                Ok(found) => Either::Left(found),
                Err(why) => Either::Right(format!("rule {} ({}): {why}", rule.code, rule.name)),
            },
        );
    let timings = found
        .iter()
        .map(|(rule, time, _)| (format!("{} {}", rule.code, rule.name), *time));
    let timings = timings.collect();
    let mut found: Vec<Diagnostic> = found.into_iter().flat_map(|(.., found)| found).collect();
    diagnostic::sort(model.sources, &mut found);
    Checked {
        found: told_once(found),
        panics,
        timings,
    }
}

/// Each fault once, with all code locations that have it.
fn told_once(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told = HashMap::new();
    let mut found: Vec<Diagnostic> = Vec::new();
    for diagnostic in all {
        let at = *told.entry(fault(&diagnostic)).or_insert(found.len());
        match found.get_mut(at) {
            Some(known) => known.take_in(&diagnostic),
            None => found.push(diagnostic),
        }
    }
    found
}

/// Runs the rules about comments that suppress.
pub(crate) fn check_comments(model: &Model<'_>, comments: &Comments) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (rule, check) in check::all() {
        if let Check::Comments(check) = check {
            check(rule, model, comments, &mut found);
        }
    }
    found
}

/// Runs the rules about the baseline.
pub(crate) fn check_baseline(model: &Model<'_>, baseline: &Baseline) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (rule, check) in check::all() {
        if let Check::Baseline(check) = check {
            check(rule, model, baseline, &mut found);
        }
    }
    found
}

/// A rule, its time and its findings.
type Timed = (&'static Rule, Duration, Vec<Diagnostic>);

fn timed(rule: &'static Rule, check: Check, model: &Model<'_>) -> Timed {
    let started = Instant::now();
    let found = run(rule, check, model);
    (rule, started.elapsed(), found)
}

/// What two findings share that tell one fault: a module that several code locations
/// import has its faults once.
fn fault(diagnostic: &Diagnostic) -> (&'static str, Place, Option<String>, Vec<Place>) {
    let equal = diagnostic
        .related
        .iter()
        .filter(|related| related.role == Role::Equal)
        .map(|related| related.place)
        .collect();
    let symbol = diagnostic.symbol.clone();
    (diagnostic.rule.code, diagnostic.place, symbol, equal)
}

fn run(rule: &'static Rule, check: Check, model: &Model<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    match check {
        // They come last, when all other findings are known.
        Check::Comments(_) | Check::Baseline(_) => {}
        Check::Model(check) => check(rule, model, &mut found),
        Check::File(check) => model
            .sources
            .iter()
            .for_each(|file| check(rule, model, file, &mut found)),
        Check::Project(check) => model
            .projects
            .iter()
            .for_each(|project| check(rule, model, project, &mut found)),
        Check::CodeLocation(check) => in_each_location(model, &mut found, |location, found| {
            check(rule, model, location, found);
        }),
        Check::Fault(tellers) => in_each_location(model, &mut found, |location, found| {
            found.extend(Met::told(rule, model, location, tellers));
        }),
    }
    found
}

/// Looks at each code location, and says of what is found that it concerns this one.
fn in_each_location(
    model: &Model<'_>,
    found: &mut Vec<Diagnostic>,
    check: impl Fn(&CodeLocation, &mut Vec<Diagnostic>),
) {
    for location in &model.code_locations {
        let before = found.len();
        check(location, found);
        for diagnostic in &mut found[before..] {
            diagnostic
                .code_location
                .get_or_insert_with(|| location.name.clone());
        }
    }
}
