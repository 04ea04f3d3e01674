//! Tests of the rules that tell faults: every fault of the static load is told once.

use super::tests::{location, model, place, reported};
use super::{check, run};
use crate::model::{
    AssetKey, Binding, CodeLocation, ComponentFault, LoadFault, LoadableKind, NameFault, Several,
    SignatureFault, ValueFault, Within, fault,
};
use crate::source::{Place, Sources};

fn binding(sources: &Sources, name: &str, line: u32) -> Binding {
    Binding {
        name: name.to_owned(),
        place: place(sources, line),
    }
}

fn several(bindings: &[Binding]) -> Several {
    Several::of(bindings.iter().cloned()).expect("several")
}

fn value(place: Place, fault: ValueFault) -> LoadFault {
    let within = Within::Whole;
    fault::InvalidValue {
        place,
        within,
        fault,
    }
    .into()
}

/// What can be wrong with a component file.
const COMPONENT_KINDS: [fn(ComponentFault) -> LoadFault; 10] = [
    LoadFault::ComponentFile,
    LoadFault::ComponentType,
    LoadFault::ComponentModel,
    LoadFault::ComponentAttribute,
    LoadFault::TemplateVariable,
    LoadFault::TemplateVarsModule,
    LoadFault::TemplateVarSignature,
    LoadFault::PostProcessing,
    LoadFault::PostProcessingTarget,
    LoadFault::BuildDefs,
];

fn component_faults(sources: &Sources) -> impl Iterator<Item = LoadFault> {
    let numbered = COMPONENT_KINDS.into_iter().zip(100..);
    numbered.map(|(kind, line)| {
        kind(ComponentFault {
            place: place(sources, line),
            message: "it is wrong".to_owned(),
            help: None,
            symbol: None,
            evidence: None,
        })
    })
}

/// One fault of each kind, each at places of its own.
#[expect(clippy::too_many_lines, reason = "a table of faults")]
fn every_fault(sources: &Sources) -> Vec<LoadFault> {
    let at = |line| place(sources, line);
    let bound = |name, line| binding(sources, name, line);
    let word = str::to_owned;
    let faults = vec![
        fault::MissingTarget {
            near: None,
            place: at(1),
            target: word("shop.definitions"),
        }
        .into(),
        fault::MissingAttribute {
            place: at(2),
            attribute: word("defs"),
        }
        .into(),
        fault::NothingLoadable { place: at(3) }.into(),
        fault::DefinitionsInFunction {
            place: at(4),
            function: bound("build", 5),
        }
        .into(),
        fault::TooManyLoadables {
            kind: LoadableKind::Definitions,
            bindings: several(&[bound("one", 6), bound("two", 7), bound("three", 8)]),
        }
        .into(),
        fault::ReplacedRepository {
            name: "shop".to_owned(),
            lost: bound("shop", 9),
            kept: bound("shop_again", 10),
        }
        .into(),
        fault::IgnoredLoadable {
            ignored: bound("legacy", 9),
            kind: LoadableKind::Repository,
            loaded: bound("defs", 10),
            loaded_kind: LoadableKind::Definitions,
        }
        .into(),
        fault::RelativeImportInFile { place: at(11) }.into(),
        fault::MissingModule {
            near: None,
            place: at(12),
            module: word("shop.jobs"),
        }
        .into(),
        fault::MissingName {
            near: None,
            place: at(13),
            name: word("nightly"),
            module: word("shop.jobs"),
        }
        .into(),
        fault::UnknownDagsterName {
            near: None,
            place: at(62),
            name: word("assett"),
            former: false,
        }
        .into(),
        fault::SiblingImport {
            place: at(63),
            module: word("helpers"),
            sibling: at(64),
        }
        .into(),
        fault::ShadowedDefinition {
            lost: bound("orders", 14),
            kind: "asset",
            by: at(15),
        }
        .into(),
        fault::MergeConflict {
            kind: "resource",
            key: word("db"),
            first: at(16),
            second: at(17),
            merge: at(18),
        }
        .into(),
        fault::ComponentTreeConflict {
            merge: at(19),
            loads: vec![at(20), at(21)],
        }
        .into(),
        fault::ModuleBehindPackage {
            place: at(60),
            module: word("shop.assets"),
            package: at(61),
        }
        .into(),
        fault::BrokenProjectConfig {
            place: at(47),
            message: word("this is not valid TOML"),
        }
        .into(),
        fault::MissingProjectConfig {
            place: at(22),
            config: None,
        }
        .into(),
        fault::MissingDefsFolder {
            place: at(23),
            module: word("shop.defs"),
            file: None,
        }
        .into(),
        fault::WrongArgument {
            loader: None,
            place: at(24),
            argument: word("assets"),
            found: word("a job"),
            expected: "assets",
        }
        .into(),
        fault::InvalidName {
            place: at(67),
            what: "a job",
            name: word("my-job"),
            why: NameFault::Characters,
        }
        .into(),
        fault::WrongSignature {
            place: at(71),
            callable: "asset",
            fault: SignatureFault::Missing { name: word("key") },
        }
        .into(),
        fault::WrongSignature {
            place: at(72),
            callable: "asset",
            fault: SignatureFault::Kind {
                name: "description",
                annotation: "str|None",
                found: "a number",
            },
        }
        .into(),
        value(
            at(68),
            ValueFault::Cron {
                text: word("0 25 * * *"),
                part: 2..4,
                why: word("`25` is not an hour"),
            },
        ),
        value(
            at(69),
            ValueFault::TimeZone {
                name: word("Europe/Berln"),
                near: None,
                refused: true,
            },
        ),
        value(
            at(73),
            ValueFault::Partitions {
                message: word("`2024` is not a date"),
            },
        ),
        value(
            at(70),
            ValueFault::Metadata {
                message: word("`jane` is not an owner"),
                remedy: "give an email address",
            },
        ),
        fault::RepeatedElement {
            place: at(66),
            first: at(65),
            element: word("orders"),
            list: word("deps"),
        }
        .into(),
        fault::MixedDefinitions {
            bindings: several(&[bound("lazy", 25), bound("eager", 26)]),
        }
        .into(),
        fault::HiddenInDefsFile {
            hidden: bound("orders", 27),
            kind: "asset",
            by: bound("defs", 28),
        }
        .into(),
        fault::InUncollectedContainer {
            definition: bound("tables", 29),
            container: "tuple",
        }
        .into(),
        fault::UncollectedDefinitions {
            definitions: bound("defs", 30),
            collector: at(31),
        }
        .into(),
        fault::SkippedFolder {
            folder: word("shop/raw"),
            walker: at(33),
            files: Vec::new(),
            definitions: vec![at(32)],
            folders: Vec::new(),
        }
        .into(),
        fault::UnimportableDefsFile {
            place: at(34),
            name: word("my.assets.py"),
        }
        .into(),
        fault::KeyChangedByMapping {
            place: at(35),
            from: AssetKey::from_user_string("a"),
            to: AssetKey::from_user_string("b"),
        }
        .into(),
        fault::RepeatedNode {
            place: at(36),
            name: word("load"),
            within: word("nightly"),
        }
        .into(),
        fault::UndeclaredEnvironment {
            place: at(45),
            variable: word("WAREHOUSE_URL"),
            component: at(46),
        }
        .into(),
        fault::UnreadComponentFile {
            place: at(40),
            read: at(41),
        }
        .into(),
        fault::MisnamedComponentFile {
            place: at(42),
            name: word("Defs.yaml"),
        }
        .into(),
        fault::DroppedBesideComponent {
            place: at(43),
            name: word("orders.py"),
            component: at(44),
            class: word("Thing"),
        }
        .into(),
        fault::Refused {
            place: at(37),
            message: word("`a b` is no name"),
        }
        .into(),
        fault::Raises {
            place: at(38),
            exception: word("KeyError"),
        }
        .into(),
        fault::OptionalImport {
            place: at(39),
            name: word("assets"),
        }
        .into(),
        fault::LostUnderDecorator {
            definition: bound("orders", 40),
            kind: "asset",
            decorator: at(41),
        }
        .into(),
        fault::EnvironmentAtImport {
            place: at(42),
            variable: word("HOST"),
        }
        .into(),
        fault::EnvVarAtImport {
            place: at(43),
            variable: word("HOST"),
        }
        .into(),
        fault::InputOutputAtImport {
            place: at(44),
            call: word("requests.get"),
        }
        .into(),
        fault::TimeAtImport {
            place: at(45),
            call: word("time.time"),
        }
        .into(),
    ];
    faults
        .into_iter()
        .chain(component_faults(sources))
        .collect()
}

/// How many findings each rule makes of a code location, whether it is on or not.
fn told(sources: &Sources, location: CodeLocation) -> Vec<(&'static str, usize)> {
    let model = model(sources, location);
    let counted = check::all().map(|(rule, check)| (rule.name, run(rule, check, &model).len()));
    counted.filter(|(_, count)| *count > 0).collect()
}

#[test]
fn every_fault_is_told_once_by_one_rule() {
    let sources = Sources::new();
    for fault in every_fault(&sources) {
        let told = told(&sources, location(vec![fault.clone()]));
        assert!(matches!(told[..], [(_, 1)]), "{fault:?}: {told:?}");
    }
}

#[test]
fn every_fault_of_a_component_has_a_rule_of_its_own() {
    let sources = Sources::new();
    let faults = component_faults(&sources).collect();
    let told = told(&sources, location(faults));
    assert_eq!(told.len(), COMPONENT_KINDS.len(), "{told:?}");
}

#[test]
fn a_fault_of_a_shared_module_is_told_once() {
    let sources = Sources::new();
    let faults = every_fault(&sources);
    let alone = faults.iter().map(|it| location(vec![it.clone()]));
    let count: usize = alone.map(|it| reported(&sources, it).len()).sum();
    let twice = faults.iter().chain(&faults).cloned().collect();
    assert_eq!(reported(&sources, location(twice)).len(), count);
}
