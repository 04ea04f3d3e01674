//! DAG531: servers of a `workspace.yaml` and services of a compose file that do not meet.

use std::collections::BTreeSet;

use super::check::Check;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::{ComposeFile, Model, Workspace, WorkspaceKind};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let files = model.workspaces.iter();
    let files = files.filter(|workspace| workspace.kind == WorkspaceKind::WorkspaceYaml);
    for workspace in files.filter(|workspace| !workspace.servers.is_empty()) {
        let beside: Vec<&ComposeFile> = model
            .compose_files
            .iter()
            .filter(|compose| workspace.directory.starts_with(&compose.directory))
            .collect();
        // Several compose files may be put together, or be of several deployments.
        if let [compose] = beside.as_slice() {
            meet(rule, model, workspace, compose, found);
        }
    }
}

fn meet(
    rule: &'static Rule,
    model: &Model<'_>,
    workspace: &Workspace,
    compose: &ComposeFile,
    found: &mut Vec<Diagnostic>,
) {
    let hosts: BTreeSet<&str> = compose.hosts.iter().map(String::as_str).collect();
    let named: BTreeSet<&str> = workspace
        .servers
        .iter()
        .map(|server| server.host.value.as_str())
        .collect();
    // A workspace none of whose servers is here belongs to another deployment.
    if named.is_disjoint(&hosts) {
        return;
    }
    for server in &workspace.servers {
        let host = &server.host;
        let is_local = host.value == "localhost" || host.value.contains('.');
        if !is_local && !hosts.contains(host.value.as_str()) {
            let shown = words::shown(model, compose.file);
            let message = format!("host `{}` is not a service of `{shown}`", host.value);
            found.push(Diagnostic::new(rule, host.place, message).help(
                "Dagster shows the code location with an error until something answers there",
            ));
        }
    }
    for service in &compose.servers {
        if !named.contains(service.value.as_str()) {
            let shown = words::shown(model, workspace.file);
            let message = format!(
                "service `{}` is a code server that `{shown}` does not name",
                service.value
            );
            found.push(
                Diagnostic::new(rule, service.place, message)
                    .help("Dagster does not load its code location; add a `grpc_server` for it"),
            );
        }
    }
}
