//! What `PyYAML` refuses, and with it Dagster, although YAML allows it.

use ruff_text_size::{TextRange, TextSize};
use saphyr_parser::Tag;

use super::YamlFault;

/// The first character that the reader or the scanner of `PyYAML` stops at. `opaque` are
/// the scalars in quotes and blocks, in order.
pub(super) fn refused(text: &str, opaque: &[TextRange]) -> Option<YamlFault> {
    let control = text.char_indices().find(|(_, it)| !is_printable(*it));
    let control = control.map(|(at, it)| {
        let message = format!(
            "the character U+{:04X} may not stand in YAML",
            u32::from(it)
        );
        fault(at, message)
    });
    control.or_else(|| {
        let at = stray_tab(text, opaque)?;
        Some(fault(at, "a tab stands between two tokens".to_owned()))
    })
}

/// The tags of YAML that the safe loader of `PyYAML` has a constructor for.
const TAGS: &[&str] = &[
    "binary",
    "bool",
    "float",
    "int",
    "map",
    "null",
    "omap",
    "pairs",
    "seq",
    "set",
    "str",
    "timestamp",
];

/// What is wrong with a tag: the safe loader makes nothing of one that it does not know.
pub(super) fn foreign(tag: &Tag, range: TextRange) -> Option<YamlFault> {
    let whole = format!("{}{}", tag.handle, tag.suffix);
    let own = whole.strip_prefix("tag:yaml.org,2002:");
    let is_known = own.is_some_and(|name| TAGS.contains(&name));
    let is_plain = matches!(tag.suffix.as_str(), "" | "!");
    (!is_known && !is_plain).then(|| YamlFault {
        message: match own {
            Some(name) => format!("the tag `!!{name}` stands for nothing"),
            None => format!("the tag `{whole}` stands for nothing"),
        },
        range,
        is_limit: false,
    })
}

fn fault(at: usize, message: String) -> YamlFault {
    YamlFault {
        message,
        range: TextRange::empty(size(at)),
        is_limit: false,
    }
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// `yaml.reader.Reader.NON_PRINTABLE`, the other way round.
fn is_printable(character: char) -> bool {
    matches!(
        character,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..
    )
}

/// The first tab that is no part of a comment or of an opaque scalar: the scanner skips
/// blanks only.
fn stray_tab(text: &str, opaque: &[TextRange]) -> Option<usize> {
    let is_opaque = |at: usize| {
        let after = opaque.partition_point(|range| range.start() <= size(at));
        let around = after.checked_sub(1).and_then(|last| opaque.get(last));
        around.is_some_and(|range| size(at) < range.end())
    };
    memchr::memchr_iter(b'\t', text.as_bytes()).find(|&tab| {
        let line = text[..tab].rfind('\n').map_or(0, |at| at + 1);
        let before = &text.as_bytes()[line..tab];
        let mut marks = memchr::memchr_iter(b'#', before);
        let is_comment = marks.any(|mark| {
            let is_apart = mark == 0 || matches!(before[mark - 1], b' ' | b'\t');
            is_apart && !is_opaque(line + mark)
        });
        !is_comment && !is_opaque(tab)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{parse, parse_as_pyyaml};

    #[test]
    fn tabs_between_tokens_are_refused() {
        for text in [
            "a: b\t\n",
            "a:\tb\n",
            "-\tb\n",
            "a: b\tc\n",
            "a: b\n\t\nc: d\n",
            "[a,\tb]\n",
        ] {
            let fault = parse_as_pyyaml(text).expect_err(text);
            let tab = text.find('\t').expect("a tab");
            let at = fault.range.start().to_usize();
            assert!((tab..=tab + 1).contains(&at), "{text:?}: {at}");
        }
    }

    #[test]
    fn tabs_in_quotes_blocks_and_comments_are_not() {
        for text in [
            "a: \"b\tc\"\n",
            "a: 'b\n\n \tc'\n",
            "a: |\n  b\tc\n  \td\ne: f\n",
            "a: >-\n  b\tc\n",
            "a: b #\tc\n#\td\n\n# e\tf\n",
            "é: 'ü\t' # \t\n",
        ] {
            assert!(parse_as_pyyaml(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn control_characters_are_refused() {
        for text in [
            "a: b\u{c}\n",
            "a: 'b\u{1a}'\n",
            "a: \"\u{7f}\"\n",
            "# \u{ffff}\n",
        ] {
            assert!(parse_as_pyyaml(text).is_err(), "{text:?}");
        }
        assert!(parse_as_pyyaml("a: é\u{85}\n").is_ok());
        assert!(parse("a: b\t\n").is_ok());
    }
}
