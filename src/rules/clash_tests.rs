//! Tests of the rules on assets that are made by hand: clashes of keys are decided as Dagster
//! decides them.

use super::tests::{location, place, reported};
use crate::model::{Asset, AssetKey, AssetKind, Group, Guard, Node, NodeKind, ObjectId, SpecValue};
use crate::source::Sources;

struct Scene<'a> {
    sources: &'a Sources,
    assets: Vec<Asset>,
}

impl<'a> Scene<'a> {
    fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            assets: Vec::new(),
        }
    }

    /// Adds another object of the key `orders`.
    fn with(mut self, kind: AssetKind) -> Self {
        let number = u32::try_from(self.assets.len()).unwrap_or(0) + 1;
        self.assets.push(Asset {
            key: AssetKey::from_user_string("orders"),
            place: place(self.sources, number * 100),
            kind,
            object: ObjectId(number),
            node: None,
            guard: Guard::default(),
            group: Group::Unknown,
            deps: Vec::new(),
            inputs: Vec::new(),
            spec: SpecValue::Known(String::new()),
            brought_by: Vec::new(),
        });
        self
    }

    /// Changes the asset that was added last.
    fn but(mut self, change: impl FnOnce(&mut Asset)) -> Self {
        if let Some(asset) = self.assets.last_mut() {
            change(asset);
        }
        self
    }

    fn reported(self) -> Vec<&'static str> {
        let mut location = location(Vec::new());
        location.assets = self.assets;
        reported(self.sources, location)
    }
}

#[test]
fn two_assets_are_refused() {
    let sources = Sources::new();
    let two = Scene::new(&sources)
        .with(AssetKind::Materializable)
        .with(AssetKind::Materializable);
    assert_eq!(two.reported(), ["duplicate-asset-key"]);
    let with_spec = Scene::new(&sources)
        .with(AssetKind::Spec)
        .with(AssetKind::Materializable);
    assert_eq!(with_spec.reported(), ["duplicate-asset-key"]);
}

#[test]
fn order_decides_about_source_assets() {
    let sources = Sources::new();
    let before = Scene::new(&sources)
        .with(AssetKind::Source)
        .with(AssetKind::Materializable);
    assert_eq!(before.reported(), ["duplicate-asset-key"]);
    let after = Scene::new(&sources)
        .with(AssetKind::Materializable)
        .with(AssetKind::Observable);
    assert_eq!(after.reported(), ["source-asset-hides-asset"]);
    let alone = Scene::new(&sources)
        .with(AssetKind::Source)
        .with(AssetKind::Source);
    assert_eq!(alone.reported(), ["duplicate-source-asset"]);
}

#[test]
fn one_loader_refuses_what_several_let_through() {
    let sources = Sources::new();
    let loader = place(&sources, 7);
    let by_loader = |asset: &mut Asset| asset.brought_by = vec![loader];
    let together = Scene::new(&sources)
        .with(AssetKind::Materializable)
        .but(by_loader)
        .with(AssetKind::Source)
        .but(by_loader);
    assert_eq!(together.reported(), ["duplicate-asset-key"]);
}

#[test]
fn equality_decides_about_specs() {
    let sources = Sources::new();
    let equal = Scene::new(&sources)
        .with(AssetKind::Spec)
        .with(AssetKind::Spec);
    assert_eq!(equal.reported(), ["duplicate-asset-spec"]);
    let differing = Scene::new(&sources)
        .with(AssetKind::Spec)
        .with(AssetKind::Spec)
        .but(|spec| spec.spec = SpecValue::Known("group_name".to_owned()));
    assert_eq!(differing.reported(), ["duplicate-asset-key"]);
    let unknown = Scene::new(&sources)
        .with(AssetKind::Spec)
        .with(AssetKind::Spec)
        .but(|spec| spec.spec = SpecValue::Unknown);
    assert_eq!(unknown.reported(), ["duplicate-asset-spec"]);
}

#[test]
fn undecided_branches_never_clash() {
    let sources = Sources::new();
    let possible = Scene::new(&sources)
        .with(AssetKind::Materializable)
        .with(AssetKind::Materializable)
        .but(|asset| asset.guard = Guard::new(vec![(1, 0)]));
    assert_eq!(possible.reported(), [""; 0]);
}

#[test]
fn a_clash_of_assets_is_not_told_again_as_one_of_ops() {
    let sources = Sources::new();
    let node = |number: u32, kind| Node {
        name: "orders".to_owned(),
        kind,
        place: place(&sources, number * 100),
        object: ObjectId(number + 50),
        job: None,
        guard: Guard::default(),
    };
    let scene = Scene::new(&sources)
        .with(AssetKind::Materializable)
        .with(AssetKind::Materializable);
    let mut both = location(Vec::new());
    both.assets = scene.assets;
    both.nodes = vec![node(1, NodeKind::Asset), node(2, NodeKind::Asset)];
    assert_eq!(reported(&sources, both.clone()), ["duplicate-asset-key"]);
    both.nodes.push(node(3, NodeKind::Job));
    let mut rules = reported(&sources, both);
    rules.sort_unstable();
    assert_eq!(rules, ["conflicting-op-name", "duplicate-asset-key"]);
}
