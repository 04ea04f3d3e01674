//! The comments of a file: what only looks like one, inside of a text, is none.

use ruff_text_size::{TextRange, TextSize};
use saphyr_parser::{Event, Parser, ScalarStyle};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::{SourceFile, yaml::Offsets};

/// The ranges of the comments of a Python, TOML or YAML file, in order; none of any other.
pub(super) fn comments(file: &SourceFile) -> Vec<TextRange> {
    match file
        .path()
        .extension()
        .and_then(|extension| extension.to_str())
    {
        Some("py") => file.parsed().comments().collect(),
        Some("toml") => of_toml(file.text()),
        Some("yaml" | "yml") => of_yaml(file.text()),
        _ => Vec::new(),
    }
}

fn of_toml(text: &str) -> Vec<TextRange> {
    let tokens = Source::new(text).lex();
    tokens
        .filter(|token| token.kind() == TokenKind::Comment)
        .map(|token| range(token.span().start(), token.span().end()))
        .collect()
}

/// A `#` at the start of a word, outside of every scalar. Where the file is no YAML, those
/// before the fault.
fn of_yaml(text: &str) -> Vec<TextRange> {
    let offsets = Offsets::new(text);
    let mut scalars: Vec<TextRange> = Vec::new();
    let mut end = TextSize::of(text);
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::Scalar(_, style, ..), span)) => {
                scalars.push(closed(text, offsets.range(span), style));
            }
            Ok(_) => {}
            Err(error) => {
                end = offsets.at(error.marker().index());
                break;
            }
        }
    }
    let mut comments = Vec::new();
    let mut scalars = scalars.into_iter().peekable();
    let mut covered = TextSize::new(0);
    let mut after = 0;
    for at in memchr::memchr_iter(b'#', text.as_bytes()) {
        let offset = range(at, at).start();
        while scalars
            .peek()
            .is_some_and(|scalar| scalar.start() <= offset)
        {
            covered = scalars
                .next()
                .map_or(covered, |scalar| covered.max(scalar.end()));
        }
        let starts_word = at == 0 || text.as_bytes()[at - 1].is_ascii_whitespace();
        if at < after || offset < covered || offset >= end || !starts_word {
            continue;
        }
        let line = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]);
        after = line.map_or(text.len(), |length| at + length);
        comments.push(range(at, after));
    }
    comments
}

/// The range of a scalar. The parser counts what follows a closing quote on its line as
/// a part of it.
fn closed(text: &str, range: TextRange, style: ScalarStyle) -> TextRange {
    let (quote, escape) = match style {
        ScalarStyle::DoubleQuoted => (b'"', b'\\'),
        ScalarStyle::SingleQuoted => (b'\'', b'\''),
        _ => return range,
    };
    let bytes = text[range].as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        let is_escape =
            bytes[at] == escape && (escape != quote || bytes.get(at + 1) == Some(&quote));
        if is_escape {
            at += 2;
        } else if bytes[at] == quote {
            break;
        } else {
            at += 1;
        }
    }
    let length = TextSize::new(u32::try_from(at + 1).unwrap_or(u32::MAX));
    TextRange::at(range.start(), length.min(range.len()))
}

fn range(start: usize, end: usize) -> TextRange {
    let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    TextRange::new(small(start), small(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, ranges: &[TextRange]) -> Vec<String> {
        ranges.iter().map(|range| text[*range].to_owned()).collect()
    }

    #[test]
    fn strings_of_toml_hold_no_comments() {
        let text = "# a\nx = \"# b\" # c\ny = '''\n# d\n''' # e\n";
        assert_eq!(texts(text, &of_toml(text)), ["# a", "# c", "# e"]);
    }

    #[test]
    fn scalars_of_yaml_hold_no_comments() {
        let text = "# a\nx: \"# b\" # c\ny: |\n  # d\n  e # f\nz: g#h # é\n# i\nw: >\n  j\n# k\n";
        assert_eq!(
            texts(text, &of_yaml(text)),
            ["# a", "# c", "# é", "# i", "# k"]
        );
        let text = "'a''# b': [ \"\\\"# c\" # d\n ]\nv: \"a\n  # b\" # e\n";
        assert_eq!(texts(text, &of_yaml(text)), ["# d", "# e"]);
        let text = "a: 1 # b\n- : [ # c\n";
        assert!(texts(text, &of_yaml(text)).contains(&"# b".to_owned()));
    }
}
