//! Templates: files that are filled in before anything reads them.

use ruff_text_size::TextSize;

/// Whether a text fails to parse at a `{{ ... }}` or `{% ... %}` of a template: within one,
/// or right behind it.
pub(crate) fn fails_at(text: &str, at: TextSize) -> bool {
    let Some(before) = text.get(..at.to_usize()) else {
        return false;
    };
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let end = text[line..].find('\n').map_or(text.len(), |end| line + end);
    let at = at.to_usize();
    [("{{", "}}"), ("{%", "%}")].iter().any(|(open, close)| {
        let mut opens = text[line..end].match_indices(open);
        opens.any(|(start, _)| {
            let start = line + start;
            // The parser may stop at either of the two characters.
            let inner = start + open.len();
            let closed = text[inner..end].find(close);
            let stop = closed.map_or(inner, |found| inner + found + close.len());
            let behind = text.get(stop..at).is_some_and(|gap| gap.trim().is_empty());
            (start..=stop).contains(&at) || closed.is_some() && behind
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(text: &str, mark: &str) -> bool {
        let at = text.find(mark).expect("the mark");
        fails_at(text, TextSize::try_from(at).expect("small"))
    }

    #[test]
    fn a_template_fails_within_and_behind_its_marks() {
        assert!(fails("x = 1\n{% for x in y %}\n", "{%"));
        assert!(fails("x = 1\n{% for x in y %}\n", "% for"));
        assert!(fails("def {{ name }}(): ...\n", "{ name"));
        assert!(fails("{{ name }} = 1\n", " = 1"));
        assert!(fails("from {{ name }}.x import y\n", ".x"));
    }

    #[test]
    fn what_fails_elsewhere_is_no_template() {
        assert!(!fails("x = f'{{a}}' + )\n", ")"));
        assert!(!fails("{{ a }}\nx = ]\n", "]"));
        assert!(!fails("x = {'a': {'b': 1}} y\n", "y"));
        assert!(!fails("def f(:\n", ":"));
    }
}
