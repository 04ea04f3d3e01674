//! What people see: titles, colours, and what has room on a terminal of 80 columns.

use std::collections::BTreeMap;

use daglint::cli::{Io, run_with};
use daglint::report::Look;
use daglint::source::disk::Disk;

use crate::support::{Run, Tree, daglint};

const TERMINAL: Look = Look {
    is_terminal: true,
    width: 80,
    ..Look::FILE
};

/// A run on a terminal of 80 columns.
fn on_terminal(tree: &Tree, look: Look, arguments: &[&str]) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let io = Io {
        directory: tree.path().canonicalize().expect("a directory"),
        disk: Disk::new(),
        input: &mut std::io::empty(),
        out: &mut out,
        err: &mut err,
        variables: BTreeMap::new(),
        look,
        err_look: look,
        is_watched: false,
    };
    let exit = run_with(arguments.iter().map(Into::into), io);
    Run {
        code: exit.code().into(),
        out: String::from_utf8(out).expect("text"),
        err: String::from_utf8(err).expect("text"),
    }
}

/// The lines that a terminal of 80 columns breaks.
fn too_wide(text: &str) -> Vec<&str> {
    let is_wide = |line: &&str| textwrap::core::display_width(line) > 80;
    text.lines().filter(is_wide).collect()
}

/// A duplicate asset key, a hint at a missing lock, and a library that nothing declares.
fn project() -> Tree {
    Tree::new(&[
        (
            "pyproject.toml",
            "[project]\nname = \"shop\"\nversion = \"0.1.0\"\ndependencies = [\"dagster\"]\n\n\
             [tool.dagster]\nmodule_name = \"shop\"\n",
        ),
        (
            "shop.py",
            "import dagster as dg\nimport dagster_aws\n\n\n@dg.asset\ndef orders(): ...\n\n\n\
             @dg.asset(key=\"orders\")\ndef again(): ...\n\n\ndefs = dg.Definitions([orders, again])\n",
        ),
    ])
}

#[test]
fn a_finding_is_a_title_its_lines_and_what_to_do() {
    let run = on_terminal(&project(), TERMINAL, &["--select", "DAG401"]);
    insta::assert_snapshot!(run.out, @r#"
    error[DAG401]: asset key `orders` is defined 2 times in code location `shop`
        ╭─[shop.py:10:5]
      9 │ @dg.asset(key="orders")
     10 │ def again(): ...
        ·     ──┬──
        ·       ╰── defined again here
        ╰────
       ╭─[shop.py:6:5]
     5 │ @dg.asset
     6 │ def orders(): ...
       ·     ───┬──
       ·        ╰── first defined here
       ╰────
      help: Dagster refuses to load the code location; rename one of them, give it a
            `key_prefix`, or drop it [duplicate-asset-key]
    "#);
}

#[test]
fn infos_are_a_line_each_at_the_end_of_a_terminal_and_whole_where_asked_for() {
    let tree = project();
    let lines = |run: &Run| -> Vec<String> {
        let infos = run.out.lines().filter(|line| line.starts_with("info["));
        infos.map(str::to_owned).collect()
    };
    let brief = on_terminal(&tree, TERMINAL, &["-q"]);
    assert_eq!(lines(&brief).len(), 2, "{brief:?}");
    let lock = "info[DAG301] pyproject.toml:1:1: project";
    assert!(lines(&brief)[1].starts_with(lock), "{brief:?}");
    let (_, infos) = brief.out.split_once("info[").expect("infos");
    assert!(
        !infos.contains("error[") && !infos.contains("help:"),
        "{brief:?}"
    );
    for asked in [
        &["-v"][..],
        &["--min-severity", "info"],
        &["--select", "DAG301"],
        &["--extend-select", "missing-lock"],
    ] {
        let run = on_terminal(&tree, TERMINAL, asked);
        let whole = "info[DAG301]: project";
        assert!(run.out.contains(whole), "{asked:?}: {run:?}");
        assert!(run.out.contains("[missing-lock]"), "{asked:?}: {run:?}");
    }
    // What a program or a file gets is whole.
    let piped = tree.run(&["-q"]);
    assert!(piped.out.contains("info[DAG301]: project"), "{piped:?}");
    on_terminal(&tree, TERMINAL, &["--output-file", "found.txt"]);
    let file = std::fs::read_to_string(tree.path().join("found.txt")).expect("a file");
    assert!(file.contains("info[DAG301]: project"), "{file}");
}

#[test]
fn concise_lines_have_colours_where_those_are_on() {
    let tree = project();
    let concise = ["--output-format", "concise", "-q"];
    let coloured = Look {
        colour: true,
        ..TERMINAL
    };
    let run = on_terminal(&tree, coloured, &concise);
    let bold_red = "\u{1b}[1m\u{1b}[31merror[DAG401]\u{1b}[0m asset key";
    assert!(run.out.contains(bold_red), "{run:?}");
    assert!(!tree.run(&concise).out.contains('\u{1b}'));
}

#[test]
fn faults_of_settings_are_drawn_as_findings_are() {
    let tree = project();
    tree.add("daglint.toml", "selct = [\"DAG4\"]\n");
    let run = on_terminal(&tree, TERMINAL, &[]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    insta::assert_snapshot!(run.err, @r#"
    error: there is no setting `selct`
       ╭─[daglint.toml:1:1]
     1 │ selct = ["DAG4"]
       · ─────
       ╰────
      help: did you mean `select`?

    error: the settings are not valid
    "#);
    let coloured = daglint(tree.path())
        .args(["--color", "always"])
        .output()
        .expect("a run");
    let err = String::from_utf8(coloured.stderr).expect("text");
    let title = "\u{1b}[1m\u{1b}[31merror\u{1b}[0m\u{1b}[1m: there is no setting `selct`";
    assert!(err.contains(title), "{err}");
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    let tree = project();
    let wide = "名前".repeat(30);
    tree.add(
        "shop.py",
        format!(
            "import dagster as dg\n\n\n@dg.asset(description=\"{wide}\", key=\"orders\")\n\
             def orders(): ...\n\n\n@dg.asset(metadata={{\"a\": \"{wide}\"}}, description=\"x\", key=\"orders\")\n\
             def again(): ...\n\n\ntext, lost = \"some words that take their room\", \
             dg.AssetSpec(\"orders\")\ndefs = dg.Definitions([orders, again, lost])\n"
        ),
    );
    for format in ["full", "grouped"] {
        let run = on_terminal(&tree, TERMINAL, &["--output-format", format]);
        assert!(run.out.contains("DAG401"), "{run:?}");
        let all = run.out + &run.err;
        assert!(too_wide(&all).is_empty(), "{format}: {:#?}", too_wide(&all));
    }
}

#[test]
fn a_layout_hint_is_short_makes_up_no_path_and_repeats_no_other_rule() {
    let hint = |tree: &Tree, arguments: &[&str]| {
        let document = tree.check_json(arguments).1;
        let all = document["diagnostics"].as_array().expect("a list").clone();
        let hint = all.iter().find(|found| found["code"] == "DAG102");
        let hint = hint.unwrap_or_else(|| panic!("{document:#}"));
        hint["message"].as_str().expect("a text").to_owned()
    };
    let loose = Tree::new(&[(
        "odd-folder/definitions.py",
        "import dagster as dg\n\ndefs = dg.Definitions()\n",
    )]);
    let invented = hint(&loose, &[]);
    assert!(
        invented.ends_with(
            " departs from the recommended layout: it has no `pyproject.toml`, `README.md`, \
             `src/<package>/` or `tests/__init__.py`"
        ),
        "{invented}"
    );
    let named = project();
    let shop = hint(&named, &[]);
    assert!(
        shop.ends_with("it has no `README.md`, `src/shop/` or `tests/__init__.py`"),
        "{shop}"
    );
    let lock = hint(&named, &["--ignore", "missing-lock"]);
    assert!(lock.ends_with("`tests/__init__.py` or `uv.lock`"), "{lock}");
}

#[test]
fn rules_are_a_table_with_a_header_and_can_be_named() {
    let tree = project();
    let rules = |named: &[&str]| on_terminal(&tree, TERMINAL, &[&["rules"], named].concat());
    let all = rules(&[]);
    let header = all.out.lines().next().expect("a header");
    let words: Vec<&str> = header.split_whitespace().collect();
    assert_eq!(words, ["CODE", "NAME", "SEVERITY", "ON", "FIX"], "{all:?}");
    assert!(too_wide(&all.out).is_empty(), "{:#?}", too_wide(&all.out));
    let rows = |run: &Run| -> Vec<String> {
        let rows = run.out.lines().filter(|line| line.starts_with("DAG"));
        rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert_eq!(rows(&all).len(), daglint::rule::RULES.len());
    // Where somebody searches line by line, a rule is a line.
    let piped = tree.run(&["rules"]);
    assert_eq!(piped.out.lines().count(), daglint::rule::RULES.len() + 1);
    // By code, prefix, subject, and a part of a name.
    assert_eq!(
        rows(&rules(&["DAG302", "--ignore", "DAG302"])),
        ["DAG302 undeclared-dagster-import warning off fix"]
    );
    assert!(
        rows(&rules(&["DAG40"]))
            .iter()
            .all(|row| row.starts_with("DAG40"))
    );
    assert_eq!(rows(&rules(&["DAG4"])), rows(&rules(&["duplicates"])));
    let locks = rows(&rules(&["lock"]));
    assert!(
        locks.len() > 2 && locks.iter().all(|row| row.contains("lock")),
        "{locks:?}"
    );
    let unknown = rules(&["nosuch"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("`nosuch` names no rule"),
        "{unknown:?}"
    );
    // Most of its findings are warnings.
    let usual = rows(&rules(&["module-shadows-dagster"]));
    assert!(usual[0].contains(" warning on"), "{usual:?}");
}

#[test]
fn pages_of_rules_fit_the_terminal_and_say_what_to_do() {
    let tree = project();
    let page = on_terminal(&tree, TERMINAL, &["rule", "undeclared-dagster-import"]);
    let (facts, text) = page.out.split_once("\nWhat it does\n").expect("a heading");
    insta::assert_snapshot!(facts, @r#"
    DAG302 undeclared-dagster-import
    a Dagster library is imported that no dependency brings

      severity    warning or info
      enabled     yes
      fixed by    `daglint --fix`
      silenced    `# daglint: ignore[DAG302]` at the place, or `--ignore DAG302`
      configured  `severity.DAG302` is `error`, `warning`, `info` or `off`
    "#);
    let words: Vec<&str> = text.split_whitespace().collect();
    let link = "uv: managing dependencies: https://docs.astral.sh/uv/";
    assert!(words.join(" ").contains(link), "{text}");
    let all = on_terminal(&tree, TERMINAL, &["rule", "--all"]);
    let is_address = |line: &&&str| line.trim_start().starts_with("https://");
    let wide: Vec<&str> = too_wide(&all.out);
    assert!(wide.iter().all(|line| is_address(&line)), "{wide:#?}");
    for mark in ["```", "\n## ", "\n### ", "]("] {
        assert!(!all.out.contains(mark), "{mark}");
    }
    let coloured = Look {
        colour: true,
        links: true,
        ..TERMINAL
    };
    let page = on_terminal(&tree, coloured, &["rule", "DAG302"]).out;
    for part in [
        "\u{1b}[1mWhat it does\u{1b}[0m",
        "\u{1b}[35mimport\u{1b}[0m",
        "\u{1b}[2m# pyproject.toml\u{1b}[0m",
        "\u{1b}]8;;https://docs.astral.sh/uv/",
    ] {
        assert!(page.contains(part), "{part:?}: {page}");
    }
}

#[test]
fn messages_agree_in_number() {
    let read = |variables: &[&str]| {
        let lines = variables
            .iter()
            .map(|it| format!("dg.EnvVar(\"{it}\").get_value()\n"));
        let text = lines.collect::<String>();
        let tree = Tree::new(&[(
            "definitions.py",
            &*format!("import dagster as dg\n\n{text}\ndefs = dg.Definitions()\n"),
        )]);
        let run = tree.run(&["--select", "DAG231", "--output-format", "concise"]);
        run.out.split_once("] ").expect("a finding").1.to_owned()
    };
    let one = "environment variable `A` is read while the module is imported";
    assert!(read(&["A"]).starts_with(one), "{}", read(&["A"]));
    let two = "environment variables `A` and `B` are read while the module is imported";
    assert!(read(&["A", "B"]).starts_with(two), "{}", read(&["A", "B"]));
}

const LONG: &str = "customers_of_the_northern_and_southern_regions_by_quarter_of_the_year";

#[test]
fn what_would_load_fits_the_terminal() {
    let code = format!(
        "import os\nimport dagster as dg\n\n\n@dg.asset(group_name=\"quarterly_reports\")\n\
         def {LONG}(): ...\n\n\n@dg.asset(name=os.environ[\"{LONG}\"])\ndef other(): ...\n"
    );
    let tree = Tree::new(&[("definitions.py", &code)]);
    let list = ["list", "-f", "definitions.py"];
    let run = on_terminal(&tree, TERMINAL, &list);
    insta::assert_snapshot!(run.out, @r"
    code location definitions.py (definitions.py)
      asset  customers_of_the_northern_and_southern_regions_by_quarter_of_the_year
               definitions.py:6  quarterly_reports
      1 value could not be evaluated:
        definitions.py:9: environment variable
          `customers_of_the_northern_and_southern_regions_by_quarter_of_the_year` is
          not known
    ");
    assert_eq!((run.code, too_wide(&run.out)), (0, vec![]));
    // Whoever searches in a pipe has each in a line.
    let piped = tree.run(&list);
    let line = format!("  asset  {LONG}  definitions.py:6  quarterly_reports\n");
    assert!(piped.out.contains(&line), "{piped:?}");
}

#[test]
fn settings_fit_the_terminal_and_stay_toml() {
    let ignored = r#"["nonstandard-layout", "missing-lock", "missing-readme", "orphan-module"]"#;
    let text = format!("ignore = {ignored}\n[severity]\nDAG401 = \"error\"\n");
    let tree = Tree::new(&[("daglint.toml", &text)]);
    let run = on_terminal(&tree, TERMINAL, &["config"]);
    let about = on_terminal(&tree, TERMINAL, &["config", "per-file-ignores"]);
    assert_eq!(too_wide(&run.out), [""; 0]);
    assert_eq!(too_wide(&about.out), [""; 0]);
    let read: toml::Table = run.out.parse().expect("TOML");
    assert_eq!(read["ignore"].to_string(), ignored);
    let start = run.out.find("ignore = [ ").expect("the list");
    let part: Vec<&str> = run.out[start..].lines().take(3).collect();
    insta::assert_snapshot!(part.join("\n"), @r#"
    ignore = [                                # daglint.toml:1:1
        "nonstandard-layout",
        "missing-lock",
    "#);
    let end = run.out.find("# not set").expect("the end");
    insta::assert_snapshot!(run.out[end..], @r"
    # not set: required-version, select, per-file-ignores, per-location-ignores,
    #   per-asset-ignores, baseline, env, dagster-version, layout
    ");
}
