//! DAG506: a `dg.toml` or `[tool.dg]` that dg refuses.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "every `dg` command refuses the file, some of them with a traceback";
    let faults = model.code_locations.iter().flat_map(|it| &it.faults);
    found.extend(faults.filter_map(|fault| match fault {
        LoadFault::BrokenProjectConfig(it) => {
            let read = "`load_from_defs_folder` reads it, and fails; so does every `dg` command";
            Some(Diagnostic::new(rule, it.place, it.message.clone()).help(read))
        }
        _ => None,
    }));
    configuration::report(rule, model, found, ConfigSubject::Dg, help);
}
