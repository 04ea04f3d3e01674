//! Tests of the rules on models that are made by hand: every fault of the static load
//! is told once.

use std::path::PathBuf;

use ruff_text_size::{TextRange, TextSize};

use super::check;
use super::tellers::teller;
use crate::model::{
    AssetKey, AtImport, Binding, CodeLocation, ComponentFault, LoadFault, LoadableKind, Model,
    NameFault, Target, TargetKind,
};
use crate::rule::Rule;
use crate::source::{Place, Sources};

/// A place of its own for each number.
pub(super) fn place(sources: &Sources, line: u32) -> Place {
    let file = sources.read(&PathBuf::from("/nowhere/definitions.py")).id();
    Place::new(file, TextRange::empty(TextSize::new(line)))
}

fn binding(sources: &Sources, name: &str, line: u32) -> Binding {
    Binding {
        name: name.to_owned(),
        place: place(sources, line),
    }
}

pub(super) fn location(faults: Vec<LoadFault>) -> CodeLocation {
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
        imports: Vec::new(),
        reach: crate::model::Reach::default(),
    }
}

/// The names of the rules that report something.
pub(super) fn reported(sources: &Sources, location: CodeLocation) -> Vec<&'static str> {
    let model = Model {
        settings: crate::settings::Configuration::default(),
        directory: PathBuf::from("/nowhere"),
        sources,
        roots: Vec::new(),
        python_files: None,
        workspaces: Vec::new(),
        projects: Vec::new(),
        code_locations: vec![location],
        orphans: Vec::new(),
        orphan_modules: Vec::new(),
        unreadable: Vec::new(),
        broken_modules: Vec::new(),
        config_faults: Vec::new(),
        compose_files: Vec::new(),
        commands: Vec::new(),
        panics: Vec::new(),
    };
    let super::Checked { found, panics, .. } = check(&model);
    assert!(panics.is_empty(), "{panics:?}");
    found.iter().map(|finding| finding.rule.name).collect()
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

/// One fault of each kind, each at places of its own.
#[expect(clippy::too_many_lines, reason = "a table of faults")]
fn every_fault(sources: &Sources) -> Vec<LoadFault> {
    let at = |line| place(sources, line);
    let bound = |name, line| binding(sources, name, line);
    let word = str::to_owned;
    vec![
        LoadFault::MissingTarget {
            near: None,
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
        LoadFault::ReplacedRepository {
            name: "shop".to_owned(),
            lost: bound("shop", 9),
            kept: bound("shop_again", 10),
        },
        LoadFault::IgnoredLoadable {
            ignored: bound("legacy", 9),
            kind: LoadableKind::Repository,
            loaded: bound("defs", 10),
            loaded_kind: LoadableKind::Definitions,
        },
        LoadFault::RelativeImportInFile { place: at(11) },
        LoadFault::MissingModule {
            near: None,
            place: at(12),
            module: word("shop.jobs"),
        },
        LoadFault::MissingName {
            near: None,
            place: at(13),
            name: word("nightly"),
            module: word("shop.jobs"),
        },
        LoadFault::UnknownDagsterName {
            near: None,
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
        LoadFault::BrokenProjectConfig {
            place: at(47),
            message: word("this is not valid TOML"),
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
            loader: None,
            place: at(24),
            argument: word("assets"),
            found: word("a job"),
            expected: "assets",
        },
        LoadFault::InvalidName {
            place: at(67),
            what: "a job",
            name: word("my-job"),
            why: NameFault::Characters,
        },
        LoadFault::RepeatedElement {
            place: at(66),
            first: at(65),
            element: word("orders"),
            list: word("deps"),
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
            symbol: None,
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
