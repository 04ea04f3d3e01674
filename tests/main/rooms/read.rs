//! What the files of `src/` name, as their tokens say it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path through modules, `crate` left out.
pub(super) type Names = Vec<String>;

/// One file as the compiler sees it.
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) module: Names,
    /// What it names: a path from the root of the crate, and the line.
    pub(super) named: Vec<(Names, usize)>,
    /// The names that it hands on, and where they come from.
    pub(super) reexports: BTreeMap<String, Names>,
    /// The functions that it defines.
    pub(super) functions: BTreeSet<String>,
    /// The methods that it calls on what is called `self` or `cx`, and the line.
    pub(super) calls: Vec<(String, usize)>,
    pub(super) lines: usize,
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

pub(super) fn files() -> Vec<File> {
    let root = source();
    let mut found = Vec::new();
    crate::house_rules::sources(&root, &mut found);
    found.sort();
    let modules: BTreeSet<Names> = found.iter().map(|path| module_of(path, &root)).collect();
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a text");
            let tokens: TokenStream = text.parse().expect("Rust");
            let module = module_of(&path, &root);
            let mut reader = Reader {
                modules: &modules,
                named: Vec::new(),
                reexports: BTreeMap::new(),
                functions: BTreeSet::new(),
                calls: Vec::new(),
            };
            reader.read(&module, tokens);
            File {
                path,
                module,
                named: reader.named,
                reexports: reader.reexports,
                functions: reader.functions,
                calls: reader.calls,
                lines: text.lines().count(),
            }
        })
        .collect()
}

/// `src/rules/clash.rs` is `rules`, `clash`; `lib.rs` and `main.rs` are roots.
fn module_of(path: &Path, root: &Path) -> Names {
    let below = path.strip_prefix(root).expect("a file of src");
    let below = below.with_extension("");
    let names: Names = below
        .iter()
        .map(|part| part.to_str().expect("ASCII").to_owned())
        .collect();
    if names == ["lib"] { Vec::new() } else { names }
}

/// Collects what the tokens of a file name.
struct Reader<'m> {
    modules: &'m BTreeSet<Names>,
    named: Vec<(Names, usize)>,
    reexports: BTreeMap<String, Names>,
    functions: BTreeSet<String>,
    calls: Vec<(String, usize)>,
}

impl Reader<'_> {
    #[expect(clippy::too_many_lines, reason = "one match: the words that matter")]
    fn read(&mut self, module: &Names, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                // A visibility names no use: `pub(in crate::python)`.
                TokenTree::Ident(word) if word == "pub" => {
                    let is_limited = matches!(
                        tokens.get(at + 1),
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis
                    );
                    at += 1 + usize::from(is_limited);
                    if word_at(&tokens, at).is_some_and(|word| word == "use") {
                        at = self.path(module, &tokens, at + 1, &Vec::new(), true);
                    }
                }
                TokenTree::Ident(word) if word == "use" => {
                    at = self.path(module, &tokens, at + 1, &Vec::new(), false);
                }
                TokenTree::Ident(word) if word == "mod" => {
                    let name = word_at(&tokens, at + 1).unwrap_or_default();
                    at += 2;
                    if let Some(TokenTree::Group(body)) = tokens.get(at) {
                        let inner = [module.as_slice(), &[name]].concat();
                        self.read(&inner, body.stream());
                        at += 1;
                    }
                }
                TokenTree::Ident(word) if word == "fn" => {
                    self.functions.extend(word_at(&tokens, at + 1));
                    at += 2;
                }
                TokenTree::Ident(word)
                    if (word == "self" || word == "cx") && is_mark(&tokens, at + 1, '.') =>
                {
                    let is_call = matches!(
                        tokens.get(at + 3),
                        Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Parenthesis
                    );
                    if let (Some(name), true) = (word_at(&tokens, at + 2), is_call) {
                        self.calls.push((name, word.span().start().line));
                    }
                    at += 2;
                }
                TokenTree::Ident(_) => {
                    at = self
                        .path(module, &tokens, at, &Vec::new(), false)
                        .max(at + 1);
                }
                TokenTree::Group(group) => {
                    self.read(module, group.stream());
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Reads a path, or a tree of them, that begins at a token; gives the token after it.
    fn path(
        &mut self,
        module: &Names,
        tokens: &[TokenTree],
        mut at: usize,
        before: &Names,
        handed_on: bool,
    ) -> usize {
        let mut names = before.clone();
        let line = tokens.get(at).map_or(0, |token| token.span().start().line);
        while let Some(word) = word_at(tokens, at) {
            names.push(word);
            at += 1;
            if !is_colons(tokens, at) {
                break;
            }
            at += 2;
        }
        if let Some(TokenTree::Group(group)) = tokens.get(at)
            && group.delimiter() == Delimiter::Brace
            && at > 0
            && matches!(&tokens[at - 1], TokenTree::Punct(mark) if mark.as_char() == ':')
        {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            let mut next = 0;
            while next < inner.len() {
                next = self.path(module, &inner, next, &names, handed_on).max(next) + 1;
            }
            return at + 1;
        }
        let renamed = word_at(tokens, at).is_some_and(|word| word == "as");
        let name = if renamed {
            at += 2;
            word_at(tokens, at - 1)
        } else {
            names.last().cloned()
        };
        if let Some(full) = self.absolute(module, &names) {
            if let (true, Some(name)) = (handed_on, name) {
                self.reexports.insert(name, full.clone());
            }
            self.named.push((full, line));
        }
        at
    }

    /// A path from the root of the crate; `None` for what is not of the crate.
    fn absolute(&self, module: &Names, names: &Names) -> Option<Names> {
        let mut base = module.clone();
        let mut rest = names.as_slice();
        match rest.first()?.as_str() {
            "crate" => {
                base.clear();
                rest = &rest[1..];
            }
            "super" | "self" => {
                while let Some(word @ ("super" | "self")) = rest.first().map(String::as_str) {
                    if word == "super" {
                        base.pop();
                    }
                    rest = &rest[1..];
                }
            }
            child => {
                base.push(child.to_owned());
                if !self.modules.contains(&base) {
                    return None;
                }
                base.pop();
            }
        }
        base.extend(rest.iter().filter(|word| *word != "self").cloned());
        Some(base)
    }
}

fn word_at(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(word)) => Some(word.to_string()),
        Some(TokenTree::Punct(mark)) if mark.as_char() == '*' => Some("*".to_owned()),
        _ => None,
    }
}

fn is_mark(tokens: &[TokenTree], at: usize, mark: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(it)) if it.as_char() == mark)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    is_mark(tokens, at, ':') && is_mark(tokens, at + 1, ':')
}

#[test]
fn a_path_is_found_wherever_it_stands() {
    let modules = BTreeSet::from([vec!["a".to_owned()], vec!["a".to_owned(), "b".to_owned()]]);
    let named = |text: &str| {
        let mut reader = Reader {
            modules: &modules,
            named: Vec::new(),
            reexports: BTreeMap::new(),
            functions: BTreeSet::new(),
            calls: Vec::new(),
        };
        reader.read(&vec!["a".to_owned()], text.parse().expect("Rust"));
        let paths = reader.named.iter().map(|(path, _)| path.join("::"));
        paths.collect::<Vec<_>>()
    };
    assert_eq!(
        named("use crate::{x, y::{self, Z as W}};"),
        ["x", "y", "y::Z"]
    );
    assert_eq!(named("fn f() { super::x::g(1) }"), ["x::g"]);
    assert_eq!(
        named("mod tests { use super::*; fn g() { super::super::x::h() } }"),
        ["a::*", "x::h"]
    );
    assert_eq!(
        named("pub(in crate::x) fn f(a: crate::z::T) { print!(\"{}\", crate::v::W) }"),
        ["z::T", "v::W"]
    );
    assert_eq!(named("pub use b::C; use std::fmt;"), ["a::b::C"]);
}
