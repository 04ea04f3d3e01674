//! Whether `[tool.dg]` is written in one piece. The TOML library of dg gives another
//! type for a table that is not, and dg then stops with a `TypeError`. Seen with every
//! order of up to five headings under tomlkit 0.15.

use std::ops::Range;

use ruff_text_size::{TextRange, TextSize};
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use crate::model::{ConfigEffect, ConfigFault, ConfigSubject};
use crate::source::SourceFile;

/// The first place at which the table is taken up again.
pub(in crate::discover) fn split_table(file: &SourceFile) -> Option<ConfigFault> {
    let mut seen = Seen::default();
    let (range, why) = statements(file.text())
        .into_iter()
        .find_map(|statement| Some((statement.range.clone(), seen.take(&statement)?)))?;
    let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    Some(ConfigFault {
        subject: ConfigSubject::Dg,
        effect: ConfigEffect::Refused,
        place: file.place(TextRange::new(small(range.start), small(range.end))),
        message: why.to_owned(),
    })
}

/// What came before in the file.
#[derive(Default)]
struct Seen {
    /// Whether any part of the table did.
    dg: bool,
    /// Whether the last heading was one of the table's.
    in_dg: bool,
    /// Whether keys of the table stood outside of it: `dg.cli.verbose = true`.
    dotted: bool,
    /// The table that the last heading names.
    heading: Vec<String>,
}

impl Seen {
    /// Why a statement cannot follow what came before.
    fn take(&mut self, statement: &Statement) -> Option<&'static str> {
        let is_dg =
            |path: &[String]| matches!(path, [tool, dg, ..] if tool == "tool" && dg == "dg");
        if !statement.is_heading {
            let path = [self.heading.as_slice(), &statement.key].concat();
            if self.heading.len() >= 2 || path.len() < 3 || !is_dg(&path) {
                return None;
            }
            let again = self.dg;
            (self.dg, self.dotted) = (true, true);
            return again.then_some("dg cannot read a `tool.dg` that is spread over dotted keys");
        }
        let was_in_dg = std::mem::replace(&mut self.in_dg, is_dg(&statement.key));
        self.heading.clone_from(&statement.key);
        if !self.in_dg || !std::mem::replace(&mut self.dg, true) {
            return None;
        }
        if self.dotted {
            Some("dg cannot read a `tool.dg` that is spread over dotted keys")
        } else if !was_in_dg {
            Some("other tables stand between this and the rest of `tool.dg`, which dg cannot read")
        } else if statement.key.len() == 2 {
            Some("`[tool.dg]` stands below one of its own tables, which dg cannot read")
        } else {
            None
        }
    }
}

/// A heading, or the key of a value.
struct Statement {
    is_heading: bool,
    key: Vec<String>,
    range: Range<usize>,
}

fn statements(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut tokens = Source::new(text).lex().peekable();
    while let Some(first) = tokens.peek().copied() {
        if first.kind() == TokenKind::Whitespace {
            tokens.next();
            continue;
        }
        let is_heading = first.kind() == TokenKind::LeftSquareBracket;
        let mut statement = Statement {
            is_heading,
            key: Vec::new(),
            range: first.span().start()..first.span().end(),
        };
        // The key ends with `]` or `=`; a value then goes on to the end of a line that
        // is in no bracket.
        let (mut in_key, mut depth) = (true, 0_usize);
        for token in tokens.by_ref() {
            match token.kind() {
                TokenKind::Newline if in_key || depth == 0 => break,
                TokenKind::RightSquareBracket | TokenKind::Equals if in_key => in_key = false,
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket if !in_key => depth += 1,
                TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                    depth = depth.saturating_sub(1);
                }
                _ if in_key => statement.take(text, token),
                _ => {}
            }
        }
        if !statement.key.is_empty() {
            found.push(statement);
        }
    }
    found
}

impl Statement {
    fn take(&mut self, text: &str, token: Token) {
        let span = token.span().start()..token.span().end();
        let is_part = matches!(
            token.kind(),
            TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString
        );
        if is_part {
            let part = text.get(span.clone()).unwrap_or_default();
            self.key.push(part.trim_matches(['"', '\'']).to_owned());
            self.range.end = span.end;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use super::*;
    use crate::source::Sources;

    fn is_split(text: &str) -> bool {
        let path = PathBuf::from("/nowhere/pyproject.toml");
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        split_table(sources.read(&path)).is_some()
    }

    /// Each as dg itself judges it.
    #[test]
    fn a_table_in_one_piece_is_read() {
        for text in [
            "[tool.dg]\na = 1\n[tool.dg.project]\nb = 1\n[tool.dg.cli]\nc = 1\n",
            "[tool.ruff]\na = 1\n[tool.dg.project]\nb = 1\n[project]\nc = 1\n",
            "[tool.dg]\nproject.a = 1\nproject.b = 1\n[tool.ruff]\nc = 1\n",
            "[tool]\ndg.a = 1\n[tool.ruff]\nb = 1\n",
            "[tool.dg]\na = [\n  [1],\n]\nb = \"\"\"\n[tool.ruff]\n\"\"\"\n[tool.dg.cli]\n",
            "[[tool.dg.workspace.projects]]\n[[tool.dg.workspace.projects]]\n",
        ] {
            assert!(!is_split(text), "{text}");
        }
    }

    #[test]
    fn a_table_in_pieces_is_not_read() {
        for text in [
            "[tool.dg]\na = 1\n[tool.ruff]\nb = 1\n[tool.dg.project]\nc = 1\n",
            "[tool.dg.project]\na = 1\n[tool.dg]\nb = 1\n",
            "[tool]\ndg.a = 1\ndg.b = 1\n",
            "tool.dg.a = 1\ntool.dg.b = 1\n",
            "[tool]\ndg.a = 1\n[tool.dg.project]\nb = 1\n",
            "  [tool.dg]\na = 1\n[project]\n[ tool . \"dg\".cli ]\n",
        ] {
            assert!(is_split(text), "{text}");
        }
    }
}
