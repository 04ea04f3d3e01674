//! From the events of the parser to the tree, in a loop.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use ruff_text_size::TextRange;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::{Node, Offsets, Value, YamlFault, pyyaml};

/// Nested collections. Configuration files use less than ten.
const MAX_DEPTH: usize = 100;

/// The documents of a text, with what was met on the way.
pub(super) fn build(text: &str) -> Result<Builder, YamlFault> {
    let offsets = Offsets::new(text);
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| YamlFault {
            message: error.info().to_owned(),
            range: TextRange::empty(offsets.at(error.marker().index())),
            is_limit: false,
        })?;
        builder.take(event, offsets.range(span))?;
    }
    Ok(builder)
}

/// A tag that changes what a node is, as it is written.
fn own_tag(tag: Option<Cow<'_, Tag>>) -> Option<String> {
    let is_plain = |tag: &Tag| match tag.suffix.as_str() {
        "str" | "map" | "seq" => tag.is_yaml_core_schema(),
        suffix => suffix.is_empty() || suffix == "!",
    };
    tag.filter(|tag| !is_plain(tag))
        .map(|tag| format!("{}{}", tag.handle, tag.suffix))
}

fn too_deep(range: TextRange) -> YamlFault {
    YamlFault {
        message: format!("more than {MAX_DEPTH} collections in one another"),
        range,
        is_limit: true,
    }
}

/// A collection that is not closed yet.
struct Open {
    anchor: usize,
    start: TextRange,
    mapping: bool,
    tag: Option<String>,
    nodes: Vec<Arc<Node>>,
}

#[derive(Default)]
pub(super) struct Builder {
    pub(super) documents: Vec<Arc<Node>>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Arc<Node>>,
    /// The scalars in quotes and blocks, in which any character may stand.
    pub(super) opaque: Vec<TextRange>,
    /// The first node with a tag that `PyYAML` does not know.
    pub(super) foreign: Option<YamlFault>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, range: TextRange) -> Result<(), YamlFault> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.note_foreign(tag.as_deref(), range);
                if style != ScalarStyle::Plain {
                    self.opaque.push(range);
                }
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let text = Cow::into_owned(text);
                self.add(anchor, range, Value::Scalar { text, plain }, own_tag(tag))?;
            }
            Event::SequenceStart(anchor, tag) => {
                self.note_foreign(tag.as_deref(), range);
                return self.push(anchor, range, false, own_tag(tag));
            }
            Event::MappingStart(anchor, tag) => {
                self.note_foreign(tag.as_deref(), range);
                return self.push(anchor, range, true, own_tag(tag));
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range)?,
            Event::Alias(anchor) => {
                // An alias to a collection that is still open: Python would build a cycle.
                let node = self.anchors.get(&anchor).ok_or_else(|| YamlFault {
                    message: "a collection that contains itself".to_owned(),
                    range,
                    is_limit: false,
                })?;
                self.place(Arc::clone(node));
            }
            _ => {}
        }
        Ok(())
    }

    fn note_foreign(&mut self, tag: Option<&Tag>, range: TextRange) {
        if let (Some(tag), None) = (tag, &self.foreign) {
            self.foreign = pyyaml::foreign(tag, range);
        }
    }

    fn push(
        &mut self,
        anchor: usize,
        start: TextRange,
        mapping: bool,
        tag: Option<String>,
    ) -> Result<(), YamlFault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(start));
        }
        self.open.push(Open {
            anchor,
            start,
            mapping,
            tag,
            nodes: Vec::new(),
        });
        Ok(())
    }

    fn close(&mut self, end: TextRange) -> Result<(), YamlFault> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let last = open.nodes.last().map_or(end, |node| node.range);
        let range = open.start.cover(if end.is_empty() { last } else { end });
        let value = if open.mapping {
            let mut nodes = open.nodes.into_iter();
            let pairs = std::iter::from_fn(|| Some((nodes.next()?, nodes.next()?)));
            Value::Mapping(pairs.collect())
        } else {
            Value::Sequence(open.nodes)
        };
        self.add(open.anchor, range, value, open.tag)
    }

    fn add(
        &mut self,
        anchor: usize,
        range: TextRange,
        value: Value,
        tag: Option<String>,
    ) -> Result<(), YamlFault> {
        let height = value.height();
        if height > MAX_DEPTH {
            return Err(too_deep(range));
        }
        let node = Arc::new(Node {
            range,
            value,
            tag,
            height,
        });
        if anchor != 0 {
            self.anchors.insert(anchor, Arc::clone(&node));
        }
        self.place(node);
        Ok(())
    }

    fn place(&mut self, node: Arc<Node>) {
        match self.open.last_mut() {
            Some(open) => open.nodes.push(node),
            None => self.documents.push(node),
        }
    }
}
