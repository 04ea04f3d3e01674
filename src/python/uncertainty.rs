//! What builtins make of values that are not, or not wholly, known.

mod container;
mod refusal;

use std::fs;
use std::path::Path;

use super::snippet::{run, shown};

/// What `result` is, as text.
fn result(code: &str) -> String {
    match run(Path::new("/snippets"), code, shown) {
        Ok(text) => text,
        Err(raised) => format!("raises {raised}"),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (code, expected) in cases {
        let code = format!("import os, requests\nu = requests.get('x')\n{code}\n");
        assert_eq!(result(&code), *expected, "{code}");
    }
}

#[test]
fn an_environment_variable_has_its_default_as_an_alternative() {
    check(&[
        (
            "result = os.environ.get('E', 'dev')",
            "? environment variable `E` is not known | 'dev'",
        ),
        (
            "result = os.getenv('E')",
            "? environment variable `E` is not known | None",
        ),
        (
            "result = os.environ['E']",
            "? environment variable `E` is not known",
        ),
        ("result = 'E' in os.environ", "True | False"),
        (
            "e = os.getenv('E', 'dev')\nresult = f'job_{e}'",
            "? environment variable `E` is not known | 'job_dev'",
        ),
        (
            "e = os.getenv('E', 'dev')\nresult = ['a', e.upper()]",
            "['a', (? environment variable `E` is not known | 'DEV')]",
        ),
        // One variable is one branch: where it is set, it is set for all.
        (
            "a = os.getenv('E', 'x')\nb = os.getenv('E', 'y')\nresult = '_'.join([a, b])",
            "? environment variable `E` is not known | 'x_y'",
        ),
    ]);
}

#[test]
fn what_is_left_of_a_set_without_unknown_elements_may_be_nothing() {
    check(&[
        (
            "result = 'some' if {'a'} - set(u) else 'none'",
            "'some' | 'none'",
        ),
        ("result = 'some' if {'a'} | set(u) else 'none'", "'some'"),
    ]);
}

#[test]
fn the_reason_of_an_unknown_argument_is_that_of_the_result() {
    let reason = "? value comes from `requests.get(...)`";
    for code in [
        "int(u)",
        "str(u)",
        "len(u)",
        "'_'.join(['a', u])",
        "'_'.join(u)",
        "'a'.replace('a', u)",
        "'{}'.format(u)",
        "'%s' % u",
        "f'{u}'",
        "os.path.join('a', u)",
        "{'a': 1}.get(u)",
        "min(1, u)",
        "sum([1, u])",
        "round(u)",
        "os.getenv(u)",
    ] {
        assert_eq!(
            result(&format!(
                "import os, requests\nu = requests.get('x')\nresult = {code}\n"
            )),
            reason,
            "{code}"
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one list: the programs")]
fn what_may_have_more_elements_stays_open() {
    let more = "... value comes from `requests.get(...)`";
    let open = |items: &str| format!("[{items}, {more}]");
    let cases = [
        ("l = [1]\nl.extend(u)\nresult = l", open("1")),
        ("l = [1]\nl += u\nresult = l", open("1")),
        ("result = [1] + u", open("1")),
        ("result = u + [1]", open("1")),
        ("l = [2, 1]\nl.extend(u)\nresult = sorted(l)", open("1, 2")),
        (
            "l = [1]\nl.extend(u)\nresult = list(map(str, l))",
            open("'1'"),
        ),
        (
            "l = [1]\nl.extend(u)\nresult = [x + 1 for x in l]",
            open("2"),
        ),
        (
            "l = [1]\nl.extend(u)\nresult = list(enumerate(l))",
            open("(? value comes from `requests.get(...)`, 1)"),
        ),
        ("d = {'a': 1}\nd[u] = 2\nresult = list(d)", open("'a'")),
        (
            "d = {'a': 1}\nd.update(u)\nresult = list(d.items())",
            open("('a', 1)"),
        ),
        ("result = dict(u, a=1)", format!("{{'a': 1, {more}}}")),
        ("result = {1}.union(u)", format!("{{1, {more}}}")),
    ];
    for (code, expected) in cases {
        let code = format!("import requests\nu = requests.get('x')\n{code}\n");
        assert_eq!(result(&code), expected, "{code}");
    }
    check(&[
        (
            "l = [1]\nl.extend(u)\nresult = len(l)",
            "? value comes from `requests.get(...)`",
        ),
        (
            "l = [1]\nl.extend(u)\nresult = l.pop()",
            "? value comes from `requests.get(...)`",
        ),
        (
            "d = {'a': 1}\nd.update(u)\nresult = d.get('b', 0)",
            "? value comes from `requests.get(...)`",
        ),
        ("d = {'a': 1}\nd.update(u)\nresult = d.get('a')", "1"),
        (
            "l = [0]\nl.extend(u)\nresult = any(l)",
            "? value comes from `requests.get(...)`",
        ),
        ("l = [1]\nl.extend(u)\nresult = any(l)", "True"),
    ]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one list: the programs")]
fn changes_under_an_undecided_branch_hold_only_there() {
    check(&[
        (
            "l = [1]\nif u:\n    l.append(2)\nresult = l",
            "[1, (2 | absent)]",
        ),
        (
            "l = [1, 2]\nif u:\n    l.pop()\nresult = l",
            "[1, (absent | 2)]",
        ),
        (
            "l = [1, 2]\nif u:\n    l.remove(1)\nresult = l",
            "[(absent | 1), 2]",
        ),
        (
            "l = [1]\nif u:\n    l.clear()\nresult = l",
            "[(absent | 1)]",
        ),
        (
            "d = {}\nif u:\n    d['a'] = 1\nresult = d",
            "{'a': (1 | absent)}",
        ),
        (
            "d = {}\nif u:\n    d['a'] = 1\nresult = d.get('a', 0)",
            "1 | 0",
        ),
        (
            "d = {'a': 1}\nif u:\n    d.pop('a')\nresult = list(d)",
            "[(absent | 'a')]",
        ),
        (
            "d = {'a': 1}\nif u:\n    del d['a']\nresult = d.setdefault('a', 2)",
            "2 | 1",
        ),
        (
            "s = {1}\nif u:\n    s.add(2)\nresult = s",
            "{1, (2 | absent)}",
        ),
        (
            "l = [2]\nif u:\n    l.append(1)\nresult = sorted(l)",
            "[(1 | absent), 2]",
        ),
        (
            "l = ['a']\nif u:\n    l.append('b')\nresult = [x.upper() for x in l]",
            "['A', ('B' | absent)]",
        ),
        (
            "l = ['a']\nif u:\n    l.append('b')\nresult = dict.fromkeys(l, 0)",
            "{'a': 0, 'b': (0 | absent)}",
        ),
        // Inside of the branch itself all is certain.
        (
            "result = 0\nif u:\n    l = [1]\n    l.append(2)\n    result = len(l)",
            "2 | 0",
        ),
    ]);
}

#[test]
fn parts_of_an_unknown_value_are_values_of_their_own() {
    check(&[
        // Where `u.a` is true, `u.b` may be false.
        (
            "result = 0\nif u.a:\n    result = 1 if u.b else 2",
            "1 | 2 | 0",
        ),
        ("result = 0\nif u.a:\n    result = 1 if u.a else 2", "1 | 0"),
        (
            "result = 0\nif u:\n    result = 1 if u.startswith('r') else 2",
            "1 | 2 | 0",
        ),
        (
            "e = os.environ['E']\nresult = 0\nif e.lower() == 'a':\n    result = 1 if e.lower() == 'a' else 2",
            "1 | 0",
        ),
        (
            "l = []\nfor x in u:\n    if x.skip:\n        continue\n    l.append(1)\nresult = l",
            "[(1 | absent | absent)]",
        ),
    ]);
}

#[test]
fn a_filter_that_cannot_be_decided_leaves_its_elements_possible() {
    check(&[
        ("result = list(filter(lambda x: u, [1]))", "[(1 | absent)]"),
        ("result = [x for x in [1] if u]", "[(1 | absent)]"),
        ("result = list(filter(lambda x: x > 1, [1, 2]))", "[2]"),
    ]);
}

#[test]
fn what_is_too_large_ends_as_unknown() {
    for code in [
        "'x' * 10 ** 12",
        "[0] * 10 ** 12",
        "list(range(10 ** 12))[5]",
        "2 ** 100",
        "9223372036854775807 + 1",
        "'a'.ljust(10 ** 12)",
        "f'{1:>999999999999}'",
        "'%999999999999d' % 1",
        "'{:{}}'.format(1, 10 ** 12)",
        "list(__import__('itertools').product(range(100), repeat=40))",
        "'a'.replace('a', 'b' * 90000).replace('b', 'c' * 90000)",
        "int('9' * 400)",
        "sorted([u, 1])",
        "1 << 100",
        "-9223372036854775808 // -1",
        "abs(-9223372036854775807 - 1)",
    ] {
        let text = result(&format!(
            "import requests\nu = requests.get('x')\nresult = {code}\n"
        ));
        assert!(text.contains('?') || text.contains("..."), "{code}: {text}");
    }
}

#[test]
fn containers_that_hold_themselves_end() {
    for code in [
        "l = []\nl.append(l)\nresult = str(l)",
        "l = []\nl.append(l)\nimport copy\nresult = copy.deepcopy(l) and 1",
        "d = {}\nd['d'] = d\nresult = f'{d}'",
        "l = []\nl.append(l)\nl.extend(l)\nresult = len(l)",
        "d = {}\nd['d'] = d\nd.update(d)\nresult = len(d)",
    ] {
        let text = result(code);
        assert!(!text.starts_with("raises"), "{code}: {text}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn files_of_the_repository_are_read() {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path().canonicalize().expect("a path");
    fs::create_dir(root.join(".git")).expect("written");
    fs::create_dir(root.join("data")).expect("written");
    let write = |name: &str, text: &str| fs::write(root.join(name), text).expect("written");
    write("data/a.json", r#"{"tables": ["x", "y"], "n": 1.5}"#);
    write(
        "data/b.yaml",
        "base: &b {k: 1}\nuse:\n  <<: *b\n  on: yes\n  o: 010\n  d: 2024-01-01\n  t: !ref x\n",
    );
    write("data/c.toml", "[tool.x]\nnames = ['a', 'b']\n");
    write("data/d.csv", "name,size\norders,\"1,5\"\n");
    let cases = [
        (
            "json.load(open(P / 'data' / 'a.json'))",
            "{'tables': ['x', 'y'], 'n': 1.5}",
        ),
        (
            "json.loads((P / 'data/a.json').read_text())['tables']",
            "['x', 'y']",
        ),
        (
            "yaml.safe_load(open(P / 'data/b.yaml'))['use']",
            "{'k': 1, True: True, 'o': 8, 'd': ? daglint does not follow dates: `2024-01-01`, 't': ? the YAML tag `!ref` is not followed}",
        ),
        (
            "tomllib.loads((P / 'data/c.toml').read_text())['tool']",
            "{'x': {'names': ['a', 'b']}}",
        ),
        (
            "tomllib.load(open(P / 'data/c.toml', 'rb'))['tool']['x']['names'][1]",
            "'b'",
        ),
        (
            "list(csv.DictReader(open(P / 'data/d.csv')))",
            "[{'name': 'orders', 'size': '1,5'}]",
        ),
        (
            "[line.strip() for line in open(P / 'data/d.csv')]",
            "['name,size', 'orders,\"1,5\"']",
        ),
        (
            "sorted(p.name for p in (P / 'data').glob('*.json'))",
            "['a.json']",
        ),
        ("sorted(p.stem for p in P.rglob('*.y*ml'))", "['b']"),
        (
            "[p.name for p in sorted((P / 'data').iterdir())]",
            "['a.json', 'b.yaml', 'c.toml', 'd.csv']",
        ),
        (
            "sorted(os.listdir(os.path.join(os.path.dirname(__file__), 'data')))[0]",
            "'a.json'",
        ),
        (
            "[os.path.basename(p) for p in glob.glob(str(P / 'data' / '*.toml'))]",
            "['c.toml']",
        ),
        (
            "(P / 'data').exists(), (P / 'nope').exists(), (P / 'data' / 'a.json').is_file()",
            "(True, False, True)",
        ),
        (
            "[name for name in os.walk(P / 'data', False)]",
            "[... value comes from `os.walk(...)`]",
        ),
        (
            "open(P / 'nope.yaml').read()",
            "? `nope.yaml` is not in the repository",
        ),
        (
            "Path('/etc/passwd').read_text()",
            "? `/etc/passwd` is outside of the repository",
        ),
        (
            "Path('data').exists()",
            "? a relative path depends on the directory that Dagster runs in",
        ),
    ];
    let head = "import csv, glob, json, os, tomllib, yaml\nfrom pathlib import Path\nP = Path(__file__).parent\n";
    for (code, expected) in cases {
        let code = format!("{head}result = {code}\n");
        let text = run(&root, &code, shown);
        assert_eq!(text.as_deref(), Ok(expected), "{code}");
    }
    let code =
        format!("{head}with open(P / 'data/a.json') as f:\n    result = json.load(f)['n']\n");
    assert_eq!(run(&root, &code, shown).as_deref(), Ok("1.5"));
}
