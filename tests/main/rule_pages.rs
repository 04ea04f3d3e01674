//! Every page under `rules/` holds: its examples are reported where they say, by their rule
//! and at no other line; what was put right and the look-alikes are not. All that the rule
//! says stands in a snapshot, and what its fixes make is analysed again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use daglint::diagnostic::{Applicability, Diagnostic, Role};
use daglint::discover::Request;
use daglint::fix::{Fixed, fix, write, write_difference};
use daglint::rule::RULES;
use daglint::source::Sources;
use rayon::prelude::*;

use crate::page::{Example, Line, Page, Part, files_of, is_marked, pages, path_of};
use crate::rendered::Rendering;
use crate::support::Tree;

/// What came of the examples of a page.
#[derive(Default)]
struct Told {
    snapshot: String,
    problems: Vec<String>,
    /// How far the fixes that were seen can be trusted.
    fixes: BTreeSet<String>,
}

/// One analysis: what was found, by all rules, each in a few words that do not name a line.
type Found = BTreeMap<(String, String), usize>;

fn found(diagnostics: &[Diagnostic]) -> Found {
    let mut found = Found::new();
    for finding in diagnostics {
        let key = (finding.rule.name.to_owned(), finding.message.clone());
        *found.entry(key).or_default() += 1;
    }
    found
}

fn of_page<'a>(page: &Page, diagnostics: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let ours = |it: &&Diagnostic| it.rule.name == page.name;
    diagnostics.iter().filter(ours).collect()
}

fn is_written(finding: &Diagnostic) -> bool {
    let trusted = |fix: &daglint::diagnostic::Fix| fix.applicability >= Applicability::Unsafe;
    finding.fix.as_ref().is_some_and(trusted)
}

impl Told {
    fn of(page: &Page) -> Self {
        let mut told = Self::default();
        for example in &page.examples {
            told.example(page, example);
        }
        told
    }

    fn problem(&mut self, page: &Page, example: &Example, what: &str) {
        let line = format!("{}, {}: {what}", page.name, example.title);
        self.problems.push(line);
    }

    fn example(&mut self, page: &Page, example: &Example) {
        let tree = Tree::new(&[]);
        let request = example.request(&tree);
        let sources = Sources::new();
        let analysis = daglint::analyze(&sources, &request).expect("an analysis");
        let rendering = Rendering {
            sources: &sources,
            root: &request.directory,
        };
        let findings = of_page(page, &analysis.diagnostics);
        self.show(&rendering, example, &analysis.diagnostics, &findings);
        let reported: BTreeSet<Line> = findings
            .iter()
            .flat_map(|finding| {
                let related = finding.related.iter();
                let equal = related.filter(|it| it.role == Role::Equal);
                std::iter::once(finding.place).chain(equal.map(|it| it.place))
            })
            .map(|place| rendering.line(place))
            .collect();
        let marked = example.marked(&page.code);
        let right = match (&example.unmarked, example.part) {
            (None, Part::Example) => reported == marked && !marked.is_empty(),
            (Some(_), Part::Example) => marked.is_empty() && !reported.is_empty(),
            (_, Part::Silent) => reported.is_empty() && marked.is_empty(),
        };
        if !right {
            let what = format!("marked {marked:?}, reported {reported:?}");
            self.problem(page, example, &what);
        }
        if findings.iter().any(|it| is_written(it)) {
            let before = found(&analysis.diagnostics);
            let gone = findings.iter().filter(|it| is_written(it)).count();
            self.fix(page, example, &request, (before, findings.len() - gone));
        }
        self.snapshot.push('\n');
    }

    /// Adds what is said of an example to the snapshot.
    fn show(
        &mut self,
        rendering: &Rendering<'_>,
        example: &Example,
        all: &[Diagnostic],
        ours: &[&Diagnostic],
    ) {
        writeln!(self.snapshot, "## {}", example.title).expect("a string takes all");
        for finding in ours {
            self.snapshot += &rendering.finding(finding);
            let trust = finding
                .fix
                .iter()
                .map(|it| format!("{:?}", it.applicability));
            self.fixes.extend(trust.map(|it| it.to_lowercase()));
        }
        let others = all
            .iter()
            .filter(|it| ours.iter().all(|ours| ours.rule != it.rule));
        for finding in others {
            self.snapshot += &rendering.beside(finding).unwrap_or_default();
        }
    }

    /// What the fixes make has neither these findings nor new ones, it parses, and there is
    /// nothing more to fix.
    fn fix(
        &mut self,
        page: &Page,
        example: &Example,
        request: &Request,
        (before, left): (Found, usize),
    ) {
        let fixed = fixed(page, request);
        let mut patch = Vec::new();
        write_difference(&fixed, &request.directory, &mut patch).expect("a vector takes all");
        let patch = String::from_utf8(patch).expect("text");
        for line in patch.lines() {
            self.snapshot += format!("    {line}").trim_end();
            self.snapshot.push('\n');
        }
        if fixed.unfinished || !fixed.dropped.is_empty() || fixed.changes.is_empty() {
            self.problem(page, example, &format!("the fix goes wrong: {fixed:?}"));
            return;
        }
        write(&fixed.changes, &request.directory).expect("written");
        let sources = Sources::new();
        let analysis = daglint::analyze(&sources, request).expect("an analysis");
        let findings = of_page(page, &analysis.diagnostics);
        // One fix may put more right than its own finding.
        if findings.len() > left || findings.iter().any(|it| is_written(it)) {
            let what = format!("{} findings are left, more than {left}", findings.len());
            self.problem(page, example, &what);
        }
        for (finding, count) in found(&analysis.diagnostics) {
            if count > before.get(&finding).copied().unwrap_or_default() {
                self.problem(page, example, &format!("the fix brings {finding:?}"));
            }
        }
        if !self::fixed(page, request).changes.is_empty() {
            self.problem(page, example, "it is fixed twice");
        }
    }
}

/// What the fixes of the page's rule make.
fn fixed(page: &Page, request: &Request) -> Fixed {
    fix(request, Applicability::Unsafe, |analysis| {
        let ours = |it: &&Diagnostic| it.rule.name == page.name;
        Ok(analysis.diagnostics.iter().filter(ours).collect())
    })
    .expect("fixes")
}

/// Holds a text against the snapshot of a page; what differs is told with the others.
fn hold(name: &str, text: &str) -> Result<(), String> {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/rules");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    catch_unwind(AssertUnwindSafe(|| {
        settings.bind(|| insta::assert_snapshot!(name, text));
    }))
    .map_err(|_| format!("{name}: what the rule says is not what its snapshot holds"))
}

#[test]
fn pages_say_what_the_rules_do() {
    let pages = pages();
    let told: Vec<Told> = pages.par_iter().map(Told::of).collect();
    let mut problems = Vec::new();
    for (page, told) in pages.iter().zip(told) {
        problems.extend(told.problems);
        problems.extend(hold(&page.name, told.snapshot.trim_end()).err());
        // The page promises a fix where, and only where, an example has one.
        let promised: BTreeSet<String> = page.fix.iter().cloned().collect();
        if !page.unexampled && told.fixes.iter().max_by_key(|it| trust(it)) != promised.first() {
            problems.push(format!(
                "{}: fixes {promised:?} are promised, {:?} are shown",
                page.name, told.fixes
            ));
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

fn trust(word: &str) -> usize {
    ["display", "unsafe", "safe"]
        .iter()
        .position(|it| *it == word)
        .expect("one of them")
}

#[test]
fn no_example_and_no_marked_line_is_read_by_nothing() {
    for page in pages() {
        let name = &page.name;
        let lines = || page.text.lines();
        let files: usize = page.examples.iter().map(|it| it.files.len()).sum();
        let fences = lines().filter(|line| path_of(line).is_some()).count();
        assert_eq!(files, fences, "files of {name}");
        let marked: usize = (page.examples.iter())
            .map(|it| it.marked(&page.code).len())
            .sum();
        let marks = lines().filter(|line| is_marked(line, &page.code)).count();
        assert_eq!(marked, marks, "marked lines of {name}");
        let example = |it: &Example| it.part == Part::Example && !it.title.starts_with("Cases");
        assert_eq!(
            !page.unexampled,
            page.examples.iter().any(example),
            "{name}"
        );
        let instead = |it: &Example| it.title.starts_with("Use instead");
        assert!(
            page.unexampled || page.examples.iter().any(instead),
            "{name} does not say how the example is put right"
        );
        for example in &page.examples {
            let title = &example.title;
            assert_eq!(example.repeated, [""; 0], "{name}, {title}");
        }
    }
}

#[test]
fn snapshots_and_cases_have_a_page() {
    let stems = |folder: &str, extension: &str| -> BTreeSet<String> {
        let stem = |path: &Path| Some(path.file_stem()?.to_str()?.to_owned());
        let files = files_of(folder, extension);
        files.iter().filter_map(|path| stem(path)).collect()
    };
    let pages = stems("rules", "md");
    assert_eq!(stems("tests/main/snapshots/rules", "snap"), pages);
    let cases = stems("tests/rules", "md");
    assert!(cases.is_subset(&pages), "{:?}", cases.difference(&pages));
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
    for page in pages() {
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
