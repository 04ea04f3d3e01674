//! DAG315: a file that declares dependencies, and that no tool can read.

use super::check::Check;
use super::environment;
use crate::diagnostic::Diagnostic;
use crate::model::{Manifest, Model, Project};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if environment::concerns(project) {
        let manifests = project.environment.manifests.iter();
        found.extend(manifests.filter_map(|manifest| broken(rule, model, manifest)));
    }
}

fn broken(rule: &'static Rule, model: &Model<'_>, manifest: &Manifest) -> Option<Diagnostic> {
    let broken = manifest.broken.as_ref()?;
    // An included file may be the one that is broken.
    let path = model.sources.get(broken.place.file).path();
    let name = path.file_name()?.to_string_lossy();
    let message = format!(
        "the dependencies in `{name}` cannot be read: {}",
        broken.value
    );
    Some(Diagnostic::new(rule, broken.place, message).help(
        "no environment can be made from it, and an undeclared import is not told while it is like \
         this; put it right or delete it",
    ))
}
