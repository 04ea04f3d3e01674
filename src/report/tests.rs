//! The formats on hand-made models: no discovery, no evaluation.

mod formats;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ruff_text_size::{TextRange, TextSize};

use super::*;
use crate::rule::Rule;
use crate::settings::Selector;
use crate::source::{FileId, Sources};

fn sources(files: &[(&str, &str)]) -> Sources {
    let overlays: HashMap<PathBuf, String> = files
        .iter()
        .map(|(path, text)| (Path::new("/work").join(path), (*text).to_owned()))
        .collect();
    Sources::with_overlays(overlays)
}

fn model(sources: &Sources) -> Model<'_> {
    Model {
        settings: crate::settings::Configuration::default(),
        directory: PathBuf::from("/work"),
        sources,
        workspaces: Vec::new(),
        projects: Vec::new(),
        code_locations: Vec::new(),
        orphans: Vec::new(),
        orphan_modules: Vec::new(),
        unreadable: Vec::new(),
        broken_modules: Vec::new(),
        config_faults: Vec::new(),
        compose_files: Vec::new(),
        commands: Vec::new(),
        roots: Vec::new(),
        python_files: Some(2),
        panics: Vec::new(),
    }
}

fn rule() -> &'static Rule {
    Rule::find("duplicate-job-name").expect("the rule of the skeleton")
}

/// The place of the `nth` occurrence of `what` in a file.
fn place(sources: &Sources, path: &str, what: &str, nth: usize) -> Place {
    let file = sources.read(&Path::new("/work").join(path));
    let (at, found) = file
        .text()
        .match_indices(what)
        .nth(nth)
        .expect("it is there");
    let start = TextSize::try_from(at).expect("small");
    Place::new(file.id(), TextRange::at(start, TextSize::of(found)))
}

fn written(
    report: &dyn for<'a> Report<Findings<'a>>,
    model: &Model<'_>,
    found: &[Diagnostic],
) -> String {
    let mut out = Vec::new();
    let findings = Findings::new(model, found.iter().collect());
    report
        .write(&findings, &mut out)
        .expect("a buffer takes all");
    String::from_utf8(out).expect("text")
}

fn full(model: &Model<'_>, found: &[Diagnostic]) -> String {
    written(&Full::new(Look::PLAIN, vec![Selector::All]), model, found)
}

#[test]
fn places_in_two_files_are_both_drawn() {
    let sources = sources(&[
        (
            "a.py",
            "import dagster as dg\n\nfirst = dg.define_asset_job(\"nightly\")\n",
        ),
        (
            "b/c.py",
            "from a import dg\n\n\nsecond = dg.define_asset_job(\n    \"nightly\",\n)\n",
        ),
    ]);
    let finding = Diagnostic::new(
        rule(),
        place(&sources, "b/c.py", "\"nightly\"", 0),
        "job name `nightly` is used twice",
    )
    .label("second job")
    .equal(
        place(&sources, "a.py", "\"nightly\"", 0),
        "first defined here",
    )
    .help("give one of them another name");
    insta::assert_snapshot!(full(&model(&sources), &[finding]));
}

#[test]
fn places_that_touch_are_drawn_together() {
    let sources = sources(&[("a.py", "one = 1\ntwo = 2\nthree = 3\n\n\n\n\nfar = 4\n")]);
    let finding = Diagnostic::new(rule(), place(&sources, "a.py", "three", 0), "three")
        .label("here")
        .equal(place(&sources, "a.py", "far", 0), "far away")
        .evidence(place(&sources, "a.py", "one", 0), "near");
    insta::assert_snapshot!(full(&model(&sources), &[finding]));
}

#[test]
fn columns_count_characters_and_controls_are_pictures() {
    let sources = sources(&[("a.py", "名前 = '\u{1b}[31m日'; x\r\n")]);
    let finding = Diagnostic::new(
        rule(),
        place(&sources, "a.py", "x", 0),
        "odd \u{1b}[0m text",
    );
    let text = full(&model(&sources), std::slice::from_ref(&finding));
    assert!(text.contains("a.py:1:16"), "{text}");
    assert!(text.contains("␛[31m日"), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains('\r'), "{text}");
    let concise = written(&Concise::new(Look::PLAIN), &model(&sources), &[finding]);
    assert_eq!(concise, "a.py:1:16: error[DAG403] odd ␛[0m text\n");
}

#[test]
fn a_long_line_is_cropped_around_the_label() {
    let line = format!("{} needle {}\n", "a".repeat(100_000), "b".repeat(100_000));
    let sources = sources(&[("a.py", &line)]);
    let finding = Diagnostic::new(rule(), place(&sources, "a.py", "needle", 0), "found it");
    let text = full(&model(&sources), &[finding]);
    assert!(text.len() < 1_000, "{}", text.len());
    assert!(text.contains("a.py:1:100002"), "{text}");
    assert!(text.contains("…aaaa") && text.contains("bbbb…"), "{text}");
    let mut lines = text.lines();
    let shown = lines
        .find(|line| line.contains("needle"))
        .expect("the line");
    let marks = lines.next().expect("its underline");
    let column = shown.chars().take_while(|&c| c != 'n').count();
    assert_eq!(
        marks.chars().take_while(|&c| c != '^').count(),
        column,
        "{text}"
    );
}

#[test]
fn empty_files_and_ends_of_files_have_places() {
    let sources = sources(&[("empty.py", ""), ("end.py", "x = (")]);
    let empty = sources.read(Path::new("/work/empty.py"));
    let end = sources.read(Path::new("/work/end.py"));
    let found = [
        Diagnostic::new(rule(), Place::start_of(empty.id()), "nothing here"),
        Diagnostic::new(
            rule(),
            end.place(TextRange::empty(TextSize::of(end.text()))),
            "unexpected end",
        ),
    ];
    insta::assert_snapshot!(full(&model(&sources), &found));
}

#[test]
fn a_tall_range_is_shown_by_its_first_line() {
    let text = format!("def f():\n{}", "    pass\n".repeat(1_000));
    let sources = sources(&[("a.py", &text)]);
    let finding = Diagnostic::new(
        rule(),
        place(&sources, "a.py", text.trim_end(), 0),
        "too tall",
    );
    let text = full(&model(&sources), &[finding]);
    assert!(text.lines().count() < 12, "{text}");
}

#[test]
fn at_most_six_places_are_drawn_and_the_rest_is_counted() {
    let text = "x\n\n\n\n".repeat(20);
    let sources = sources(&[("a.py", &text)]);
    let first = Diagnostic::new(rule(), place(&sources, "a.py", "x", 0), "many");
    let finding = (1..20).fold(first, |finding, nth| {
        finding.equal(place(&sources, "a.py", "x", nth), format!("number {nth}"))
    });
    let text = full(&model(&sources), &[finding]);
    assert!(
        text.contains("number 5") && !text.contains("number 6"),
        "{text}"
    );
    assert!(text.contains("14 more places not shown"), "{text}");
}

fn many(sources: &Sources, file: FileId, count: usize) -> Vec<Diagnostic> {
    let text = sources.get(file).text();
    text.match_indices("job")
        .take(count)
        .map(|(at, _)| {
            let start = TextSize::try_from(at).expect("small");
            let place = Place::new(file, TextRange::at(start, TextSize::new(3)));
            Diagnostic::new(rule(), place, "a job").label("here")
        })
        .collect()
}

#[test]
fn rendering_is_linear_in_findings() {
    let sources = sources(&[("a.py", &"job = 1  # some more text\n".repeat(20_000))]);
    let file = sources.read(Path::new("/work/a.py")).id();
    let model = model(&sources);
    let time = |count: usize| {
        let found = many(&sources, file, count);
        assert_eq!(found.len(), count);
        let started = Instant::now();
        let length = full(&model, &found).len();
        assert!(length > count * 50);
        started.elapsed()
    };
    let (few, all) = (time(2_000), time(20_000));
    // Quadratic work would take a hundred times as long; the slack is for a busy machine.
    let bound = few * 40 + Duration::from_millis(500);
    assert!(
        all < bound,
        "{few:?} for 2,000 findings, {all:?} for 20,000"
    );
}

proptest::proptest! {
    /// Whatever the text and the ranges: everything is drawn, each header names the
    /// place that the index knows, and nothing acts on the terminal.
    #[test]
    fn any_text_and_any_ranges_are_drawn(
        text in "([a-z名é\u{301}\t ]{0,9}|\u{1b}|\r\n|\r|\n|x{150}){0,12}",
        ranges in proptest::collection::vec((0.0..=1.0_f64, 0.0..=1.0_f64), 1..5),
    ) {
        let sources = sources(&[("a.py", &text)]);
        let file = sources.read(Path::new("/work/a.py"));
        let boundaries: Vec<usize> = (0..=text.len())
            .filter(|&at| text.is_char_boundary(at))
            .collect();
        let place = |(a, b): (f64, f64)| {
            let at = |share: f64| {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small and positive")]
                let index = ((boundaries.len() - 1) as f64 * share) as usize;
                TextSize::try_from(boundaries[index]).expect("small")
            };
            file.place(TextRange::new(at(a.min(b)), at(a.max(b))))
        };
        let first = Diagnostic::new(rule(), place(ranges[0]), "any").label("label");
        let finding = ranges[1..].iter().fold(first, |finding, &range| {
            finding.equal(place(range), "another")
        });
        let header = shown_place(&model(&sources), finding.place);
        let drawn = full(&model(&sources), &[finding]);
        proptest::prop_assert!(drawn.contains(&format!("[{header}]")), "{header}\n{drawn}");
        proptest::prop_assert!(!drawn.contains("Failed to read"), "{drawn}");
        let acts = |c: char| c.is_control() && c != '\n';
        proptest::prop_assert!(!drawn.contains(acts), "{drawn}");
    }
}
