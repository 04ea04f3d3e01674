//! DAG702: a parameter of an asset that no asset of the code location provides.

use super::check::Check;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Diagnostic;
use crate::model::{Asset, AssetKey, AssetKind, CodeLocation, Group, Input, Kind, Model};
use crate::rule::Rule;
use crate::suggest::closest;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    if !location.is_closed(Kind::Assets) {
        return;
    }
    let held = Held::of(location);
    let mut told = FxHashSet::default();
    for asset in &location.assets {
        if asset.kind != AssetKind::Materializable || !asset.guard.is_certain() {
            continue;
        }
        for input in &asset.inputs {
            if !held.provides(asset, input) && told.insert((input.place, &input.key)) {
                found.push(diagnostic(rule, location, asset, input));
            }
        }
    }
}

/// The assets of a code location, as Dagster looks for those that an input names
/// (`dagster._core.definitions.resolved_asset_deps`).
struct Held<'a> {
    keys: FxHashSet<&'a AssetKey>,
    /// The groups that have an asset with a key that ends so.
    groups: FxHashMap<&'a str, FxHashSet<&'a Group>>,
}

impl<'a> Held<'a> {
    fn of(location: &'a CodeLocation) -> Self {
        let mut groups: FxHashMap<&str, FxHashSet<&Group>> = FxHashMap::default();
        for asset in &location.assets {
            let last = asset.key.parts().last().map_or("", String::as_str);
            groups.entry(last).or_default().insert(&asset.group);
        }
        Self {
            keys: location.assets.iter().map(|asset| &asset.key).collect(),
            groups,
        }
    }

    fn provides(&self, asset: &Asset, input: &Input) -> bool {
        if self.keys.contains(&input.key) {
            return true;
        }
        // A key of one part also stands for the asset of that name in the same group.
        let [name] = input.key.parts() else {
            return false;
        };
        let groups = self.groups.get(name.as_str());
        groups.is_some_and(|groups| groups.iter().any(|group| group.may_be(&asset.group)))
    }
}

fn diagnostic(
    rule: &'static Rule,
    location: &CodeLocation,
    asset: &Asset,
    input: &Input,
) -> Diagnostic {
    let message = format!(
        "asset `{}` takes the value of asset `{}`, which code location `{}` does not have",
        asset.key, input.key, location.name
    );
    let keys: Vec<String> = location.assets.iter().map(|a| a.key.to_string()).collect();
    let others = keys.iter().map(String::as_str);
    let near = closest(
        &input.key.to_string(),
        others.filter(|key| *key != asset.key.to_string()),
    );
    let remedy = match near {
        Some(near) => format!("is `{near}` meant? A key of several parts is named with `ins=`"),
        None => "add the asset, or an `AssetSpec` for it where it is made elsewhere; a resource \
                 needs the annotation of its class"
            .to_owned(),
    };
    Diagnostic::new(rule, input.place, message)
        .help(format!(
            "Dagster refuses to load the code location; {remedy}"
        ))
        .symbol(input.key.to_string())
}
