//! The one door to the Python parser. No other module names `ruff_python_parser`,
//! so that an upgrade of it touches one file.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{ModModule, PythonVersion};
use ruff_python_parser::{ParseOptions, Parsed, UnsupportedSyntaxErrorKind, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

/// Nested brackets, as many as CPython takes.
const MAX_BRACKETS: usize = 200;
/// Nested blocks, as many as CPython takes.
const MAX_BLOCKS: usize = 99;
/// Links of one chain (`a + b + ...`, `a.b.c...`, `f()()...`, `not not ...`), whose
/// tree is as deep as the chain is long. CPython stops between 1,000 and 5,000.
const MAX_CHAIN: usize = 5_000;

/// What is wrong with the text of a module.
#[derive(Debug, Clone)]
pub struct SyntaxFault {
    /// What the parser says.
    pub message: String,
    /// Where.
    pub range: TextRange,
}

/// Syntax that not every supported Python understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSyntax {
    /// What it is: "a `match` statement".
    pub what: &'static str,
    /// The first Python 3 that understands it: 10 for 3.10.
    pub since: u64,
    /// Where.
    pub range: TextRange,
}

/// The syntax tree of a file, or why there is none.
#[derive(Debug)]
pub struct ParsedModule {
    tree: Option<Parsed<ModModule>>,
    faults: Vec<SyntaxFault>,
    too_deep: Option<TooDeep>,
}

/// Where a text is nested too deeply to be walked.
#[derive(Debug, Clone, Copy)]
pub struct TooDeep {
    /// The first token that is.
    pub range: TextRange,
    /// Whether Python refuses it: it does so for certain where brackets or blocks are nested.
    pub is_refused: bool,
}

impl ParsedModule {
    /// Parses a text. Whatever the text, this neither fails nor overflows the stack.
    pub(super) fn of(text: &str) -> Self {
        // The oldest Python: the parser then notes all that is newer, and parses it.
        let options = ParseOptions::from(ruff_python_parser::Mode::Module)
            .with_target_version(PythonVersion::PY38);
        let Some(parsed) = parse_unchecked(text, options).try_into_module() else {
            return Self {
                tree: None,
                faults: Vec::new(),
                too_deep: None,
            };
        };
        if let Some(too_deep) = first_too_deep(&parsed) {
            // Dropping a tree recurses as deep as the tree does. The process is
            // short-lived and the case is hostile: the memory is given up instead.
            std::mem::forget(parsed);
            return Self {
                tree: None,
                faults: Vec::new(),
                too_deep: Some(too_deep),
            };
        }
        let faults = parsed
            .errors()
            .iter()
            .map(|error| SyntaxFault {
                message: error.error.to_string(),
                range: error.location,
            })
            .collect();
        Self {
            tree: Some(parsed),
            faults,
            too_deep: None,
        }
    }

    /// The tree, if the text has no syntax error and is not too deep. Python would
    /// run nothing of a file with a syntax error, so neither do we.
    pub fn module(&self) -> Option<&ModModule> {
        self.tree
            .as_ref()
            .filter(|_| self.faults.is_empty())
            .map(Parsed::syntax)
    }

    /// The tree of what could be understood, also of a file with syntax errors.
    pub fn partial_module(&self) -> Option<&ModModule> {
        self.tree.as_ref().map(Parsed::syntax)
    }

    /// The syntax errors, in order.
    pub fn faults(&self) -> &[SyntaxFault] {
        &self.faults
    }

    /// The syntax that is newer than Python 3.8, in order.
    pub fn new_syntax(&self) -> impl Iterator<Item = NewSyntax> {
        let parsed = self.tree.iter();
        let noted = parsed.flat_map(Parsed::unsupported_syntax_errors);
        noted.filter_map(|noted| {
            let (what, since) = named(noted.kind)?;
            Some(NewSyntax {
                what,
                since,
                range: noted.range,
            })
        })
    }

    /// The first token that is nested too deeply to be walked.
    pub fn too_deep(&self) -> Option<TooDeep> {
        self.too_deep
    }

    /// The ranges of the comments.
    pub fn comments(&self) -> impl Iterator<Item = TextRange> {
        self.tree.iter().flat_map(|parsed| {
            parsed
                .tokens()
                .iter()
                .filter(|token| token.kind() == TokenKind::Comment)
                .map(Ranged::range)
        })
    }
}

/// What the parser found, and the first Python 3 that understands it; none for what
/// depends on more than the version.
fn named(kind: UnsupportedSyntaxErrorKind) -> Option<(&'static str, u64)> {
    use UnsupportedSyntaxErrorKind as Kind;
    match kind {
        Kind::RelaxedDecorator(_) => Some(("a decorator that is an expression", 9)),
        Kind::Match => Some(("a `match` statement", 10)),
        Kind::ExceptStar => Some(("`except*`", 11)),
        Kind::StarExpressionInIndex => Some(("`*` within an index", 11)),
        Kind::StarAnnotation => Some(("`*` in an annotation", 11)),
        Kind::TypeParameterList => Some(("type parameters in brackets", 12)),
        Kind::TypeAliasStatement => Some(("a `type` statement", 12)),
        Kind::Pep701FString(_) => Some(("an f-string with these quotes or characters inside", 12)),
        Kind::TypeParamDefault => Some(("a default of a type parameter", 13)),
        Kind::TemplateStrings => Some(("a template string", 14)),
        Kind::UnparenthesizedExceptionTypes => {
            Some(("`except` with several types and no parentheses", 14))
        }
        _ => None,
    }
}

/// The first token past one of the depth limits. Works on tokens, so it is flat itself.
fn first_too_deep(parsed: &Parsed<ModModule>) -> Option<TooDeep> {
    let mut blocks = 0_usize;
    // The length of the chain at each open bracket; the first is that of the line.
    let mut chains = vec![0_usize];
    for token in parsed.tokens() {
        let kind = token.kind();
        match kind {
            TokenKind::Indent => blocks += 1,
            TokenKind::Dedent => blocks = blocks.saturating_sub(1),
            TokenKind::Newline => {
                chains.clear();
                chains.push(0);
            }
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => chains.push(0),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                if chains.len() > 1 {
                    chains.pop();
                }
                lengthen(&mut chains);
            }
            TokenKind::Comma => {
                if let Some(chain) = chains.last_mut() {
                    *chain = 0;
                }
            }
            _ if kind.is_operator() || kind.is_keyword() => lengthen(&mut chains),
            _ => {}
        }
        let chain = chains.last().copied().unwrap_or_default();
        let is_refused = blocks > MAX_BLOCKS || chains.len() > 1 + MAX_BRACKETS;
        if is_refused || chain > MAX_CHAIN {
            return Some(TooDeep {
                range: token.range(),
                is_refused,
            });
        }
    }
    None
}

fn lengthen(chains: &mut [usize]) {
    if let Some(chain) = chains.last_mut() {
        *chain += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn too_deep(text: &str) -> bool {
        ParsedModule::of(text).too_deep().is_some()
    }

    #[test]
    fn hostile_depth_is_seen() {
        assert!(too_deep(&format!(
            "x = {}1{}",
            "(".repeat(10_000),
            ")".repeat(10_000)
        )));
        assert!(too_deep(&format!("x = {}1", "1+".repeat(100_000))));
        assert!(too_deep(&format!("x = a{}", ".b".repeat(100_000))));
        assert!(too_deep(&format!("x = {}a", "not ".repeat(100_000))));
        assert!(too_deep(&format!("x = f{}", "()".repeat(100_000))));
    }

    #[test]
    fn long_flat_code_is_not_deep() {
        assert!(!too_deep(&format!("x = [{}]", "a.b + 1, ".repeat(50_000))));
        assert!(!too_deep(&"x = f(a.b)(c) + 1\n".repeat(20_000)));
        assert!(!too_deep(&format!("x = {}1", "1+".repeat(2_000))));
    }
}
