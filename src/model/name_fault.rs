//! Why names are refused.

/// Why Dagster does not take a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameFault {
    /// Something in it is no letter of English, no digit and no underscore.
    Characters,
    /// The same, in a part of an asset's key.
    KeyCharacters,
    /// There is nothing, or a space in it.
    Space,
    /// Dagster or Python keeps the word for itself.
    Reserved,
    /// A group is not made of words with a `/` between them.
    Segments,
    /// It could not be the name of a parameter.
    Identifier,
}
