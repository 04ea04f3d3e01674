//! Text that is fit for a terminal.

use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WordSplitter};

use super::Look;

/// The longest message that is printed, in characters.
const LONGEST: usize = 500;

/// What is shown in place of a character that would act on the terminal instead of
/// showing itself; none for characters that are safe. Each stands for one column.
pub(super) fn picture(character: char) -> Option<char> {
    match character {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}' => Some('\u{2421}'),
        // C1 controls, and what reorders or breaks the text around it.
        '\u{80}'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// One line of safe text: control characters as pictures, the middle of what is too
/// long left out.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let safe = text.chars().all(|character| picture(character).is_none());
    if safe && text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let pictured = |character: char| picture(character).unwrap_or(character);
    let length = text.chars().count();
    if length <= LONGEST {
        return text.chars().map(pictured).collect();
    }
    let (head, tail) = (LONGEST * 2 / 3, LONGEST / 3);
    let start = text.chars().take(head).map(pictured);
    let end = text.chars().skip(length - tail).map(pictured);
    start.chain(['…']).chain(end).collect::<String>().into()
}

/// A text in lines that fit, words and paths whole.
pub(crate) fn wrapped(text: &str, first: &str, rest: &str, look: Look) -> Vec<String> {
    let options = Options::new(look.width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    let lines = textwrap::wrap(text, options);
    lines.into_iter().map(Cow::into_owned).collect()
}

/// The same, but in one line for whoever searches line by line in what a pipe brings.
pub(crate) fn folded(text: &str, first: &str, rest: &str, look: Look) -> String {
    if look.is_terminal {
        wrapped(text, first, rest, look).join("\n")
    } else {
        [first, text].concat()
    }
}

/// A text that a terminal opens (OSC 8).
pub(super) fn linked(text: &str, url: Option<&str>) -> String {
    match url {
        Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
        None => text.to_owned(),
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_as_pictures() {
        assert_eq!(clean("a\u{1b}[31mb\nc\u{7f}"), "a␛[31mb␊c␡");
        assert_eq!(clean("käse 名前"), "käse 名前");
    }

    #[test]
    fn long_text_loses_its_middle() {
        let long = format!("start {} end", "x".repeat(10_000));
        let short = clean(&long);
        assert!(short.starts_with("start x") && short.ends_with("x end"));
        assert_eq!(short.chars().count(), LONGEST / 3 + LONGEST * 2 / 3 + 1);
    }

    #[test]
    fn plurals_are_right() {
        assert_eq!(counted(1, "error"), "1 error");
        assert_eq!(counted(0, "file"), "0 files");
    }
}
