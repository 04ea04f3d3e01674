//! DAG404: two schedules or sensors of one name in a code location.

use super::check::Check;
use super::clash;
use crate::diagnostic::Diagnostic;
use crate::model::{Automation, AutomationKind, CodeLocation, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for (name, automations) in clash::of_objects(location, &location.automations, |it| &it.name) {
        let message = format!(
            "{} name `{name}` is used {} times in code location `{}`",
            what(&automations),
            automations.len(),
            location.name
        );
        found.extend(
            clash::diagnostic(rule, name, message, &automations).map(|finding| {
                finding.help(
                    "Dagster refuses to load the code location: schedules and sensors share one \
                     namespace; give one of them another `name`",
                )
            }),
        );
    }
}

fn what(automations: &[&Automation]) -> &'static str {
    let of = |kind| automations.iter().any(|it| it.kind == kind);
    match (of(AutomationKind::Schedule), of(AutomationKind::Sensor)) {
        (true, false) => "schedule",
        (false, _) => "sensor",
        (true, true) => "schedule and sensor",
    }
}
