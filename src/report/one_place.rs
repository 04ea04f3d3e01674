//! What is said where a format has one place only: the message, and where the others are.

use std::borrow::Cow;

use super::spot::{Base, Spot};
use super::text::{clean, counted};
use crate::diagnostic::Diagnostic;

/// How many other places are told, as many as `full` draws.
const MOST_OTHERS: usize = 5;

/// The message with its other places, one line of safe text:
/// `... is defined twice (first defined at crm.py:5)`.
pub(super) fn message(base: Base<'_>, diagnostic: &Diagnostic) -> String {
    composed(base, diagnostic, clean, |place, _| place)
}

/// The same as SARIF has it: each place is a link to the related location of its number.
pub(super) fn linked_message(base: Base<'_>, diagnostic: &Diagnostic) -> String {
    composed(base, diagnostic, without_links, |place, number| {
        format!("[{}]({number})", escape_brackets(&place))
    })
}

fn composed(
    base: Base<'_>,
    diagnostic: &Diagnostic,
    said: impl Fn(&str) -> Cow<'_, str>,
    mark: impl Fn(String, usize) -> String,
) -> String {
    let message = said(&diagnostic.message);
    let hidden = diagnostic.related.len().saturating_sub(MOST_OTHERS);
    let shown = diagnostic.related.iter().zip(1..).take(MOST_OTHERS);
    let others: Vec<String> = shown
        .map(|(related, number)| {
            let Spot { path, start, .. } = base.spot(related.place);
            let place = mark(format!("{}:{}", clean(&path), start.line), number);
            located(&said(&related.message), &place)
        })
        .chain((hidden > 0).then(|| counted(hidden, "more place")))
        .collect();
    if others.is_empty() {
        message.into_owned()
    } else {
        format!("{message} ({})", others.join("; "))
    }
}

/// A label that points at its place says where that is: "here" means nothing elsewhere. Any
/// other stands behind its place, as a note does.
fn located(label: &str, place: &str) -> String {
    match label.strip_suffix(" here") {
        Some(what) => format!("{what} at {place}"),
        None => format!("{place}: {label}"),
    }
}

/// Text of the project is no link.
pub(super) fn without_links(text: &str) -> Cow<'_, str> {
    if text.contains("](") {
        text.replace("](", "\\](").into()
    } else {
        text.into()
    }
}

/// What ends the text of a link.
fn escape_brackets(text: &str) -> String {
    let escape = |c: char| matches!(c, '[' | ']' | '\\').then_some('\\');
    let escaped = text.chars().flat_map(|c| escape(c).into_iter().chain([c]));
    escaped.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_where_its_place_is() {
        let said = |label| located(label, "crm.py:5");
        assert_eq!(said("first defined here"), "first defined at crm.py:5");
        assert_eq!(said("and here"), "and at crm.py:5");
        assert_eq!(said("replaced here"), "replaced at crm.py:5");
        assert_eq!(said("`where`"), "crm.py:5: `where`");
    }

    #[test]
    fn only_places_are_links() {
        assert_eq!(without_links("`a[0](1)` is"), "`a[0\\](1)` is");
        assert_eq!(without_links("`a[0]` is"), "`a[0]` is");
        assert_eq!(escape_brackets("a[b]\\.py:1"), "a\\[b\\]\\\\.py:1");
    }
}
