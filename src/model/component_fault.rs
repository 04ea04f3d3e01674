//! What can be wrong with components.

/// What can be wrong with a component file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ComponentFault {
    /// Its frame: keys, types, documents.
    File,
    /// The class that it names.
    Type,
    /// The annotations of its class.
    Model,
    /// Its attributes.
    Attribute,
    /// A variable in a template.
    TemplateVariable,
    /// The module of the template variables.
    TemplateVarsModule,
    /// A function under `@template_var`.
    TemplateVarSignature,
    /// The shape of `post_processing`.
    PostProcessing,
    /// A target of `post_processing`.
    Target,
    /// What `build_defs` gives.
    BuildDefs,
}
