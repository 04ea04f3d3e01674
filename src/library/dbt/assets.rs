//! The assets and checks of a dbt project: `@dbt_assets`, `build_dbt_specs`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::manifest::{Manifest, Node};
use super::selection::{Found, Selected, Selection};
use super::translator::{Adapt, Translator};
use crate::model::AssetKey;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::kept::Made;
use crate::python::value::arguments::Call;
use crate::python::value::object::{Assets, CheckSpec, Data, Known, Spec};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

/// What of which dbt project is asked for.
pub(in crate::library) struct DbtRequest<'a> {
    /// The path of a `manifest.json`, or its content.
    pub(in crate::library) manifest: Value<'a>,
    /// `select`, `exclude` and `selector`, as given.
    pub(in crate::library) select: Option<Value<'a>>,
    pub(in crate::library) exclude: Option<Value<'a>>,
    pub(in crate::library) selector: Option<Value<'a>>,
    /// An instance of `DagsterDbtTranslator`; none for the default one.
    pub(in crate::library) translator: Option<Value<'a>>,
    /// Whether a `DbtProject` is given beside the manifest.
    pub(in crate::library) has_project: bool,
    /// Where the assets are defined.
    pub(in crate::library) place: Place,
}

/// The assets and checks of a dbt project.
#[derive(Default)]
pub(in crate::library) struct DbtAssets<'a> {
    pub(in crate::library) specs: Vec<Spec<'a>>,
    pub(in crate::library) checks: Vec<CheckSpec>,
    /// Why there may be more.
    pub(in crate::library) open: Option<Rc<Unknown>>,
}

impl DbtAssets<'_> {
    fn open(&mut self, reason: &str, place: Place) {
        self.open.get_or_insert_with(|| Unknown::new(reason, place));
    }
}

impl<'a> Interpreter<'a> {
    /// `@dbt_assets(manifest=...)`
    pub(super) fn make_dbt_assets(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let request = DbtRequest {
            manifest: call.get("manifest").unwrap_or(Value::None),
            select: call.get("select"),
            exclude: call.some("exclude"),
            selector: call.some("selector"),
            translator: call.some("dagster_dbt_translator"),
            has_project: call.some("project").is_some(),
            place,
        };
        let translator = request.translator.clone();
        let manifest = self.settle(request.manifest.clone());
        let manifest = self.dbt_manifest(&manifest, call.place_of("manifest")).ok();
        let found = self.dbt_project_assets(request, None)?;
        let assets = self.library_assets(call, found.specs, found.checks, found.open)?;
        if let (Some(manifest), Value::Object(object)) = (manifest, &assets)
            && let Data::Assets(Assets {
                node: Some(node), ..
            }) = &object.data
        {
            let made = Made {
                document: manifest,
                translator,
            };
            self.kept.documents.made.insert(node.id, made);
        }
        Ok(assets)
    }

    /// The assets and checks of a dbt project. `adapt` has the last word on what each is
    /// called: it is given the properties of the dbt resource and the spec so far.
    pub(in crate::library) fn dbt_project_assets<'t>(
        &mut self,
        request: DbtRequest<'a>,
        adapt: Option<&'t mut Adapt<'a, 't>>,
    ) -> Eval<'a, DbtAssets<'a>> {
        let place = request.place;
        let mut found = DbtAssets::default();
        let manifest = self.settle(request.manifest.clone());
        let manifest = match self.dbt_manifest(&manifest, place) {
            Ok(manifest) => manifest,
            Err(unknown) => {
                found.open = Some(unknown);
                return Ok(found);
            }
        };
        let selection = match self.dbt_selection(&request) {
            Ok(selection) => selection,
            Err(unknown) => {
                found.open = Some(unknown);
                return Ok(found);
            }
        };
        let picked = match selection.apply(&manifest) {
            Ok(picked) => picked,
            Err(reason) => {
                found.open(&reason, place);
                return Ok(found);
            }
        };
        if let Some(reason) = manifest.open.first() {
            found.open(reason, place);
        }
        let mut translator =
            Translator::new(self, &manifest, request.translator, place)?.adapted(adapt);
        self.collect_dbt_assets(&mut translator, &picked, &mut found)?;
        Ok(found)
    }

    fn dbt_selection(&mut self, request: &DbtRequest<'a>) -> Result<Selection, Rc<Unknown>> {
        let mut text = |value: &Option<Value<'a>>, default: String| match value {
            None | Some(Value::None) => Ok(default),
            Some(value) => self.text_of(value, request.place),
        };
        let default = Selection::default();
        Ok(Selection {
            select: text(&request.select, default.select)?,
            exclude: text(&request.exclude, default.exclude)?,
            selector: text(&request.selector, default.selector)?,
            has_project: request.has_project,
        })
    }

    fn collect_dbt_assets(
        &mut self,
        translator: &mut Translator<'a, '_, '_>,
        picked: &Found,
        found: &mut DbtAssets<'a>,
    ) -> Eval<'a, ()> {
        let manifest = Rc::clone(translator.manifest);
        let mut known = FxHashSet::default();
        let place = translator.place;
        for (at, node) in manifest.nodes.iter().enumerate() {
            if let Some(doubt) = doubt(picked, at, node) {
                found.open(&doubt, place);
                continue;
            }
            if !picked.selected[at] || !node.is_asset() {
                continue;
            }
            let mut spec = translator.spec(self, at)?;
            spec.deps = translator.deps(self, at)?;
            for &child in &manifest.children[at] {
                if picked.selected[child] && !picked.undecided[child] {
                    self.add_dbt_check(translator, child, &spec.key, &mut known, found)?;
                }
            }
            self.add_source_checks(translator, node, &mut known, found)?;
            match &spec.key {
                Ok(_) => found.specs.push(spec),
                Err(unknown) => {
                    found.open.get_or_insert_with(|| Rc::clone(unknown));
                }
            }
        }
        if let Some(message) = self.dbt_key_clash(translator, &picked.selected)? {
            return self.refuse(message, translator.place);
        }
        if translator.overrides("get_asset_check_spec") {
            found.open(
                "the translator has a `get_asset_check_spec` of its own",
                translator.place,
            );
        }
        Ok(())
    }

    /// What Dagster says of two dbt resources with one asset key (`_validate_asset_keys`).
    fn dbt_key_clash(
        &mut self,
        translator: &mut Translator<'a, '_, '_>,
        selected: &Selected,
    ) -> Eval<'a, Option<String>> {
        let manifest = Rc::clone(translator.manifest);
        let assets = (0..manifest.nodes.len())
            .filter(|&at| selected[at] && manifest.nodes[at].is_asset())
            .flat_map(|at| [vec![at], manifest.upstream(&manifest.nodes[at])].concat());
        let mut known: BTreeMap<AssetKey, BTreeSet<usize>> = BTreeMap::new();
        for at in assets.collect::<BTreeSet<usize>>() {
            let node = &manifest.nodes[at];
            if node.doubt.is_none()
                && let Ok(key) = translator.spec(self, at)?.key
            {
                known.entry(key).or_default().insert(at);
            }
        }
        let shared = known.into_iter().find(|(_, nodes)| {
            let sources = nodes
                .iter()
                .all(|&at| manifest.nodes[at].kind() == "source");
            let allowed = &translator.settings.duplicate_source_asset_keys;
            nodes.len() > 1 && (!sources || matches!(allowed, Ok(false)))
        });
        Ok(shared.map(|(key, nodes)| {
            let ids = nodes
                .iter()
                .map(|&at| format!("`{}`", manifest.nodes[at].id));
            let ids = ids.collect::<Vec<_>>().join(" and ");
            format!("dbt resources {ids} have one asset key, `{key}`")
        }))
    }

    /// The tests of the sources that a node depends on, where the settings want them.
    fn add_source_checks(
        &mut self,
        translator: &mut Translator<'a, '_, '_>,
        node: &Node,
        known: &mut FxHashSet<String>,
        found: &mut DbtAssets<'a>,
    ) -> Eval<'a, ()> {
        match &translator.settings.source_tests_as_checks {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(unknown) => {
                found.open.get_or_insert_with(|| Rc::clone(unknown));
                return Ok(());
            }
        }
        let manifest = Rc::clone(translator.manifest);
        for source in manifest.upstream(node) {
            if manifest.nodes[source].kind() != "source" {
                continue;
            }
            let key = translator.spec(self, source)?.key;
            for &child in &manifest.children[source] {
                self.add_dbt_check(translator, child, &key, known, found)?;
            }
        }
        Ok(())
    }

    /// The check of a test, if it is one of the asset (`default_asset_check_fn`).
    fn add_dbt_check(
        &mut self,
        translator: &mut Translator<'a, '_, '_>,
        test: usize,
        asset: &Known<AssetKey>,
        known: &mut FxHashSet<String>,
        found: &mut DbtAssets<'a>,
    ) -> Eval<'a, ()> {
        let manifest = Rc::clone(translator.manifest);
        let node = &manifest.nodes[test];
        if !node.id.starts_with("test") {
            return Ok(());
        }
        match &translator.settings.asset_checks {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(unknown) => {
                found.open.get_or_insert_with(|| Rc::clone(unknown));
                return Ok(());
            }
        }
        if let Some(doubt) = &node.doubt {
            found.open(doubt, translator.place);
            return Ok(());
        }
        let Some(attached) = attached_to(&manifest, node) else {
            return Ok(());
        };
        let key = translator.spec(self, attached)?.key;
        let (Ok(asset), Ok(key)) = (asset, key) else {
            return Ok(());
        };
        let name = node.name();
        let identifier = format!("{}__{name}", asset.to_python_identifier());
        if *asset == key && known.insert(identifier) {
            found.checks.push(CheckSpec {
                asset: Ok(key),
                name: Ok(name.to_owned()),
                place: translator.place,
            });
        }
        Ok(())
    }
}

/// The node that a test is a check of (`get_asset_check_key_for_test`).
fn attached_to(manifest: &Manifest, test: &Node) -> Option<usize> {
    let mut attached = test.text("attached_node").map(str::to_owned);
    let mut parents = test.parents.clone();
    parents.sort();
    parents.dedup();
    if let [only] = parents.as_slice() {
        attached = Some(only.clone());
    }
    let reference = &test.meta()["dagster"]["ref"];
    if reference.as_object().is_some_and(|map| !map.is_empty()) {
        let package = reference["package"]
            .as_str()
            .filter(|name| !name.is_empty());
        let package = package.or(manifest.project.as_deref())?;
        return manifest.nodes.iter().position(|node| {
            node.kind() != "source"
                && reference["name"] == node.name()
                && node.text("package_name") == Some(package)
                && reference["version"] == node.props["version"]
        });
    }
    manifest.index.get(attached.as_deref()?).copied()
}

/// Why it is not known whether dbt has a node.
fn doubt<'n>(picked: &Found, at: usize, node: &'n Node) -> Option<Cow<'n, str>> {
    if let Some(doubt) = &node.doubt {
        return Some(Cow::Borrowed(doubt));
    }
    picked.undecided[at].then(|| {
        let name = node.name();
        Cow::Owned(format!("whether dbt selects `{name}` is decided by Jinja"))
    })
}
