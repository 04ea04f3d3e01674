//! What can be wrong with components.

use crate::source::Place;

/// A component file, or the component that it names, that Dagster refuses. Which part of it is
/// wrong is said by the kind of the [`LoadFault`](super::LoadFault).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ComponentFault {
    /// Where.
    pub place: Place,
    /// What is wrong, in words.
    pub message: String,
    /// What to do, where more can be said than to change it.
    pub help: Option<String>,
    /// What it is about, where the text at the place does not say it.
    pub symbol: Option<String>,
    /// The component file, where the place is another file.
    pub evidence: Option<Place>,
}
