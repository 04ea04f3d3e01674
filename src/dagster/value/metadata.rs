//! Owners, tags and kinds (`dagster._utils.tags.normalize_tags`,
//! `dagster._core.definitions.utils.is_valid_owner`).

use std::sync::LazyLock;

use regex::Regex;

/// How many kinds an asset may have.
pub(super) const MOST_KINDS: usize = 10;

/// What is said of what Dagster takes.
pub(super) const OWNERS: &str = "give an email address, or a team with `team:` before its name";
pub(super) const KEYS: &str = "Dagster takes only English letters, digits, `_`, `-` and `.`, at most 63, if need be \
    after a namespace of the same and a `/`";
pub(super) const VALUES: &str =
    "Dagster takes only a string of English letters, digits, `_`, `-` and `.`, at most 63";
pub(super) const KINDS: &str =
    "Dagster takes only English letters, digits, `_`, `-` and `.`, at most 63";

const LONGEST: usize = 63;

static EMAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\A(?-u:\b)[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,7}(?-u:\b)\z").ok()
});

/// Whether it is an email address, or a team.
pub(super) fn is_owner(text: &str) -> bool {
    match text.strip_prefix("team:") {
        Some(team) => !team.is_empty(),
        None => EMAIL.as_ref().is_none_or(|email| email.is_match(text)),
    }
}

/// Whether Dagster takes it for the key of a tag.
pub(super) fn is_key(key: &str) -> bool {
    match (key.strip_prefix("dagster/kind/"), key.split_once('/')) {
        (Some(kind), _) => is_part(kind),
        (None, Some((namespace, name))) => is_part(namespace) && is_part(name),
        (None, None) => is_part(key),
    }
}

/// Whether Dagster takes it for a part of a key, or for a kind.
pub(super) fn is_part(part: &str) -> bool {
    !part.is_empty() && is_value(part)
}

/// Whether Dagster takes it for the value of a tag.
pub(super) fn is_value(text: &str) -> bool {
    let is_taken = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
    // Python's `$` stands before a last line end, too.
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.chars().all(is_taken) && text.len() <= LONGEST
}
