//! The requirements that uv notes in its lock file, held against those of today.

use std::collections::{BTreeMap, BTreeSet};

use pep440_rs::Version;

use crate::model::{Dependency, DependencySource, LockFault, Versions};
use crate::source::Place;

use super::super::manifest::{normalise, versions};
use super::super::toml_node::Value;

/// A requirement as one of several of its name. The group is that of an extra, or of
/// a dependency group with `group:` in front.
#[derive(Debug, Clone)]
pub(super) struct Requirement {
    pub(super) name: String,
    pub(super) group: Option<String>,
    /// None where the versions are not told: a path, an address.
    content: Option<Content>,
    /// Whether it is certain that it comes from an index, or that it does not.
    from_index: Option<bool>,
    place: Place,
}

/// Extras and the bounds, in an order of their own.
type Content = (Vec<String>, Vec<(String, Version)>);

impl Requirement {
    pub(super) fn noted(value: Value<'_>, group: Option<&str>) -> Option<Self> {
        let item = value.table()?;
        let name = item.string("name")?;
        let direct = ["git", "path", "editable", "virtual", "directory", "url"];
        let is_direct = direct.iter().any(|key| item.get(key).is_some());
        let extras = item
            .get("extras")
            .map(|it| it.strings())
            .unwrap_or_default();
        let mut extras: Vec<String> = extras.into_iter().map(|it| it.value).collect();
        extras.sort_unstable();
        let specifier = item.string("specifier").map(|it| it.value);
        let marker = item.string("marker").map(|it| it.value);
        let bounds = bounds(&versions::pep440(specifier.as_deref().unwrap_or_default()));
        Some(Self {
            name: normalise(&name.value)?,
            group: match group {
                Some(group) => Some(format!("group:{group}")),
                None => marker.as_deref().and_then(extra_of).map(str::to_owned),
            },
            content: if is_direct {
                None
            } else {
                bounds.map(|it| (extras, it))
            },
            from_index: Some(!is_direct),
            place: name.place,
        })
    }

    pub(super) fn declared(dependency: &Dependency, direct: &BTreeSet<String>) -> Self {
        let is_direct =
            dependency.source == DependencySource::Direct || direct.contains(&dependency.name);
        let bounds = bounds(&dependency.versions);
        Self {
            name: dependency.name.clone(),
            group: dependency.group.clone(),
            content: if is_direct {
                None
            } else {
                bounds.map(|it| (dependency.extras.clone(), it))
            },
            // What `[tool.uv.sources]` says may hold on some machines only.
            from_index: (!direct.contains(&dependency.name)).then_some(!is_direct),
            place: dependency.place,
        }
    }
}

/// `extra == 'dev'`, alone or behind other markers.
fn extra_of(marker: &str) -> Option<&str> {
    let (_, rest) = marker.split_once("extra == '")?;
    rest.split('\'').next()
}

/// The bounds in an order of their own; none where they could not be read.
fn bounds(versions: &Versions) -> Option<Vec<(String, Version)>> {
    let known = versions.known()?.iter();
    let bounds = known.map(|it| (it.operator().to_string(), it.version().clone()));
    let bounds: BTreeSet<(String, Version)> = bounds.collect();
    Some(bounds.into_iter().collect())
}

/// A name, and the extra or group that it is in.
type Key<'a> = (&'a str, Option<&'a str>);

/// The requirements of each key. What a project says of its own extras is left out: not
/// every release of uv notes it.
fn by_key<'a>(all: &'a [Requirement], own: &str) -> BTreeMap<Key<'a>, Vec<&'a Requirement>> {
    let mut map: BTreeMap<Key<'a>, Vec<&Requirement>> = BTreeMap::new();
    for it in all.iter().filter(|it| it.name != own) {
        let key = (it.name.as_str(), it.group.as_deref());
        map.entry(key).or_default().push(it);
    }
    map
}

/// Adds what one side has and the other has not.
pub(super) fn compare(
    noted: &[Requirement],
    declared: &[Requirement],
    own: &str,
    (list, package): (Place, Place),
    faults: &mut Vec<LockFault>,
) {
    let itself = declared.iter().filter(|it| it.name == own);
    let of_own_extras: BTreeSet<Option<&str>> = itself.map(|it| it.group.as_deref()).collect();
    let (noted, declared) = (by_key(noted, own), by_key(declared, own));
    let fault = |message: String, declared: Place, locked: Place| LockFault {
        message,
        declared,
        locked,
        is_release: false,
    };
    for (key, here) in &declared {
        let name = key.0;
        let message = match noted.get(key) {
            None => format!("`{name}` is not in it{}", within(key.1)),
            Some(there) if differ(here, there) => {
                format!("it was made for other bounds of `{name}`")
            }
            Some(_) => continue,
        };
        let there = noted.get(key).and_then(|there| there.first());
        let locked = there.map_or(package, |there| there.place);
        faults.push(fault(message, here[0].place, locked));
    }
    for (key, there) in &noted {
        // Old releases of uv wrote out what such an extra stands for.
        if !declared.contains_key(key) && !of_own_extras.contains(&key.1) {
            let message = format!("it has `{}`{}, which is gone", key.0, within(key.1));
            faults.push(fault(message, list, there[0].place));
        }
    }
}

fn within(group: Option<&str>) -> String {
    match group {
        None => String::new(),
        Some(group) => match group.split_once(':') {
            Some(("bound", kind)) => format!(" as {kind}"),
            Some((_, group)) => format!(" for group `{group}`"),
            None => format!(" for extra `{group}`"),
        },
    }
}

fn differ(here: &[&Requirement], there: &[&Requirement]) -> bool {
    if let ([here], [there]) = (here, there)
        && let (Some(here), Some(there)) = (here.from_index, there.from_index)
        && here != there
    {
        return true;
    }
    let contents = |all: &[&Requirement]| -> Option<BTreeSet<Content>> {
        all.iter().map(|it| it.content.clone()).collect()
    };
    match (contents(here), contents(there)) {
        (Some(here), Some(there)) => here != there,
        _ => false,
    }
}
