//! Rules that only tell what the load met: functions from a fault to a diagnostic.

use super::runs_on::{RunsOn, runs_on};
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, ComponentFault, LoadFault, Model, fault};
use crate::rule::Rule;
use crate::source::Place;

/// Where the load met a fault, and the rule that tells it.
#[derive(Clone, Copy)]
pub(crate) struct Met<'a> {
    rule: &'static Rule,
    pub(super) model: &'a Model<'a>,
    /// The code location that was loaded.
    pub(super) location: &'a CodeLocation,
}

impl<'a> Met<'a> {
    /// What the functions say of the faults that the load of a code location met.
    pub(super) fn told(
        rule: &'static Rule,
        model: &'a Model<'_>,
        location: &'a CodeLocation,
        tellers: &[Teller],
    ) -> impl Iterator<Item = Diagnostic> {
        let met = Self {
            rule,
            model,
            location,
        };
        let faults = location.faults.iter();
        faults.flat_map(move |fault| tellers.iter().filter_map(move |it| it.tell(met, fault)))
    }

    /// Whether the project may run on the release whose API is known, or nothing says.
    pub(super) fn may_be_known(self) -> bool {
        matches!(
            runs_on(self.model, self.location),
            RunsOn::Known | RunsOn::Any
        )
    }

    /// A finding of the rule.
    pub(super) fn finding(self, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.rule, place, message)
    }
}

/// Makes the functions of a table: what a fault of each kind is made of, and whether there is
/// always something to say of it.
macro_rules! tellers {
    ($($kind:ident($fault:ty) -> $told:ty,)*) => {
        /// A function that tells the faults of one kind.
        // A kind of fault that no rule tells does not compile.
        #[deny(dead_code)]
        #[derive(Debug, Clone, Copy)]
        pub(crate) enum Teller {
            $($kind(fn(Met<'_>, &$fault) -> $told),)*
        }

        impl Teller {
            /// What it says of a fault; nothing where that is of another kind.
            fn tell(self, met: Met<'_>, fault: &LoadFault) -> Option<Diagnostic> {
                match fault {
                    $(LoadFault::$kind(fault) => match self {
                        Self::$kind(tell) => tell(met, fault).into(),
                        _ => None,
                    },)*
                    // A rule tells all of a file at once.
                    LoadFault::EnvironmentAtImport(_) | LoadFault::EnvVarAtImport(_) => None,
                    // The rule tells what else is wrong with such files, too.
                    LoadFault::BrokenProjectConfig(_) => None,
                }
            }
        }
    };
}

tellers! {
    MissingTarget(fault::MissingTarget) -> Option<Diagnostic>,
    MissingAttribute(fault::MissingAttribute) -> Diagnostic,
    NothingLoadable(fault::NothingLoadable) -> Diagnostic,
    DefinitionsInFunction(fault::DefinitionsInFunction) -> Diagnostic,
    TooManyLoadables(fault::TooManyLoadables) -> Diagnostic,
    IgnoredLoadable(fault::IgnoredLoadable) -> Option<Diagnostic>,
    ReplacedRepository(fault::ReplacedRepository) -> Diagnostic,
    RelativeImportInFile(fault::RelativeImportInFile) -> Diagnostic,
    MissingModule(fault::MissingModule) -> Diagnostic,
    MissingName(fault::MissingName) -> Diagnostic,
    UnknownDagsterName(fault::UnknownDagsterName) -> Diagnostic,
    SiblingImport(fault::SiblingImport) -> Diagnostic,
    ShadowedDefinition(fault::ShadowedDefinition) -> Diagnostic,
    MergeConflict(fault::MergeConflict) -> Diagnostic,
    ComponentTreeConflict(fault::ComponentTreeConflict) -> Diagnostic,
    ModuleBehindPackage(fault::ModuleBehindPackage) -> Diagnostic,
    MissingProjectConfig(fault::MissingProjectConfig) -> Option<Diagnostic>,
    MissingDefsFolder(fault::MissingDefsFolder) -> Option<Diagnostic>,
    WrongArgument(fault::WrongArgument) -> Diagnostic,
    MixedDefinitions(fault::MixedDefinitions) -> Diagnostic,
    HiddenInDefsFile(fault::HiddenInDefsFile) -> Diagnostic,
    InUncollectedContainer(fault::InUncollectedContainer) -> Diagnostic,
    UncollectedDefinitions(fault::UncollectedDefinitions) -> Option<Diagnostic>,
    SkippedFolder(fault::SkippedFolder) -> Option<Diagnostic>,
    UnimportableDefsFile(fault::UnimportableDefsFile) -> Diagnostic,
    KeyChangedByMapping(fault::KeyChangedByMapping) -> Diagnostic,
    RepeatedNode(fault::RepeatedNode) -> Diagnostic,
    RepeatedElement(fault::RepeatedElement) -> Diagnostic,
    InvalidName(fault::InvalidName) -> Diagnostic,
    WrongSignature(fault::WrongSignature) -> Option<Diagnostic>,
    InvalidValue(fault::InvalidValue) -> Option<Diagnostic>,
    UndeclaredEnvironment(fault::UndeclaredEnvironment) -> Diagnostic,
    UnreadComponentFile(fault::UnreadComponentFile) -> Diagnostic,
    MisnamedComponentFile(fault::MisnamedComponentFile) -> Diagnostic,
    DroppedBesideComponent(fault::DroppedBesideComponent) -> Diagnostic,
    Refused(fault::Refused) -> Diagnostic,
    InputOutputAtImport(fault::InputOutputAtImport) -> Diagnostic,
    TimeAtImport(fault::TimeAtImport) -> Diagnostic,
    OptionalImport(fault::OptionalImport) -> Diagnostic,
    LostUnderDecorator(fault::LostUnderDecorator) -> Diagnostic,
    Raises(fault::Raises) -> Diagnostic,
    ComponentFile(ComponentFault) -> Diagnostic,
    ComponentType(ComponentFault) -> Diagnostic,
    ComponentModel(ComponentFault) -> Diagnostic,
    ComponentAttribute(ComponentFault) -> Diagnostic,
    TemplateVariable(ComponentFault) -> Diagnostic,
    TemplateVarsModule(ComponentFault) -> Diagnostic,
    TemplateVarSignature(ComponentFault) -> Diagnostic,
    PostProcessing(ComponentFault) -> Diagnostic,
    PostProcessingTarget(ComponentFault) -> Diagnostic,
    BuildDefs(ComponentFault) -> Diagnostic,
}
