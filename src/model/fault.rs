//! What goes wrong while a code location loads, apart from names that clash: a type for each
//! kind of fault, and [`LoadFault`], which is one of them.

mod argument;

use super::ComponentFault;
use crate::source::Place;

/// A name and where it is bound.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Binding {
    /// The name.
    pub name: String,
    /// Where the value was made or imported.
    pub place: Place,
}

/// Two bindings or more, where one is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Several {
    /// The first.
    pub first: Binding,
    /// The second.
    pub second: Binding,
    /// The rest.
    pub others: Vec<Binding>,
}

impl Several {
    /// The bindings, if they are several.
    pub fn of(bindings: impl IntoIterator<Item = Binding>) -> Option<Self> {
        let mut bindings = bindings.into_iter();
        Some(Self {
            first: bindings.next()?,
            second: bindings.next()?,
            others: bindings.collect(),
        })
    }

    /// All of them, in their order.
    pub fn all(&self) -> impl Iterator<Item = &Binding> {
        [&self.first, &self.second].into_iter().chain(&self.others)
    }
}

/// Makes a type of each kind of fault, and the fault that is one of them.
macro_rules! faults {
    ($(
        $(#[$about:meta])*
        $kind:ident { $($(#[$about_field:meta])* $field:ident: $type:ty,)* }
    )*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            pub struct $kind { $($(#[$about_field])* pub $field: $type,)* }

            impl From<$kind> for LoadFault {
                fn from(fault: $kind) -> Self {
                    Self::$kind(fault)
                }
            }
        )*

        /// A fault seen by the static load. All of them are certain: what depends on an
        /// undecided branch is not recorded.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum LoadFault {
            $($(#[$about])* $kind($kind),)*
            /// The frame of a component file: keys, types, documents.
            ComponentFile(ComponentFault),
            /// The class that a component file names.
            ComponentType(ComponentFault),
            /// The annotations of the class of a component.
            ComponentModel(ComponentFault),
            /// The attributes of a component.
            ComponentAttribute(ComponentFault),
            /// A variable in a template.
            TemplateVariable(ComponentFault),
            /// The module of the template variables.
            TemplateVarsModule(ComponentFault),
            /// A function under `@template_var`.
            TemplateVarSignature(ComponentFault),
            /// The shape of `post_processing`.
            PostProcessing(ComponentFault),
            /// A target of `post_processing`.
            PostProcessingTarget(ComponentFault),
            /// What `build_defs` gives.
            BuildDefs(ComponentFault),
        }
    };
}

mod kind;

pub use argument::{SignatureFault, ValueFault, Within};
pub use kind::*;
