//! Code with colours: comments, texts and the words of Python.

use std::ops::Range;

use anstyle::{AnsiColor, Style};
use ruff_python_stdlib::keyword::is_keyword;

use super::Look;

/// The lines of some code in Python, TOML, YAML or the like.
pub(super) fn highlighted(code: &str, language: &str, look: Look) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (range, style) in parts(code, language) {
        let style = look.style(style);
        for (index, text) in code[range].split('\n').enumerate() {
            if index > 0 {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
                line.push_str(&format_args!("{style}{text}{style:#}").to_string());
            }
        }
    }
    lines
}

/// The parts of a text, one after the other, and how each looks.
fn parts(code: &str, language: &str) -> Vec<(Range<usize>, Style)> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let (length, style) = part(&code[at..], language);
        parts.push((at..at + length, style));
        at += length;
    }
    parts
}

/// How long the first part of a text is, and how it looks.
fn part(rest: &str, language: &str) -> (usize, Style) {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let while_ = |keep: &dyn Fn(char) -> bool| rest.find(|it| !keep(it)).unwrap_or(rest.len());
    match rest.chars().next() {
        Some('#') => {
            let end = while_(&|it| it != '\n');
            // Which line is reported.
            let style = if rest.starts_with("# DAG") {
                AnsiColor::Red.on_default().bold()
            } else {
                Style::new().dimmed()
            };
            (end, style)
        }
        Some('"' | '\'') => (text(rest), AnsiColor::Green.on_default()),
        Some('@') if language == "python" => {
            let end = while_(&|it| is_word(it) || matches!(it, '@' | '.'));
            (end, AnsiColor::Cyan.on_default())
        }
        Some(first) if is_word(first) => {
            let end = while_(&is_word);
            let is_keyword = language == "python" && is_keyword(&rest[..end]);
            let keyword = AnsiColor::Magenta.on_default();
            (end, if is_keyword { keyword } else { Style::new() })
        }
        Some(first) => (first.len_utf8(), Style::new()),
        None => (rest.len(), Style::new()),
    }
}

/// How long the text is that a quote begins: to its end, or to that of the line.
fn text(rest: &str) -> usize {
    let quote = &rest[..1];
    let triple = quote.repeat(3);
    let (mark, lines) = if rest.starts_with(&triple) {
        (triple.as_str(), true)
    } else {
        (quote, false)
    };
    let mut at = mark.len();
    while let Some(character) = rest[at..].chars().next() {
        if rest[at..].starts_with(mark) {
            return at + mark.len();
        }
        match character {
            '\n' if !lines => return at,
            '\\' => at += 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8),
            _ => at += character.len_utf8(),
        }
    }
    rest.len()
}
