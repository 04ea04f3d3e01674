//! The rooms of `src/`, and which of them may use which.
//!
//! Every path counts that begins with `crate`, `super` or `self`, in a `use` or in line, in a
//! test or not; what a module re-exports counts as the room that it comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The rooms, from the ground up: each may use what stands before it, and no room of its own
/// step.
const STEPS: &[&[&str]] = &[
    &["address", "budget", "exit", "panic", "path", "suggest"],
    &["source"],
    &["write", "rule"],
    &["diagnostic"],
    &["settings"],
    &["failure"],
    &["model"],
    &["discover"],
    &["evaluate"],
    &["reach"],
    &["suppress"],
    &["rules", "report"],
    &["lib"],
    &["fix"],
    &["cli"],
    &["main"],
];

/// What breaks the table today: it may only get shorter.
const BROKEN: &[(&str, &str)] = &[];

/// No room holds more of the lines than this, in hundredths.
const LARGEST: usize = 55;

/// A path through modules, `crate` left out.
type Names = Vec<String>;

/// One file as the compiler sees it.
struct File {
    path: PathBuf,
    module: Names,
    /// What it names: a path from the root of the crate, and the line.
    named: Vec<(Names, usize)>,
    /// The names that it hands on, and where they come from.
    reexports: BTreeMap<String, Names>,
    lines: usize,
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files() -> Vec<File> {
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
            };
            reader.read(&module, tokens);
            File {
                path,
                module,
                named: reader.named,
                reexports: reader.reexports,
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
}

impl Reader<'_> {
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

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let is_colon =
        |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    is_colon(at) && is_colon(at + 1)
}

/// The module that a path leads to, re-exports followed.
fn origin(files: &BTreeMap<Names, &File>, full: &Names, left: usize) -> Names {
    let mut module = full.clone();
    while !module.is_empty() && !files.contains_key(&module) {
        module.pop();
    }
    let next = full.get(module.len());
    let handed_on = next.and_then(|name| files.get(&module)?.reexports.get(name));
    match handed_on {
        Some(path) if left > 0 && path != full => {
            let rest = &full[module.len() + 1..];
            let path = [path.as_slice(), rest].concat();
            origin(files, &path, left - 1)
        }
        _ => module,
    }
}

fn room(module: &Names) -> &str {
    module.first().map_or("lib", String::as_str)
}

/// The arrows between rooms, each with the lines that make it.
fn arrows(files: &[File]) -> BTreeMap<(String, String), Vec<String>> {
    let by_module: BTreeMap<Names, &File> =
        (files.iter().map(|file| (file.module.clone(), file))).collect();
    let mut arrows: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for file in files {
        for (full, line) in &file.named {
            let target = origin(&by_module, full, 8);
            let (from, to) = (room(&file.module), room(&target));
            if from != to {
                let at = format!("{}:{line}: {}", file.path.display(), full.join("::"));
                let key = (from.to_owned(), to.to_owned());
                arrows.entry(key).or_default().push(at);
            }
        }
    }
    arrows
}

fn step_of(room: &str) -> Option<usize> {
    STEPS.iter().position(|step| step.contains(&room))
}

#[test]
fn rooms_use_what_stands_before_them() {
    let files = files();
    let arrows = arrows(&files);
    assert!(arrows.len() > 30, "paths are found: {}", arrows.len());
    let mut wrong = Vec::new();
    for ((from, to), lines) in &arrows {
        let is_down = match (step_of(from), step_of(to)) {
            (Some(from), Some(to)) => to < from,
            _ => false,
        };
        let is_known = BROKEN.contains(&(from, to));
        if !is_down && !is_known {
            wrong.push(format!("{from} uses {to}:\n    {}", lines.join("\n    ")));
        }
        assert!(!(is_down && is_known), "{from} to {to} is no longer broken");
    }
    for (from, to) in BROKEN {
        let key = ((*from).to_owned(), (*to).to_owned());
        assert!(
            arrows.contains_key(&key),
            "{from} to {to} is gone: strike it"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_stands_in_the_table_and_none_holds_most() {
    let files = files();
    let all: usize = files.iter().map(|file| file.lines).sum();
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &files {
        *lines.entry(room(&file.module)).or_default() += file.lines;
    }
    for (room, count) in &lines {
        assert!(step_of(room).is_some(), "{room} stands on no step");
        assert!(
            count * 100 <= all * LARGEST,
            "{room} has {count} of {all} lines"
        );
    }
    for room in STEPS.iter().copied().flatten() {
        assert!(lines.contains_key(room), "there is no room {room}");
    }
}

#[test]
fn a_path_is_found_wherever_it_stands() {
    let modules = BTreeSet::from([vec!["a".to_owned()], vec!["a".to_owned(), "b".to_owned()]]);
    let named = |text: &str| {
        let mut reader = Reader {
            modules: &modules,
            named: Vec::new(),
            reexports: BTreeMap::new(),
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
