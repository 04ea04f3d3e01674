//! YAML with places. The tree is built from parser events in a loop, so that
//! neither depth nor aliases of a hostile file can hurt: what is nested too deeply
//! is refused, and an alias shares its node instead of copying it.

mod build;
mod pyyaml;

use std::collections::HashSet;
use std::sync::Arc;

use ruff_text_size::{TextRange, TextSize};
use saphyr_parser::Span;

use build::{Builder, build};

/// A node and where it stands.
#[derive(Debug)]
pub struct Node {
    /// From its first to its last character.
    pub range: TextRange,
    /// What it is.
    pub value: Value,
    /// Its tag as written, where that makes something else of it than YAML's strings,
    /// lists and mappings: `!reference`, `!!binary`.
    pub tag: Option<String>,
    /// How many collections are in one another, through aliases too: dropping a
    /// tree recurses as deep as it is high.
    height: usize,
}

/// The kinds of nodes.
#[derive(Debug)]
pub enum Value {
    /// A scalar, as text.
    Scalar {
        /// The text after quotes, escapes and folding.
        text: String,
        /// Whether it is written without quotes and without a tag, so that `1`, `true` and `null` are no strings.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Arc<Node>>),
    /// A mapping, in the order of the file, with repeated keys.
    Mapping(Vec<(Arc<Node>, Arc<Node>)>),
}

impl Value {
    fn height(&self) -> usize {
        let highest = match self {
            Self::Scalar { .. } => return 0,
            Self::Sequence(items) => items.iter().map(|item| item.height).max(),
            Self::Mapping(entries) => entries
                .iter()
                .map(|(key, value)| key.height.max(value.height))
                .max(),
        };
        1 + highest.unwrap_or(0)
    }
}

impl Node {
    /// The text of a scalar that is a string, as YAML 1.1 (`PyYAML`) resolves it.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, plain } if !plain || is_plain_string(text) => Some(text),
            _ => None,
        }
    }

    /// The text of any scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self) -> &[Arc<Node>] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[(Arc<Node>, Arc<Node>)] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// A key and its value: the last one wins, and its own over what a merge key (`<<`)
    /// brings, as in `PyYAML`.
    pub fn entry(&self, key: &str) -> Option<&(Arc<Node>, Arc<Node>)> {
        let (mut waiting, mut seen) = (vec![self], HashSet::new());
        while let Some(node) = waiting.pop() {
            // Aliases may merge one mapping over and over.
            if !seen.insert(std::ptr::from_ref(node)) {
                continue;
            }
            let mut entries = node.entries().iter().rev();
            let own = entries.find(|(name, _)| name.scalar() == Some(key));
            if own.is_some() {
                return own;
            }
            waiting.extend(node.merge_sources());
        }
        None
    }

    /// The entries, and those that merge keys bring and that it does not have itself.
    pub fn merged_entries(&self) -> Vec<(&Arc<Node>, &Arc<Node>)> {
        let (mut waiting, mut seen) = (vec![self], HashSet::new());
        let (mut found, mut taken) = (Vec::new(), HashSet::new());
        while let Some(node) = waiting.pop() {
            if !seen.insert(std::ptr::from_ref(node)) {
                continue;
            }
            let own = node.entries().iter().filter(|(key, _)| !key.is_merge());
            let is_new = |key: &Node| key.scalar().is_none_or(|name| !taken.contains(name));
            let own: Vec<_> = own.filter(|(key, _)| is_new(key)).collect();
            taken.extend(own.iter().filter_map(|(key, _)| key.scalar()));
            found.extend(own.into_iter().map(|(key, value)| (key, value)));
            waiting.extend(node.merge_sources());
        }
        found
    }

    /// What merge keys bring, the first that counts last.
    fn merge_sources(&self) -> Vec<&Self> {
        let merges = self.entries().iter().filter(|(key, _)| key.is_merge());
        let sources = merges.flat_map(|(_, source)| match &source.value {
            // Of several, the first wins.
            Value::Sequence(items) => items.iter().rev().map(|it| &**it).collect(),
            _ => vec![&**source],
        });
        sources.collect()
    }

    /// Whether it is the key under which a mapping takes over others.
    pub fn is_merge(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if text == "<<")
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Arc<Node>> {
        self.entry(key).map(|(_, value)| value)
    }
}

/// Whether `PyYAML` reads a plain scalar as a string.
fn is_plain_string(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    let reserved = matches!(
        word.as_str(),
        "" | "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off"
    );
    let number = text.parse::<f64>().is_ok()
        || text.strip_prefix("0x").is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit())
        });
    !reserved && !number
}

/// Why a text is not YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlFault {
    /// What the parser says.
    pub message: String,
    /// Where.
    pub range: TextRange,
    /// Whether it is YAML, and only nested more deeply than is followed here.
    pub is_limit: bool,
}

/// The documents of a text.
pub fn parse(text: &str) -> Result<Vec<Arc<Node>>, YamlFault> {
    Ok(build(text)?.documents)
}

/// The documents of a text that Dagster reads. `PyYAML` refuses some of what YAML allows.
pub fn parse_as_pyyaml(text: &str) -> Result<Vec<Arc<Node>>, YamlFault> {
    let Builder {
        documents,
        opaque,
        foreign,
        ..
    } = build(text)?;
    match pyyaml::refused(text, &opaque).or(foreign) {
        Some(fault) => Err(fault),
        None => Ok(documents),
    }
}

/// From the parser's character offsets to byte offsets.
pub(super) struct Offsets {
    /// None for ASCII, where both are the same.
    bytes: Option<Vec<u32>>,
    end: u32,
}

impl Offsets {
    pub(super) fn new(text: &str) -> Self {
        let small = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let bytes =
            (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| small(at)).collect());
        Self {
            bytes,
            end: small(text.len()),
        }
    }

    pub(super) fn at(&self, character: usize) -> TextSize {
        let offset = match &self.bytes {
            Some(bytes) => bytes.get(character).copied(),
            None => u32::try_from(character).ok(),
        };
        TextSize::new(offset.unwrap_or(self.end).min(self.end))
    }

    pub(super) fn range(&self, span: Span) -> TextRange {
        let start = self.at(span.start.index());
        TextRange::new(start, self.at(span.end.index()).max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(source: &str, node: &Node) -> String {
        source[node.range].to_owned()
    }

    #[test]
    fn places_count_bytes() {
        let source = "# é\nload_from:\n  - python_file: \"ä.py\"\n";
        let documents = parse(source).expect("valid");
        let file = documents[0].get("load_from").expect("the key").items()[0]
            .get("python_file")
            .expect("the key");
        assert_eq!(file.as_str(), Some("ä.py"));
        assert_eq!(text_of(source, file), "\"ä.py\"");
    }

    #[test]
    fn the_last_of_two_keys_wins_and_numbers_are_no_strings() {
        let documents = parse("a: 1\na: x\nb: 4000\nc: '4000'\n").expect("valid");
        let get = |key: &str| documents[0].get(key).expect("the key");
        assert_eq!(get("a").as_str(), Some("x"));
        assert_eq!(get("b").as_str(), None);
        assert_eq!(get("b").scalar(), Some("4000"));
        assert_eq!(get("c").as_str(), Some("4000"));
    }

    #[test]
    fn hostile_depth_and_aliases_are_harmless() {
        assert!(parse(&"[".repeat(100_000)).is_err());
        assert!(parse(&"- ".repeat(100_000)).is_err());
        assert!(parse(&format!("{}{}", "[".repeat(90), "]".repeat(90))).is_ok());
        let lines = (1..60).map(|i| format!("a{i}: &a{i} [*a{0}, *a{0}]\n", i - 1));
        let laughs: String = std::iter::once("a0: &a0 [x]\n".to_owned())
            .chain(lines)
            .collect();
        assert!(parse(&laughs).is_ok());
        assert!(parse("a: &a [*a]").is_err());
        let lines = (1..20_000).map(|i| format!("a{i}: &a{i} [*a{}]\n", i - 1));
        let chain: String = std::iter::once("a0: &a0 [x]\n".to_owned())
            .chain(lines)
            .collect();
        assert!(parse(&chain).is_err());
    }
}
