//! What one static load may cost.

/// The bounds of one static load. What exceeds one is unknown, and the unknown names the
/// place; a load never hangs, whatever the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Statements, expressions and loop turns; the load ends when they are spent.
    pub steps: u64,
    /// Calls, expressions and imports within one another.
    pub depth: u32,
    /// Elements of a container, bytes of a string.
    pub size: usize,
}

impl Default for Budget {
    /// Enough for every public project seen so far, with a wide margin, and spent in a
    /// few seconds where code does not end.
    fn default() -> Self {
        Self {
            steps: 5_000_000,
            depth: 400,
            size: 100_000,
        }
    }
}
