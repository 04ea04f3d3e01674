//! Definitions that no code location picks up.

use super::Kind;
use crate::source::{FileId, Place};

/// A definition bound at module level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// What kind of definition it is.
    pub kind: Kind,
    /// The name that it is bound to.
    pub name: String,
    /// The name of the function, or the call that makes it.
    pub place: Place,
}

/// A definition of a module that a code location imports, and that it does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The definition.
    pub definition: Bound,
    /// Whether it is a schedule or sensor that is meant to run as soon as it is loaded.
    pub starts_itself: bool,
    /// Where other definitions of its module are picked up, and how many.
    pub siblings: Option<(Place, usize)>,
}

/// What one load says of the definitions that it does not hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Those of imported modules.
    pub unreached: Vec<Unreached>,
    /// Whether it may pick up definitions of modules that it is not known to import.
    pub may_reach_others: bool,
}

/// A definition that no code location picks up although one imports its module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// The definition, and where others of its module are picked up.
    pub unreached: Unreached,
    /// The rest of its module, where nothing of that is picked up.
    pub others: Vec<Bound>,
    /// The code location that imports the module.
    pub code_location: String,
    /// A comment that mentions it where it would be listed.
    pub commented_out: Option<Place>,
}

/// A module with definitions that no code location imports, beside others that are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanModule {
    /// Its file.
    pub file: FileId,
    /// Its definitions, in the order of the file; never empty.
    pub definitions: Vec<Bound>,
    /// A definition of a module beside it that is loaded.
    pub sibling: Place,
    /// The code location that loads the sibling.
    pub code_location: String,
    /// A comment that mentions the module where it would be imported.
    pub commented_out: Option<Place>,
}
