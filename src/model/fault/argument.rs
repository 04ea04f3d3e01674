//! What is wrong with the arguments of a call of Dagster's API.

/// What is wrong with the arguments of a call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SignatureFault {
    /// There is no parameter of the name.
    Unknown {
        /// The name.
        name: String,
        /// A parameter of nearly that name.
        near: Option<String>,
    },
    /// Something that must be given is not.
    Missing {
        /// The parameter.
        name: String,
    },
    /// Something is given by position and by name.
    Twice {
        /// The parameter.
        name: String,
    },
    /// Something is of a kind that is refused.
    Kind {
        /// The parameter.
        name: &'static str,
        /// What it is annotated with.
        annotation: &'static str,
        /// "a number", "a list of strings".
        found: &'static str,
    },
    /// The function that is decorated is none that Dagster takes.
    Body {
        /// What is wrong.
        message: String,
        /// What to do.
        remedy: &'static str,
    },
    /// More is given by position than is taken.
    TooMany {
        /// How many are taken.
        most: usize,
        /// How many are given.
        given: usize,
    },
}

/// Which part of an argument is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Within {
    /// All of it.
    Whole,
    /// An element of a list, by its number.
    Element(usize),
    /// A key of a dict.
    Key(String),
    /// The value of a key.
    ValueOf(String),
}

/// What is wrong with a value in an argument.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ValueFault {
    /// A cron expression that Dagster refuses.
    Cron {
        /// The expression.
        text: String,
        /// The part of it that is wrong, in bytes.
        part: std::ops::Range<usize>,
        /// What is wrong with it.
        why: String,
    },
    /// A time zone that does not exist.
    TimeZone {
        /// The name.
        name: String,
        /// A zone of nearly that name.
        near: Option<String>,
        /// Whether Dagster refuses it while the code location loads.
        refused: bool,
    },
    /// Partitions that Dagster refuses.
    Partitions {
        /// What is wrong.
        message: String,
    },
    /// An owner, a tag or a kind that Dagster refuses.
    Metadata {
        /// What is wrong.
        message: String,
        /// What to do.
        remedy: &'static str,
    },
}
