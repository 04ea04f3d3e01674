//! The pages under `rules/` and the cases under `tests/rules/`, taken apart into examples.
//!
//! A section (`Example`, `Use instead`, `Not reported`) holds one example before its first
//! `###` heading and one below each: a tree of files of its own. Lines `key: value` right
//! below a heading say more about one example, as the front matter does about all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use daglint::discover::{Request, TargetOptions};
use daglint::settings::Overrides;

use crate::support::Tree;

/// `path:line`.
pub(crate) type Line = (String, usize);

/// What an example is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The marked lines are reported, and no others.
    Example,
    /// Nothing is reported: it is what was put right, or it looks alike.
    Silent,
}

/// A tree of files, and what the rule of the page says of it.
pub(crate) struct Example {
    /// `Not reported: One object, listed twice`.
    pub(crate) title: String,
    pub(crate) part: Part,
    pub(crate) files: BTreeMap<String, String>,
    /// Files that say something twice; a mistake of the page.
    pub(crate) repeated: Vec<String>,
    /// Why no line is marked.
    pub(crate) unmarked: Option<String>,
    entry: Option<String>,
}

/// A page, taken apart.
pub(crate) struct Page {
    pub(crate) code: String,
    pub(crate) name: String,
    /// How far the fixes of the rule can be trusted at best, as the front matter says.
    pub(crate) fix: Option<String>,
    pub(crate) unexampled: bool,
    pub(crate) headings: Vec<String>,
    pub(crate) examples: Vec<Example>,
    /// The whole text, and that of the cases, to count what was taken from them.
    pub(crate) text: String,
}

impl Page {
    /// A page, with its cases.
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a page");
        let (head, body) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .expect("front matter");
        let field = |key: &str| field(head, key);
        let sections = split(body, "## ");
        let entry = field("entry");
        let cases = cases_of(path);
        let mut examples = examples(&sections, "", entry.as_deref());
        examples.extend(self::examples(
            &split(&cases, "## "),
            "Cases, ",
            entry.as_deref(),
        ));
        Self {
            code: field("code").expect("a code"),
            name: field("name").expect("a name"),
            fix: field("fix"),
            unexampled: field("unexampled").is_some(),
            headings: (sections[1..].iter().map(|(heading, _)| heading.clone())).collect(),
            examples,
            text: format!("{body}\n{cases}"),
        }
    }
}

impl Example {
    /// Writes the files below a folder, and says what to look at there.
    pub(crate) fn request(&self, tree: &Tree) -> Request {
        self.request_in(tree, "")
    }

    /// The same below folders of other names: `a/b/`.
    pub(crate) fn request_in(&self, tree: &Tree, parents: &str) -> Request {
        let folder = format!("{parents}{FOLDER}");
        for (path, text) in &self.files {
            tree.add(&format!("{folder}/{path}"), text);
        }
        let root = tree.path().canonicalize().expect("a path").join(folder);
        let mut targets = TargetOptions::default();
        let entry = self.entry.as_deref().unwrap_or_default();
        match entry.split_once(' ') {
            Some(("file", file)) => targets.files.push(PathBuf::from(file)),
            Some(("module", module)) => targets.modules.push(module.to_owned()),
            _ if entry.is_empty() && self.is_script() => {
                targets.files.push(PathBuf::from("definitions.py"));
            }
            _ => {}
        }
        Request {
            directory: root,
            targets,
            // Pages of rules that are off by default are held, too.
            settings: Overrides::default().with("every rule", "extend-select = [\"ALL\"]"),
            ..Request::default()
        }
    }

    /// Files that nothing declares are loaded as `dagster -f definitions.py`.
    fn is_script(&self) -> bool {
        let python = |path: &String| Path::new(path).extension().is_some_and(|it| it == "py");
        self.files.contains_key("definitions.py") && self.files.keys().all(python)
    }

    /// The lines that end with a comment that names the rule.
    pub(crate) fn marked(&self, code: &str) -> BTreeSet<Line> {
        let lines = |(path, text): (&String, &String)| {
            let lines = text.lines().enumerate();
            let marked = lines.filter(|(_, line)| is_marked(line, code));
            let places = marked.map(|(index, _)| (path.clone(), index + 1));
            places.collect::<Vec<_>>()
        };
        self.files.iter().flat_map(lines).collect()
    }
}

/// The folder of an example in its tree: without a name of its own, a project is called
/// after its folder.
pub(crate) const FOLDER: &str = "example";

pub(crate) fn is_marked(line: &str, code: &str) -> bool {
    line.trim_end().ends_with(&format!("# {code}"))
}

/// Whether the info of a fence names a file.
pub(crate) fn path_of(fence: &str) -> Option<&str> {
    fence.strip_prefix("```")?.split_once(' ').map(|it| it.1)
}

fn field(lines: &str, key: &str) -> Option<String> {
    (lines.lines())
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
        .map(str::to_owned)
}

/// The cases that are too fine for the page of a rule.
fn cases_of(page: &Path) -> String {
    let name = page.file_name().expect("a name");
    let path = root().join("tests/rules").join(name);
    if !path.exists() {
        return String::new();
    }
    fs::read_to_string(path).expect("cases")
}

fn examples(sections: &[(String, String)], of: &str, entry: Option<&str>) -> Vec<Example> {
    let mut found = Vec::new();
    for (section, text) in sections {
        let part = match section.as_str() {
            "Example" => Part::Example,
            "Use instead" | "Not reported" => Part::Silent,
            _ => continue,
        };
        for (heading, text) in split(text, "### ") {
            let words: Vec<&str> = [section.as_str(), heading.as_str()]
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect();
            let (files, repeated) = files(&text);
            if files.is_empty() {
                continue;
            }
            let said = text.split("```").next().unwrap_or_default();
            found.push(Example {
                title: format!("{of}{}", words.join(": ")),
                part,
                files,
                repeated,
                unmarked: field(said, "unmarked"),
                entry: field(said, "entry").or_else(|| entry.map(str::to_owned)),
            });
        }
    }
    found
}

/// The parts of a text by heading; what stands before the first has none.
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

/// The fences that carry a path, and the paths that come twice.
fn files(text: &str) -> (BTreeMap<String, String>, Vec<String>) {
    let (mut files, mut repeated) = (BTreeMap::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with("```") {
            continue;
        }
        let body: String = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .flat_map(|line| [line, "\n"])
            .collect();
        let Some(path) = path_of(line) else { continue };
        if files.insert(path.to_owned(), body).is_some() {
            repeated.push(path.to_owned());
        }
    }
    (files, repeated)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder of the repository with this extension, in order.
pub(crate) fn files_of(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == extension))
        .collect();
    paths.sort();
    paths
}

/// Every page, with its cases.
pub(crate) fn pages() -> Vec<Page> {
    files_of("rules", "md")
        .iter()
        .map(|path| Page::read(path))
        .collect()
}
