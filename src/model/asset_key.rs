//! Asset keys.

use std::fmt;

/// The parts of an asset key. A slash inside of a part is part of that part, as in
/// `dagster.AssetKey` (`dagster._core.definitions.asset_key`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetKey(Vec<String>);

impl AssetKey {
    /// A key of these parts.
    pub fn new(parts: Vec<String>) -> Self {
        Self(parts)
    }

    /// The key that `AssetKey.from_user_string` makes: split at slashes.
    pub fn from_user_string(text: &str) -> Self {
        Self(text.split('/').map(str::to_owned).collect())
    }

    /// The parts.
    pub fn parts(&self) -> &[String] {
        &self.0
    }

    /// The same key below a prefix.
    #[must_use]
    pub fn with_prefix(&self, prefix: &[String]) -> Self {
        Self(prefix.iter().chain(&self.0).cloned().collect())
    }

    /// The name of the op that computes the asset: parts joined with `__`, then `-`
    /// and `.` replaced (`AssetKey.to_python_identifier`).
    pub fn to_python_identifier(&self) -> String {
        self.0.join("__").replace(['-', '.'], "_")
    }
}

impl fmt::Display for AssetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("/"))
    }
}
