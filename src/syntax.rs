//! The facts of one file, as its syntax shows them, without a load: what a name means, what is
//! decorated, what is imported, and where the parts of an expression stand.
//!
//! The static load knows more, and only of what it runs. These facts hold for every file, for
//! code that no import reaches too, and each is worked out when somebody asks for it.

pub mod bound_names;
pub mod condition;
pub mod function;
pub mod import;
pub mod name;
pub mod place;
pub mod statement;
pub mod text;
pub mod usage;
