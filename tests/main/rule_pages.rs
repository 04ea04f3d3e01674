//! Every page under `rules/` holds: its example is reported where it says, by its rule
//! and at no other line; the corrected one and the look-alikes are not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use daglint::diagnostic::Role;
use daglint::discover::{Request, TargetOptions};
use daglint::rule::RULES;
use daglint::settings::Overrides;
use daglint::source::{Place, Sources};

use crate::support::Tree;

/// `path:line`.
type Line = (String, usize);

/// The files of one example, by path.
pub(crate) type Files = BTreeMap<String, String>;

/// A page under `rules/`, taken apart.
pub(crate) struct Page {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) entry: Option<String>,
    pub(crate) unexampled: bool,
    pub(crate) headings: Vec<String>,
    pub(crate) example: Files,
    pub(crate) instead: Files,
    pub(crate) look_alikes: Vec<(String, Files)>,
}

impl Page {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a page");
        let (head, body) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .expect("front matter");
        let field = |key: &str| {
            head.lines()
                .find_map(|line| line.strip_prefix(&format!("{key}: ")))
                .map(str::to_owned)
        };
        let sections = split(body, "## ");
        let section = |name: &str| {
            sections
                .iter()
                .find(|(heading, _)| heading == name)
                .map(|(_, text)| text.as_str())
        };
        Self {
            code: field("code").expect("a code"),
            name: field("name").expect("a name"),
            entry: field("entry"),
            unexampled: field("unexampled").is_some(),
            headings: sections[1..]
                .iter()
                .map(|(heading, _)| heading.clone())
                .collect(),
            example: section("Example").map(files).unwrap_or_default(),
            instead: section("Use instead").map(files).unwrap_or_default(),
            look_alikes: section("Not reported")
                .map(|text| split(text, "### "))
                .unwrap_or_default()
                .into_iter()
                .map(|(heading, text)| (heading, files(&text)))
                .filter(|(_, files)| !files.is_empty())
                .collect(),
        }
    }

    /// What is wrong with the page.
    fn problems(&self) -> Vec<String> {
        if self.unexampled {
            return Vec::new();
        }
        let asserted = asserted(&self.example, &self.code);
        if asserted.is_empty() {
            return vec!["the example asserts nothing".to_owned()];
        }
        if self.instead.is_empty() {
            return vec!["there is no corrected example".to_owned()];
        }
        let mut problems = Vec::new();
        let reported = self.reported(&self.example);
        if reported != asserted {
            problems.push(format!(
                "Example: asserted {asserted:?}, reported {reported:?}"
            ));
        }
        let silent = std::iter::once(("Use instead", &self.instead)).chain(
            self.look_alikes
                .iter()
                .map(|(heading, files)| (heading.as_str(), files)),
        );
        for (heading, files) in silent {
            let reported = self.reported(files);
            if !reported.is_empty() {
                problems.push(format!("{heading}: reported {reported:?}"));
            }
        }
        problems
    }

    /// The lines that the rule of the page reports, as primary or equal places.
    fn reported(&self, files: &Files) -> BTreeSet<Line> {
        let tree = Tree::new(&[]);
        for (path, text) in files {
            tree.add(path, text);
        }
        let root = tree.path().canonicalize().expect("a path");
        let sources = Sources::new();
        let analysis =
            daglint::analyze(&sources, &self.request(files, &root)).expect("an analysis");
        let line = |place: Place| {
            let file = sources.get(place.file);
            let path = file.path().strip_prefix(&root).expect("a path below");
            let line = file.text()[..place.range.start().to_usize()]
                .matches('\n')
                .count()
                + 1;
            (path.display().to_string().replace('\\', "/"), line)
        };
        analysis
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.rule.name == self.name)
            .flat_map(|diagnostic| {
                let equal = diagnostic
                    .related
                    .iter()
                    .filter(|related| related.role == Role::Equal)
                    .map(|related| related.place);
                std::iter::once(diagnostic.place).chain(equal)
            })
            .map(line)
            .collect()
    }

    fn request(&self, files: &Files, root: &Path) -> Request {
        let mut targets = TargetOptions::default();
        let entry = self.entry.as_deref().unwrap_or_default();
        match entry.split_once(' ') {
            Some(("file", file)) => targets.files.push(PathBuf::from(file)),
            Some(("module", module)) => targets.modules.push(module.to_owned()),
            _ if entry.is_empty() && is_script(files) => {
                targets.files.push(PathBuf::from("definitions.py"));
            }
            _ => {}
        }
        Request {
            directory: root.to_path_buf(),
            targets,
            // Pages of rules that are off by default are held, too.
            settings: Overrides::default().with("every rule", "extend-select = [\"ALL\"]"),
            ..Request::default()
        }
    }
}

/// Files that nothing declares are loaded as `dagster -f definitions.py`.
pub(crate) fn is_script(files: &Files) -> bool {
    files.contains_key("definitions.py")
        && files.keys().all(|path| {
            Path::new(path)
                .extension()
                .is_some_and(|extension| extension == "py")
        })
}

/// The parts of a text by heading.
fn split(text: &str, mark: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = vec![(String::new(), String::new())];
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        match line.strip_prefix(mark) {
            Some(heading) if !fenced => parts.push((heading.to_owned(), String::new())),
            _ => {
                let (_, part) = parts.last_mut().expect("a part");
                writeln!(part, "{line}").expect("a string takes all");
            }
        }
    }
    parts
}

/// The fences that carry a path.
fn files(text: &str) -> Files {
    let mut files = Files::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let body: String = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .flat_map(|line| [line, "\n"])
            .collect();
        if let Some((_, path)) = info.split_once(' ') {
            files.insert(path.to_owned(), body);
        }
    }
    files
}

/// The lines that end with a comment that names the rule.
fn asserted(files: &Files, code: &str) -> BTreeSet<Line> {
    let mark = format!("# {code}");
    let lines = |text: &str| {
        text.lines()
            .enumerate()
            .filter(|(_, line)| line.trim_end().ends_with(&mark))
            .map(|(index, _)| index + 1)
            .collect::<Vec<_>>()
    };
    files
        .iter()
        .flat_map(|(path, text)| lines(text).into_iter().map(|line| (path.clone(), line)))
        .collect()
}

pub(crate) fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of pages")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    pages
}

#[test]
fn pages_say_what_the_rules_do() {
    let mut told = String::new();
    for path in pages() {
        let page = Page::read(&path);
        for problem in page.problems() {
            writeln!(told, "{}: {problem}", page.name).expect("a string takes all");
        }
    }
    assert!(told.is_empty(), "\n{told}");
}

#[test]
fn codes_and_names_are_unique_and_well_formed() {
    let mut seen = BTreeSet::new();
    for rule in RULES {
        assert!(seen.insert(rule.code), "{} is used twice", rule.code);
        assert!(seen.insert(rule.name), "{} is used twice", rule.name);
        let digits = rule.code.strip_prefix("DAG").unwrap_or_default();
        assert!(
            digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()),
            "{} is no code",
            rule.code
        );
        assert!(!rule.summary.ends_with('.'), "{}", rule.name);
    }
    assert_eq!(seen.len(), 2 * pages().len());
}

#[test]
fn pages_have_every_section_in_order() {
    let wanted = [
        "What it does",
        "Why is this bad?",
        "Example",
        "Use instead",
        "Not reported",
        "Known limits",
        "References",
    ];
    for path in pages() {
        let page = Page::read(&path);
        let optional = |heading: &str| match heading {
            "Example" => page.unexampled,
            "Not reported" | "Known limits" | "References" => true,
            _ => false,
        };
        let expected: Vec<&str> = wanted
            .into_iter()
            .filter(|heading| !optional(heading) || page.headings.iter().any(|it| it == heading))
            .collect();
        assert_eq!(page.headings, expected, "the page of {}", page.name);
    }
}
