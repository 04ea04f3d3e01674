//! Tests of the rules on models that are made by hand: every fault of the static load
//! is told once, and clashes of asset keys are decided as Dagster decides them.

use std::path::PathBuf;

use ruff_text_size::{TextRange, TextSize};

use super::check;
use crate::model::{
    Asset, AssetKey, AssetKind, AtImport, Binding, CodeLocation, ComponentFault, Guard, LoadFault,
    LoadableKind, Model, Node, NodeKind, ObjectId, SpecValue, Target, TargetKind,
};
use crate::rule::Rule;
use crate::source::{Place, Sources};

/// A place of its own for each number.
fn place(sources: &Sources, line: u32) -> Place {
    let file = sources.read(&PathBuf::from("/nowhere/definitions.py")).id();
    Place::new(file, TextRange::empty(TextSize::new(line)))
}

fn binding(sources: &Sources, name: &str, line: u32) -> Binding {
    Binding {
        name: name.to_owned(),
        place: place(sources, line),
    }
}

fn location(faults: Vec<LoadFault>) -> CodeLocation {
    let target = Target {
        variables: std::collections::BTreeMap::new(),
        name: "shop".to_owned(),
        kind: TargetKind::Module("shop.definitions".to_owned()),
        attribute: None,
        working_directory: PathBuf::from("/nowhere"),
        current_directory: None,
        search_path: Vec::new(),
        package_directories: std::collections::BTreeMap::new(),
        declared_at: None,
        found: false,
        project: None,
    };
    CodeLocation {
        name: target.name.clone(),
        target,
        project: None,
        entry: None,
        loaded_from: None,
        repositories: 0,
        assets: Vec::new(),
        asset_checks: Vec::new(),
        jobs: Vec::new(),
        automations: Vec::new(),
        resources: Vec::new(),
        nodes: Vec::new(),
        unknowns: Vec::new(),
        faults,
        imported: Vec::new(),
        reach: crate::model::Reach::default(),
    }
}

/// The names of the rules that report something.
fn reported(sources: &Sources, location: CodeLocation) -> Vec<&'static str> {
    let model = Model {
        settings: crate::settings::Configuration::default(),
        directory: PathBuf::from("/nowhere"),
        sources,
        python_files: None,
        workspaces: Vec::new(),
        projects: Vec::new(),
        code_locations: vec![location],
        orphans: Vec::new(),
        orphan_modules: Vec::new(),
        unreadable: Vec::new(),
        config_faults: Vec::new(),
        compose_files: Vec::new(),
        commands: Vec::new(),
        panics: Vec::new(),
    };
    let super::Checked { found, panics, .. } = check(&model);
    assert!(panics.is_empty(), "{panics:?}");
    found.iter().map(|finding| finding.rule.name).collect()
}

/// The rule that tells a fault. A new kind of fault does not compile without one.
fn teller(fault: &LoadFault) -> &'static str {
    match fault {
        LoadFault::MissingTarget { .. } => "target-not-found",
        LoadFault::MissingAttribute { .. } => "attribute-not-found",
        LoadFault::NothingLoadable {
            in_function: None, ..
        } => "target-without-definitions",
        LoadFault::NothingLoadable { .. } => "definitions-in-function",
        LoadFault::TooManyLoadables { .. } => "multiple-definitions",
        LoadFault::IgnoredLoadable { .. } => "ignored-loadable",
        LoadFault::RelativeImportInFile { .. } => "relative-import-in-file",
        LoadFault::MissingModule { .. } | LoadFault::MissingName { .. } => "unresolved-import",
        LoadFault::UnknownDagsterName { .. } => "unknown-dagster-name",
        LoadFault::SiblingImport { .. } => "sibling-import",
        LoadFault::ShadowedDefinition { .. } => "shadowed-definition",
        LoadFault::MergeConflict { .. } | LoadFault::ComponentTreeConflict { .. } => {
            "merge-conflict"
        }
        LoadFault::ModuleBehindPackage { .. } => "module-shadowed-by-package",
        LoadFault::MissingProjectConfig { .. } => "missing-project-config",
        LoadFault::MissingDefsFolder { .. } => "missing-defs-folder",
        LoadFault::WrongArgument { .. } => "wrong-kind-in-slot",
        LoadFault::MixedDefinitions { .. } => "lazy-and-eager-definitions",
        LoadFault::HiddenInDefsFile { .. } => "hidden-in-defs-file",
        LoadFault::InUncollectedContainer { .. } => "uncollected-container",
        LoadFault::UncollectedDefinitions { .. } => "uncollected-definitions",
        LoadFault::SkippedFolder { .. } => "missing-init",
        LoadFault::UnimportableDefsFile { .. } => "unimportable-defs-file",
        LoadFault::KeyChangedByMapping { .. } => "key-changed-by-mapping",
        LoadFault::RepeatedNode { .. } => "repeated-node",
        LoadFault::Component { kind, .. } => teller_of_component(*kind),
        LoadFault::UndeclaredEnvironment { .. } => "component-env-not-declared",
        LoadFault::UnreadComponentFile { .. } => "unread-component-file",
        LoadFault::MisnamedComponentFile { .. } => "misnamed-component-file",
        LoadFault::DroppedBesideComponent { .. } => "dropped-beside-component",
        LoadFault::Refused { .. } => "refused-value",
        LoadFault::Raises { .. } => "raises-at-import",
        LoadFault::OptionalImport { .. } => "optional-import-drop",
        LoadFault::LostUnderDecorator { .. } => "decorator-above-asset",
        LoadFault::AtImport { what, .. } => match what {
            AtImport::Environment { .. } | AtImport::EnvVar { .. } => "environ-at-import",
            AtImport::InputOutput { .. } => "io-at-import",
            AtImport::Time { .. } => "time-at-import",
        },
    }
}

const COMPONENT_FAULTS: [ComponentFault; 10] = [
    ComponentFault::File,
    ComponentFault::Type,
    ComponentFault::Model,
    ComponentFault::Attribute,
    ComponentFault::TemplateVariable,
    ComponentFault::TemplateVarsModule,
    ComponentFault::TemplateVarSignature,
    ComponentFault::PostProcessing,
    ComponentFault::Target,
    ComponentFault::BuildDefs,
];

fn teller_of_component(kind: ComponentFault) -> &'static str {
    match kind {
        ComponentFault::File => "invalid-component-file",
        ComponentFault::Type => "unknown-component-type",
        ComponentFault::Model => "unresolvable-component",
        ComponentFault::Attribute => "invalid-component-attribute",
        ComponentFault::TemplateVariable => "undefined-template-variable",
        ComponentFault::TemplateVarsModule => "template-vars-not-found",
        ComponentFault::TemplateVarSignature => "template-var-signature",
        ComponentFault::PostProcessing => "invalid-post-processing",
        ComponentFault::Target => "unknown-post-processing-target",
        ComponentFault::BuildDefs => "build-defs-without-definitions",
    }
}

/// One fault of each kind, each at places of its own.
fn every_fault(sources: &Sources) -> Vec<LoadFault> {
    let at = |line| place(sources, line);
    let bound = |name, line| binding(sources, name, line);
    let word = str::to_owned;
    vec![
        LoadFault::MissingTarget {
            place: at(1),
            target: word("shop.definitions"),
        },
        LoadFault::MissingAttribute {
            place: at(2),
            attribute: word("defs"),
        },
        LoadFault::NothingLoadable {
            place: at(3),
            in_function: None,
        },
        LoadFault::NothingLoadable {
            place: at(4),
            in_function: Some(bound("build", 5)),
        },
        LoadFault::TooManyLoadables {
            kind: LoadableKind::Definitions,
            bindings: vec![bound("one", 6), bound("two", 7), bound("three", 8)],
        },
        LoadFault::IgnoredLoadable {
            ignored: bound("legacy", 9),
            kind: LoadableKind::Repository,
            loaded: bound("defs", 10),
            loaded_kind: LoadableKind::Definitions,
        },
        LoadFault::RelativeImportInFile { place: at(11) },
        LoadFault::MissingModule {
            place: at(12),
            module: word("shop.jobs"),
        },
        LoadFault::MissingName {
            place: at(13),
            name: word("nightly"),
            module: word("shop.jobs"),
        },
        LoadFault::UnknownDagsterName {
            place: at(62),
            name: word("assett"),
            former: false,
        },
        LoadFault::SiblingImport {
            place: at(63),
            module: word("helpers"),
            sibling: at(64),
        },
        LoadFault::ShadowedDefinition {
            lost: bound("orders", 14),
            kind: "asset",
            by: at(15),
        },
        LoadFault::MergeConflict {
            kind: "resource",
            key: word("db"),
            first: at(16),
            second: at(17),
            merge: at(18),
        },
        LoadFault::ComponentTreeConflict {
            merge: at(19),
            loads: vec![at(20), at(21)],
        },
        LoadFault::ModuleBehindPackage {
            place: at(60),
            module: word("shop.assets"),
            package: at(61),
        },
        LoadFault::MissingProjectConfig {
            place: at(22),
            config: None,
        },
        LoadFault::MissingDefsFolder {
            place: at(23),
            module: word("shop.defs"),
        },
        LoadFault::WrongArgument {
            place: at(24),
            argument: word("assets"),
            found: word("a job"),
            expected: "assets",
        },
        LoadFault::MixedDefinitions {
            bindings: vec![bound("lazy", 25), bound("eager", 26)],
        },
        LoadFault::HiddenInDefsFile {
            hidden: bound("orders", 27),
            kind: "asset",
            by: bound("defs", 28),
        },
        LoadFault::InUncollectedContainer {
            definition: bound("tables", 29),
            container: "tuple",
        },
        LoadFault::UncollectedDefinitions {
            definitions: bound("defs", 30),
            collector: at(31),
        },
        LoadFault::SkippedFolder {
            place: at(32),
            folder: word("shop/raw"),
            walker: at(33),
            files: 2,
        },
        LoadFault::UnimportableDefsFile {
            place: at(34),
            name: word("my.assets.py"),
        },
        LoadFault::KeyChangedByMapping {
            place: at(35),
            from: AssetKey::from_user_string("a"),
            to: AssetKey::from_user_string("b"),
        },
        LoadFault::RepeatedNode {
            place: at(36),
            name: word("load"),
            within: word("nightly"),
        },
        LoadFault::UndeclaredEnvironment {
            place: at(45),
            variable: word("WAREHOUSE_URL"),
            component: at(46),
        },
        LoadFault::UnreadComponentFile {
            place: at(40),
            read: at(41),
        },
        LoadFault::MisnamedComponentFile {
            place: at(42),
            name: word("Defs.yaml"),
        },
        LoadFault::DroppedBesideComponent {
            place: at(43),
            name: word("orders.py"),
            component: at(44),
            class: word("Thing"),
        },
        LoadFault::Refused {
            place: at(37),
            message: word("`a b` is no name"),
        },
        LoadFault::Raises {
            place: at(38),
            exception: word("KeyError"),
        },
        LoadFault::OptionalImport {
            place: at(39),
            name: word("assets"),
        },
        LoadFault::LostUnderDecorator {
            definition: bound("orders", 40),
            kind: "asset",
            decorator: at(41),
        },
        LoadFault::AtImport {
            place: at(42),
            what: AtImport::Environment {
                variable: word("HOST"),
            },
        },
        LoadFault::AtImport {
            place: at(43),
            what: AtImport::EnvVar {
                variable: word("HOST"),
            },
        },
        LoadFault::AtImport {
            place: at(44),
            what: AtImport::InputOutput {
                call: word("requests.get"),
            },
        },
        LoadFault::AtImport {
            place: at(45),
            what: AtImport::Time {
                call: word("time.time"),
            },
        },
    ]
}

fn is_on(rule: &str) -> bool {
    Rule::find(rule).is_some_and(|rule| rule.on)
}

#[test]
fn every_fault_of_a_component_is_told_once() {
    let sources = Sources::new();
    for (kind, line) in COMPONENT_FAULTS.into_iter().zip(100..) {
        let fault = LoadFault::Component {
            kind,
            place: place(&sources, line),
            message: "it is wrong".to_owned(),
            help: None,
            evidence: None,
        };
        let teller = teller(&fault);
        assert_eq!(reported(&sources, location(vec![fault])), [teller]);
    }
}

#[test]
fn every_fault_is_told_once() {
    let sources = Sources::new();
    for fault in every_fault(&sources) {
        let teller = teller(&fault);
        let expected: Vec<&str> = is_on(teller).then_some(teller).into_iter().collect();
        assert_eq!(reported(&sources, location(vec![fault])), expected);
    }
}

#[test]
fn a_fault_of_a_shared_module_is_told_once() {
    let sources = Sources::new();
    let faults = every_fault(&sources);
    let count = faults.iter().filter(|fault| is_on(teller(fault))).count();
    let twice = faults.iter().chain(&faults).cloned().collect();
    assert_eq!(reported(&sources, location(twice)).len(), count);
}

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
            group: None,
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
