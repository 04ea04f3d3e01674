//! Passes of fixes on hand-made findings.

use std::path::Path;

use ruff_text_size::{TextRange, TextSize};

use super::pass::{Pass, Taken};
use super::*;
use crate::diagnostic::Fix;
use crate::model::Model;
use crate::source::{Place, SourceFile};

fn model<'a>(sources: &'a Sources, directory: &Path) -> Model<'a> {
    Model {
        directory: directory.to_path_buf(),
        sources,
        settings: crate::settings::Configuration::default(),
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
        python_files: None,
        panics: Vec::new(),
    }
}

fn at(file: &SourceFile, start: usize, end: usize) -> Place {
    let small = |at: usize| TextSize::try_from(at).expect("small");
    file.place(TextRange::new(small(start), small(end)))
}

fn safe() -> Fix {
    Fix::new(Applicability::Safe, "do it")
}

/// What one pass of fixes makes of files in a directory of their own.
fn pass(files: &[(&str, &str)], fixes: impl Fn(&[&SourceFile]) -> Vec<Fix>) -> Taken {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path");
    let sources = Sources::new();
    let read: Vec<&SourceFile> = files
        .iter()
        .map(|(name, text)| {
            std::fs::write(root.join(name), text).expect("written");
            sources.read(&root.join(name))
        })
        .collect();
    let rule = Rule::find("wrong-kind-in-slot").expect("a rule");
    let findings: Vec<Diagnostic> = fixes(&read)
        .into_iter()
        .map(|fix| Diagnostic::new(rule, Place::start_of(read[0].id()), "wrong").fix(fix))
        .collect();
    let model = model(&sources, &root);
    let fixed = Fixed::default();
    let pairs = findings
        .iter()
        .filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
    let mut taken = Pass::new(&model, &fixed).run(pairs);
    taken.texts = taken
        .texts
        .into_iter()
        .map(|(path, text)| {
            let path = path.strip_prefix(&root).expect("below").to_path_buf();
            (path, text)
        })
        .collect();
    taken
}

fn text<'t>(taken: &'t Taken, name: &str) -> Option<&'t str> {
    taken.texts.get(Path::new(name)).map(String::as_str)
}

#[test]
fn fixes_of_one_file_are_made_side_by_side_and_do_not_overlap() {
    let taken = pass(&[("a.py", "one = 1\ntwo = 2\n")], |files| {
        vec![
            safe().replace(at(files[0], 0, 3), "first"),
            safe().replace(at(files[0], 2, 5), "lost"),
            safe().replace(at(files[0], 0, 0), "waits"),
            safe().replace(at(files[0], 8, 11), "second"),
        ]
    });
    assert_eq!(text(&taken, "a.py"), Some("first = 1\nsecond = 2\n"));
    assert_eq!(taken.applied.len(), 2);
}

#[test]
fn a_fix_of_several_files_is_made_in_all_or_in_none() {
    let files = [("a.py", "old = 1\n"), ("b.py", "old = 1\n")];
    let both = |files: &[&SourceFile], new: &str| {
        let fix = safe().replace(at(files[0], 0, 3), new);
        fix.replace(at(files[1], 0, 3), new)
    };
    let taken = pass(&files, |files| vec![both(files, "new")]);
    assert_eq!(taken.texts.len(), 2);
    let taken = pass(&files, |files| {
        vec![
            safe().replace(at(files[1], 0, 7), "pass"),
            both(files, "new"),
        ]
    });
    assert_eq!(
        (text(&taken, "a.py"), text(&taken, "b.py")),
        (None, Some("pass\n"))
    );
    let taken = pass(&files, |files| {
        let broken = safe().replace(at(files[0], 0, 3), "fine");
        vec![broken.replace(at(files[1], 0, 3), "1 +")]
    });
    assert!(
        taken.texts.is_empty() && taken.applied.is_empty(),
        "{taken:?}"
    );
}

#[test]
fn what_would_not_parse_is_dropped_and_the_rest_is_made() {
    let files = [
        ("a.py", "x = 1\n"),
        ("b.toml", "x = 1\n"),
        ("c.yaml", "x: 1\n"),
    ];
    let taken = pass(&files, |files| {
        let mut fixes = vec![safe().replace(at(files[0], 4, 5), "2")];
        fixes.extend(
            files[1..]
                .iter()
                .map(|file| safe().replace(at(file, 0, 1), "[")),
        );
        fixes
    });
    assert_eq!(text(&taken, "a.py"), Some("x = 2\n"));
    assert_eq!((taken.texts.len(), taken.dropped.len()), (1, 2));
}

#[test]
fn lines_end_as_they_did() {
    let taken = pass(&[("a.py", "x = 1\r\n")], |files| {
        vec![safe().replace(at(files[0], 0, 0), "y = 1\n")]
    });
    assert_eq!(text(&taken, "a.py"), Some("y = 1\r\nx = 1\r\n"));
}

#[test]
fn nothing_outside_of_the_root_is_touched() {
    let outside = tempfile::tempdir().expect("a folder");
    let other = outside.path().join("other.py");
    std::fs::write(&other, "x = 1\n").expect("written");
    let taken = pass(&[("a.py", "x = 1\n")], |_| vec![safe().create(&other, "")]);
    assert!(taken.texts.is_empty());
    let taken = pass(&[("a.py", "x = 1\n")], |files| {
        let there = files[0].path().to_path_buf();
        vec![safe().create(there, "y = 1\n")]
    });
    assert!(taken.texts.is_empty(), "a file that is there is not made");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_not_followed() {
    let outside = tempfile::tempdir().expect("a folder");
    let other = outside.path().join("other.py");
    std::fs::write(&other, "x = 1\n").expect("written");
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path");
    std::os::unix::fs::symlink(&other, root.join("a.py")).expect("a link");
    let sources = Sources::new();
    let file = sources.read(&root.join("a.py"));
    let rule = Rule::find("wrong-kind-in-slot").expect("a rule");
    let fix = safe().replace(at(file, 0, 1), "y");
    let finding = Diagnostic::new(rule, Place::start_of(file.id()), "wrong");
    let (model, fixed) = (model(&sources, &root), Fixed::default());
    let taken = Pass::new(&model, &fixed).run(std::iter::once((&finding, &fix)));
    assert!(taken.texts.is_empty());
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]
    /// Whatever fixes are asked for: what parsed before parses after.
    #[test]
    fn fixes_never_make_invalid_syntax(
        edits in proptest::collection::vec(
            (0.0..1.0_f64, 0.0..1.0_f64, "(x|\\(|\\)|\n|:| = 1|'|# |    |def f\\(\\): \\.\\.\\.\n)"), 1..8
        ),
    ) {
        const TEXT: &str = "import dagster as dg\n\n\n@dg.asset\ndef orders():\n    return [1, 2]\n";
        let taken = pass(&[("a.py", TEXT)], |files| {
            edits.iter().map(|(a, b, new)| {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small and positive")]
                let at_share = |share: f64| (share * TEXT.len() as f64) as usize;
                let (start, end) = (at_share(a.min(*b)), at_share(a.max(*b)));
                safe().replace(at(files[0], start, end), new)
            }).collect()
        });
        for text in taken.texts.values() {
            proptest::prop_assert!(crate::source::is_python(text), "{text}");
        }
    }
}
