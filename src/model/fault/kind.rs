//! The kinds of fault.

use std::path::PathBuf;

use super::{Binding, ComponentFault, Several, SignatureFault, ValueFault, Within};
use crate::model::{AssetKey, LoadableKind, NameFault};
use crate::source::{FileId, Place};

faults! {
    /// The module or file that the target names does not exist.
    MissingTarget {
        /// What declares the target.
        place: Place,
        /// The dotted name or path.
        target: String,
        /// A name that is there and nearly the same.
        near: Option<String>,
    }
    /// The attribute that the target names is not in the module.
    MissingAttribute {
        /// The module, or what declares the target.
        place: Place,
        /// The attribute.
        attribute: String,
    }
    /// The module has nothing that Dagster could load.
    NothingLoadable {
        /// The module.
        place: Place,
    }
    /// The module has only a `Definitions` that is made inside of a plain function.
    DefinitionsInFunction {
        /// The module.
        place: Place,
        /// The function.
        function: Binding,
    }
    /// The module has several objects where one is allowed.
    TooManyLoadables {
        /// Of which kind.
        kind: LoadableKind,
        /// Each, in the order of the names.
        bindings: Several,
    }
    /// An object is ignored because a kind of higher precedence is in the module.
    IgnoredLoadable {
        /// The ignored object.
        ignored: Binding,
        /// Its kind.
        kind: LoadableKind,
        /// The object that is loaded instead.
        loaded: Binding,
        /// The kind of that.
        loaded_kind: LoadableKind,
    }
    /// A repository is lost: a later one of the module has its name.
    ReplacedRepository {
        /// The name.
        name: String,
        /// The repository that is lost.
        lost: Binding,
        /// The one that Dagster keeps.
        kept: Binding,
    }
    /// A relative import in a file that Dagster runs as a top-level module.
    RelativeImportInFile {
        /// The import.
        place: Place,
    }
    /// A module of the project itself that does not exist.
    MissingModule {
        /// The import.
        place: Place,
        /// The dotted name.
        module: String,
        /// A name that is there and nearly the same.
        near: Option<String>,
    }
    /// A name that a module of the project itself does not have.
    MissingName {
        /// The name in the import.
        place: Place,
        /// The name.
        name: String,
        /// The module that lacks it.
        module: String,
        /// A name that is there and nearly the same.
        near: Option<String>,
    }
    /// A name that `dagster` does not have.
    UnknownDagsterName {
        /// Where it is taken.
        place: Place,
        /// The name.
        name: String,
        /// Whether earlier versions had it.
        former: bool,
        /// A name that is there and nearly the same.
        near: Option<String>,
    }
    /// A module beside the file that Dagster runs, whose folder is not on the path.
    SiblingImport {
        /// The import.
        place: Place,
        /// The module.
        module: String,
        /// Its file.
        sibling: Place,
    }
    /// A definition that a later binding of its name replaces.
    ShadowedDefinition {
        /// The definition that is lost.
        lost: Binding,
        /// "asset", "job" ...
        kind: &'static str,
        /// The binding that replaces it.
        by: Place,
    }
    /// `Definitions.merge` of two that give one resource, logger or executor.
    MergeConflict {
        /// "resource", "logger", "executor".
        kind: &'static str,
        /// The key; empty for executors.
        key: String,
        /// The first.
        first: Place,
        /// The second.
        second: Place,
        /// The merge, or the defs folder's root file.
        merge: Place,
    }
    /// `Definitions.merge` of two results of `load_from_defs_folder`.
    ComponentTreeConflict {
        /// The merge.
        merge: Place,
        /// The calls that load the folder.
        loads: Vec<Place>,
    }
    /// A module that no import reaches, because a package of its name lies beside it.
    ModuleBehindPackage {
        /// The module's file.
        place: Place,
        /// Its dotted name.
        module: String,
        /// The package's `__init__.py`.
        package: Place,
    }
    /// `load_from_defs_folder` with no dg project above.
    MissingProjectConfig {
        /// The call.
        place: Place,
        /// The nearest configuration of dg, if there is one that says nothing of a project.
        config: Option<Place>,
    }
    /// `load_from_defs_folder` below a configuration that is no TOML.
    BrokenProjectConfig {
        /// Where it stops to be TOML.
        place: Place,
        /// What the parser says.
        message: String,
    }
    /// The defs folder that the project names does not exist.
    MissingDefsFolder {
        /// The call, or what declares the folder.
        place: Place,
        /// The dotted module.
        module: String,
        /// The file that is imported in its place.
        file: Option<Place>,
    }
    /// A value of the wrong kind in a list of `Definitions`.
    WrongArgument {
        /// The value.
        place: Place,
        /// The parameter.
        argument: String,
        /// What the value is.
        found: String,
        /// What is accepted.
        expected: &'static str,
        /// Of a module: what takes the definitions out of it.
        loader: Option<&'static str>,
    }
    /// One defs file with `@definitions` functions and a `Definitions` object.
    MixedDefinitions {
        /// The functions and the object.
        bindings: Several,
    }
    /// A definition in a defs file that has a `Definitions` object, which alone is loaded.
    HiddenInDefsFile {
        /// The definition.
        hidden: Binding,
        /// "asset", "job" ...
        kind: &'static str,
        /// What is loaded instead.
        by: Binding,
    }
    /// A definition in a tuple, set or dict, which no collector looks into.
    InUncollectedContainer {
        /// The definition.
        definition: Binding,
        /// "tuple", "set", "dict".
        container: &'static str,
    }
    /// A `Definitions` or repository in a module that is only collected for loose definitions.
    UncollectedDefinitions {
        /// The object.
        definitions: Binding,
        /// The collector.
        collector: Place,
    }
    /// A folder that a package walker skips because it has no `__init__.py`.
    SkippedFolder {
        /// The first definition of each file below the folder that has one.
        definitions: Vec<Place>,
        /// The folder, as in the package.
        folder: String,
        /// The walker.
        walker: Place,
        /// The Python files that it skips.
        files: Vec<FileId>,
        /// The folders that are no packages: this one, and those below.
        folders: Vec<PathBuf>,
    }
    /// A file of the defs folder whose module name cannot be imported.
    UnimportableDefsFile {
        /// The file.
        place: Place,
        /// The name of the file or folder with the dot.
        name: String,
    }
    /// A mapping function that changes the key of an asset.
    KeyChangedByMapping {
        /// The call.
        place: Place,
        /// Before.
        from: AssetKey,
        /// After.
        to: AssetKey,
    }
    /// Two nodes of one name in one body, neither aliased.
    RepeatedNode {
        /// The second invocation.
        place: Place,
        /// The name or alias.
        name: String,
        /// The job or graph.
        within: String,
    }
    /// An element that a list of dependencies or a selection holds twice.
    RepeatedElement {
        /// Where it stands again.
        place: Place,
        /// Where it stands first.
        first: Place,
        /// The asset or group.
        element: String,
        /// The argument with the list, or the method that takes the elements.
        list: String,
    }
    /// A call of the API with arguments that its callable does not take.
    WrongSignature {
        /// The argument, or the call.
        place: Place,
        /// `asset`, `AssetSpec`.
        callable: &'static str,
        /// What is wrong.
        fault: SignatureFault,
    }
    /// A value in an argument that Dagster refuses.
    InvalidValue {
        /// The argument.
        place: Place,
        /// Which part of it.
        within: Within,
        /// What is wrong.
        fault: ValueFault,
    }
    /// A name that Dagster refuses.
    InvalidName {
        /// Where it is given, or what is called so.
        place: Place,
        /// What is called so: "a job".
        what: &'static str,
        /// The name.
        name: String,
        /// Why.
        why: NameFault,
    }
    /// An environment variable that a component file uses and does not list.
    UndeclaredEnvironment {
        /// The template.
        place: Place,
        /// The variable.
        variable: String,
        /// The place of the component's type.
        component: Place,
    }
    /// A component file that is not read, because another one is.
    UnreadComponentFile {
        /// The file.
        place: Place,
        /// The file that is read.
        read: Place,
    }
    /// A file that says what a component file says, under a name that is not looked for.
    MisnamedComponentFile {
        /// The file.
        place: Place,
        /// Its name.
        name: String,
    }
    /// A definition beside a component file, which keeps it from being loaded.
    DroppedBesideComponent {
        /// The definition.
        place: Place,
        /// The name of the file or folder.
        name: String,
        /// The type of the component.
        component: Place,
        /// Its class.
        class: String,
    }
    /// Dagster refuses a value.
    Refused {
        /// The call or argument.
        place: Place,
        /// What Dagster says, in our words.
        message: String,
    }
    /// An environment variable that code needs while it is imported: it raises where that is
    /// not set.
    EnvironmentAtImport {
        /// The lookup, or the `raise`.
        place: Place,
        /// The variable.
        variable: String,
    }
    /// An `EnvVar` whose value code takes while it is imported.
    EnvVarAtImport {
        /// The call.
        place: Place,
        /// The variable.
        variable: String,
    }
    /// Code that talks to another process or machine while it is imported.
    InputOutputAtImport {
        /// The call.
        place: Place,
        /// The dotted name of what is called.
        call: String,
    }
    /// Code that asks for the time while it is imported.
    TimeAtImport {
        /// The call.
        place: Place,
        /// The dotted name of what is called.
        call: String,
    }
    /// Definitions that vanish where an import of the project itself fails.
    OptionalImport {
        /// The imported name.
        place: Place,
        /// The same as text.
        name: String,
    }
    /// A definition of which a decorator above makes a plain function.
    LostUnderDecorator {
        /// The definition.
        definition: Binding,
        /// "asset", "job" ...
        kind: &'static str,
        /// The decorator.
        decorator: Place,
    }
    /// The code itself raises while it is imported.
    Raises {
        /// The `raise`, or the expression that cannot be evaluated by Python either.
        place: Place,
        /// The exception.
        exception: String,
    }
}
