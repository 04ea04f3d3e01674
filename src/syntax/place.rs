//! Where the parts of an expression stand, found when a finding needs it: nothing of this is
//! paid while the code is evaluated.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_keyword, walk_stmt};
use ruff_python_ast::{Expr, Identifier, Keyword, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// The expression that is written at a range of a module body.
pub fn expression_at(body: &[Stmt], at: TextRange) -> Option<&Expr> {
    search(body, at).found
}

/// The name of the keyword argument whose value is written at a range of a module body.
pub fn keyword_at(body: &[Stmt], at: TextRange) -> Option<&Identifier> {
    search(body, at).keyword?.arg.as_ref()
}

/// The expressions that a list, a tuple or a set display, or a call, is given one by one; none
/// where one of them is unpacked, so that nobody knows which is which.
pub fn elements(display: &Expr) -> Option<&[Expr]> {
    let elements: &[Expr] = match display {
        Expr::List(list) => &list.elts,
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::Set(set) => &set.elts,
        Expr::Call(call) => &call.arguments.args,
        _ => return None,
    };
    (!elements.iter().any(Expr::is_starred_expr)).then_some(elements)
}

/// Where a key stands in a dict display, or the keyword in `dict(...)`: the last of its name,
/// which is the one that counts.
pub fn key(display: &Expr, name: &str) -> Option<TextRange> {
    match display {
        Expr::Dict(dict) => {
            let mut keys = dict.items.iter().rev().map(|item| item.key.as_ref());
            keys.find(|key| is_text(*key, name))
                .flatten()
                .map(Ranged::range)
        }
        Expr::Call(call) => {
            let keyword = call.arguments.find_keyword(name)?;
            keyword.arg.as_ref().map(Ranged::range)
        }
        _ => None,
    }
}

/// The value of a key in a dict display, or of the keyword in `dict(...)`.
pub fn value_of<'a>(display: &'a Expr, name: &str) -> Option<&'a Expr> {
    match display {
        Expr::Dict(dict) => {
            let mut items = dict.items.iter().rev();
            let item = items.find(|item| is_text(item.key.as_ref(), name))?;
            Some(&item.value)
        }
        Expr::Call(call) => Some(&call.arguments.find_keyword(name)?.value),
        _ => None,
    }
}

fn is_text(key: Option<&Expr>, name: &str) -> bool {
    matches!(key, Some(Expr::StringLiteral(text)) if text.value.to_str() == name)
}

/// Where a part of a text stands, given in bytes of its value; the whole text where its source
/// is not its value, letter by letter.
pub fn part(source: &str, literal: &Expr, part: std::ops::Range<usize>) -> TextRange {
    let whole = literal.range();
    let exact = || {
        let Expr::StringLiteral(string) = literal else {
            return None;
        };
        let [only] = string.value.as_slice() else {
            return None;
        };
        let written = source.get(only.range().to_std_range())?;
        let value = string.value.to_str();
        // An escape or an unusual end of a line makes the two differ.
        let opening = written.find(['\'', '"'])?;
        let quotes =
            if written[opening..].starts_with("\"\"\"") || written[opening..].starts_with("'''") {
                3
            } else {
                1
            };
        let inner = written.get(opening + quotes..written.len() - quotes)?;
        if inner != value
            || !value.is_char_boundary(part.start)
            || !value.is_char_boundary(part.end)
        {
            return None;
        }
        let small = |at: usize| TextSize::try_from(at).ok();
        let start = only.range().start() + small(opening + quotes + part.start)?;
        Some(TextRange::at(start, small(part.len())?))
    };
    exact().unwrap_or(whole)
}

fn search(body: &[Stmt], at: TextRange) -> Search<'_> {
    let mut search = Search {
        at,
        found: None,
        keyword: None,
    };
    search.visit_body(body);
    search
}

struct Search<'a> {
    at: TextRange,
    found: Option<&'a Expr>,
    keyword: Option<&'a Keyword>,
}

impl<'a> Visitor<'a> for Search<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if statement.range().contains_range(self.at) {
            walk_stmt(self, statement);
        }
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        if keyword.value.range() == self.at {
            self.keyword = Some(keyword);
        }
        walk_keyword(self, keyword);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if expression.range() == self.at {
            self.found = Some(expression);
        } else if expression.range().contains_range(self.at) {
            walk_expr(self, expression);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// What is found of the only expression of a text.
    fn of<T>(text: &str, find: impl Fn(&Expr) -> T) -> T {
        let sources = Sources::new();
        let parsed = sources.snippet(text);
        let body = &parsed.module().expect("Python").body;
        find(&body[0].as_expr_stmt().expect("an expression").value)
    }

    #[test]
    fn elements_and_keys_have_places() {
        let text = "f([a, b], (c,), {'k': 1, 'k': 2, **x}, g(*z), dict(k=3))";
        of(text, |call| {
            let [list, tuple, dict, unpacked, named] = elements(call).expect("arguments") else {
                panic!("five arguments");
            };
            let second = &elements(list).expect("a list")[1];
            assert_eq!(&text[second.range()], "b");
            assert_eq!(elements(tuple).map(<[Expr]>::len), Some(1));
            assert_eq!(elements(unpacked), None);
            assert_eq!(
                key(dict, "k").map(|it| it.start().to_usize()),
                text.rfind("'k'")
            );
            assert_eq!(key(named, "k").map(|it| &text[it]), Some("k"));
            assert_eq!(key(dict, "other"), None);
        });
    }

    #[test]
    fn parts_of_a_text_have_places() {
        for (text, found) in [
            ("'a/b'", "b"),
            ("r'''a/b'''", "b"),
            ("\"a/b\"", "b"),
            ("'a' '/b'", "'a' '/b'"),
            ("'a\\x2fb'", "'a\\x2fb'"),
            ("('a/b')", "b"),
        ] {
            assert_eq!(of(text, |it| &text[part(text, it, 2..3)]), found, "{text}");
        }
    }

    #[test]
    fn the_expression_at_a_range_is_found() {
        let text = "if x:\n    y = f(key=[1, 2])\n";
        let sources = Sources::new();
        let parsed = sources.snippet(text);
        let body = &parsed.module().expect("Python").body;
        let start = text.find('[').expect("a list");
        let at = |length: usize| {
            let small = |at: usize| TextSize::try_from(at).expect("small");
            expression_at(body, TextRange::at(small(start), small(length)))
        };
        assert!(at(6).is_some_and(Expr::is_list_expr));
        assert!(at(5).is_none());
        let list = at(6).expect("a list").range();
        assert_eq!(keyword_at(body, list).map(Identifier::as_str), Some("key"));
        let call = body[0].as_if_stmt().expect("an if").body[0].range();
        assert_eq!(keyword_at(body, call), None);
    }
}
