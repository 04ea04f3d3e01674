//! DAG405: two different ops, graphs or jobs with one op name.

use std::collections::{BTreeSet, HashMap};

use super::asset_clash::asset_clashes;
use super::check::Check;
use super::{clash, duplicate_asset_check};
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Model, Node, NodeKind};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    let told = Told::of(location);
    for (name, nodes) in clash::of_objects(location, &location.nodes, |node| &node.name) {
        let nodes = told.without(nodes);
        let [first, second, ..] = nodes.as_slice() else {
            continue;
        };
        let message = format!(
            "op name `{name}` belongs to {} and to {} in code location `{}`",
            owner(first.kind),
            if first.kind == second.kind {
                "another one"
            } else {
                owner(second.kind)
            },
            location.name
        );
        let with_job = nodes.iter().any(|node| node.kind == NodeKind::Job);
        let help = if with_job {
            format!(
                "Dagster refuses to load the code location: a job is also an op name; \
                 call the job `{name}_job`, say"
            )
        } else {
            "Dagster refuses to load the code location: op names are unique in it, and an asset \
             key `a/b` makes the op name `a__b`; rename one, or use one object in both places"
                .to_owned()
        };
        found.extend(
            clash::diagnostic(rule, name, message, &nodes).map(|finding| finding.help(help)),
        );
    }
}

fn owner(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Asset => "an asset",
        NodeKind::AssetCheck => "an asset check",
        NodeKind::Op => "an op",
        NodeKind::Graph => "a graph",
        NodeKind::Job => "a job",
    }
}

/// The clashes that other rules tell: two assets of one key have one op name too.
struct Told<'a> {
    places: HashMap<Place, usize>,
    jobs: BTreeSet<&'a str>,
}

impl<'a> Told<'a> {
    fn of(location: &'a CodeLocation) -> Self {
        let assets = asset_clashes(location)
            .into_iter()
            .map(|clash| clash.assets.iter().map(|asset| asset.place).collect());
        let checks = duplicate_asset_check::clashes(location)
            .into_iter()
            .map(|clash| clash.iter().map(|check| check.place).collect());
        let places = assets
            .chain(checks)
            .enumerate()
            .flat_map(|(number, places): (usize, Vec<Place>)| {
                places.into_iter().map(move |place| (place, number))
            })
            .collect();
        let jobs = clash::of_objects(location, &location.jobs, |job| job.name.as_str());
        Self {
            places,
            jobs: jobs.into_keys().collect(),
        }
    }

    /// One node of each clash that is told elsewhere, and all others.
    fn without<'n>(&self, nodes: Vec<&'n Node>) -> Vec<&'n Node> {
        let mut seen = BTreeSet::new();
        let mut job_seen = false;
        nodes
            .into_iter()
            .filter(|node| match node.kind {
                NodeKind::Job if self.jobs.contains(node.name.as_str()) => {
                    !std::mem::replace(&mut job_seen, true)
                }
                _ => self
                    .places
                    .get(&node.place)
                    .is_none_or(|&number| seen.insert(number)),
            })
            .collect()
    }
}
