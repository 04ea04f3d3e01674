//! What the rules about clashing names share: grouping by name, and one diagnostic
//! for all places of a clash.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::model::{Asset, AssetCheck, Automation, CodeLocation, Guard, Job, Node, ObjectId};
use crate::rule::Rule;
use crate::source::Place;

/// A definition as far as a clash is concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'a> {
    /// Where it is made.
    pub(super) place: Place,
    /// The loaders that brought it in.
    pub(super) brought_by: &'a [Place],
    object: ObjectId,
    guard: &'a Guard,
}

impl<'a> From<&'a Asset> for Member<'a> {
    fn from(asset: &'a Asset) -> Self {
        Self {
            place: asset.place,
            brought_by: &asset.brought_by,
            object: asset.object,
            guard: &asset.guard,
        }
    }
}

impl<'a> From<&'a AssetCheck> for Member<'a> {
    fn from(asset_check: &'a AssetCheck) -> Self {
        Self {
            place: asset_check.place,
            brought_by: &asset_check.brought_by,
            object: asset_check.object,
            guard: &asset_check.guard,
        }
    }
}

impl<'a> From<&'a Job> for Member<'a> {
    fn from(job: &'a Job) -> Self {
        Self {
            place: job.place,
            brought_by: &job.brought_by,
            object: job.object,
            guard: &job.guard,
        }
    }
}

impl<'a> From<&'a Automation> for Member<'a> {
    fn from(automation: &'a Automation) -> Self {
        Self {
            place: automation.place,
            brought_by: &[],
            object: automation.object,
            guard: &automation.guard,
        }
    }
}

impl<'a> From<&'a Node> for Member<'a> {
    fn from(node: &'a Node) -> Self {
        Self {
            place: node.place,
            brought_by: &[],
            object: node.object,
            guard: &node.guard,
        }
    }
}

/// Whether all definitions of a location share their names, as they do unless there
/// are several repositories.
pub(super) fn has_one_namespace(location: &CodeLocation) -> bool {
    location.repositories <= 1
}

/// The groups of two or more *different objects* of one name, all of which certainly
/// exist. Dagster compares by identity: one object under two names is no clash.
pub(super) fn of_objects<'a, T, N>(
    location: &CodeLocation,
    definitions: &'a [T],
    name: impl Fn(&'a T) -> N,
) -> BTreeMap<N, Vec<&'a T>>
where
    N: Ord,
    &'a T: Into<Member<'a>>,
{
    let mut groups: BTreeMap<N, (BTreeSet<ObjectId>, Vec<&T>)> = BTreeMap::new();
    for definition in definitions {
        let member: Member<'a> = definition.into();
        if !member.guard.is_certain() || !has_one_namespace(location) {
            continue;
        }
        let (seen, group) = groups.entry(name(definition)).or_default();
        if seen.insert(member.object) {
            group.push(definition);
        }
    }
    groups
        .into_iter()
        .filter(|(_, (_, group))| group.len() > 1)
        .map(|(name, (_, group))| (name, group))
        .collect()
}

/// One finding for all places of a clash. The primary place is the second one, as
/// the first was right until the second came; all are equal to a suppression. Where
/// one place makes several objects, the loaders that multiply it are what to edit; else
/// they only explain.
pub(super) fn diagnostic<'a, T>(
    rule: &'static Rule,
    symbol: impl Into<String>,
    message: String,
    group: &[T],
) -> Option<Diagnostic>
where
    T: Copy + Into<Member<'a>>,
{
    let members: Vec<Member<'a>> = group.iter().map(|&member| member.into()).collect();
    let first = members.first()?.place;
    let primary = members
        .iter()
        .map(|member| member.place)
        .find(|&place| place != first)
        .unwrap_or(first);
    let copies_at = copies(&members);
    let copies = copies_at[&primary];
    let mut finding = Diagnostic::new(rule, primary, message).symbol(symbol);
    finding = if copies > 1 {
        finding.label(format!("this makes {copies} of them"))
    } else {
        finding.label("defined again here")
    };
    let mut told = HashSet::from([primary]);
    for member in &members {
        if !told.insert(member.place) {
            continue;
        }
        let message = if member.place == first {
            "first defined here"
        } else {
            "also defined here"
        };
        finding = finding.equal(member.place, message);
    }
    let loaders = members.iter().flat_map(|member| {
        let is_multiplied = copies_at[&member.place] > 1;
        member.brought_by.iter().map(move |it| (*it, is_multiplied))
    });
    let loaders = loaders.filter(|(loader, _)| told.insert(*loader));
    Some(loaders.fold(finding, with_loader))
}

/// With a place that brought a member in, and whether its member is made several times.
fn with_loader(finding: Diagnostic, (loader, is_multiplied): (Place, bool)) -> Diagnostic {
    const MESSAGE: &str = "brought in here";
    if is_multiplied {
        finding.edit(loader, MESSAGE)
    } else {
        finding.evidence(loader, MESSAGE)
    }
}

/// How many members there are at each place.
fn copies(members: &[Member<'_>]) -> HashMap<Place, usize> {
    let mut copies = HashMap::new();
    for member in members {
        *copies.entry(member.place).or_default() += 1;
    }
    copies
}
