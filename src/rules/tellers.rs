//! Which rule tells which fault of the static load, for tests.

use crate::model::{AtImport, ComponentFault, LoadFault};

/// The rule that tells a fault. A new kind of fault does not compile without one.
#[expect(
    clippy::too_many_lines,
    reason = "one table: the kinds of fault and their rules"
)]
pub(super) fn teller(fault: &LoadFault) -> &'static str {
    match fault {
        LoadFault::MissingTarget { .. } => "target-not-found",
        LoadFault::MissingAttribute { .. } => "attribute-not-found",
        LoadFault::NothingLoadable {
            in_function: None, ..
        } => "target-without-definitions",
        LoadFault::NothingLoadable { .. } => "definitions-in-function",
        LoadFault::TooManyLoadables { .. } => "multiple-definitions",
        LoadFault::IgnoredLoadable { .. } => "ignored-loadable",
        LoadFault::ReplacedRepository { .. } => "duplicate-repository-name",
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
        LoadFault::BrokenProjectConfig { .. } => "invalid-dg-config",
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
        LoadFault::RepeatedElement { .. } => "duplicate-in-selection-or-deps",
        LoadFault::InvalidName { .. } => "invalid-name",
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

pub(super) fn teller_of_component(kind: ComponentFault) -> &'static str {
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
