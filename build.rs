//! Makes the table of rules from the front matter of the pages under `rules/`, so
//! that a rule's metadata stands once. A page without its `src/rules/<name>.rs`
//! does not compile; the reverse is dead code, which clippy refuses.

#![expect(
    clippy::disallowed_methods,
    reason = "it builds daglint, and is no part of it"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Anything = Box<dyn std::error::Error>;

fn main() -> Result<(), Anything> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rustc-env=DAGLINT_TARGET={}", env::var("TARGET")?);
    tell_commit();
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("rules");
    let mut pages: Vec<PathBuf> = fs::read_dir(&folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    let mut rows = pages
        .iter()
        .map(|page| row(page))
        .collect::<Result<Vec<_>, _>>()?;
    rows.sort();
    let mut table = String::from("/// Every rule, by code.\npub static RULES: &[Rule] = &[\n");
    let mut checks = String::from(
        "/// The function of each rule, in the order of the rules.\nstatic CHECKS: &[Check] = &[\n",
    );
    for row in rows {
        table.push_str(&row.rule);
        writeln!(checks, "    super::{}::CHECK,", row.module)?;
    }
    table.push_str("];\n");
    checks.push_str("];\n");
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(folder.join("rules.rs"), table)?;
    fs::write(folder.join("checks.rs"), checks)?;
    Ok(())
}

/// Passes on the commit that is built and its day. Of sources without their repository
/// neither is known.
fn tell_commit() {
    // It changes with every commit and every change of branch.
    for path in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", path]) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    // An archive may lie in the repository of somebody else.
    let ours = git(&["ls-files", "--error-unmatch", "build.rs"]).is_some();
    let told = ours.then(|| git(&["log", "-1", "--date=short", "--format=%H %cd"]));
    if let Some((commit, day)) = told.flatten().as_deref().and_then(|it| it.split_once(' ')) {
        println!("cargo::rustc-env=DAGLINT_COMMIT={commit}");
        println!("cargo::rustc-env=DAGLINT_COMMIT_DATE={day}");
    }
}

/// What git prints, without the end of the line; nothing where it fails or is not there.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_owned())
}

/// What is made of one page.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    code: String,
    /// The literal of its `Rule`.
    rule: String,
    /// The module below `src/rules/` with its function.
    module: String,
}

/// The rows of one page.
#[expect(
    clippy::use_debug,
    reason = "the debug form of a text is a Rust string literal"
)]
fn row(page: &Path) -> Result<Row, Anything> {
    let shown = page.display();
    let text = fs::read_to_string(page)?;
    let (head, body) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .ok_or_else(|| format!("{shown}: front matter between two lines `---` is missing"))?;
    let head = Head { page, head };
    let strict = head.variant("strict", "Severity");
    let fix = head.variant("fix", "Applicability");
    let severity = variant(head.field("severity")?);
    let usual = head
        .optional("usual")
        .map_or_else(|| severity.clone(), variant);
    let lower = head.list("lower").map(variant);
    let lower: Vec<String> = lower.map(|it| format!("Severity::{it}")).collect();
    let settings: Vec<&str> = head.list("settings").collect();
    let (code, name) = (head.field("code")?, head.field("name")?);
    if page.file_stem().and_then(|stem| stem.to_str()) != Some(name) {
        return Err(format!("{shown}: the page of `{name}` is called `{name}.md`").into());
    }
    let mut row = String::new();
    writeln!(
        row,
        "    Rule {{ code: {code:?}, name: {name:?}, summary: {summary:?}, severity: Severity::{severity}, \
         usual: Severity::{usual}, lower: &[{lower}], consequence: Consequence::{consequence}, on: {on}, strict: {strict}, \
         in_libraries: {in_libraries}, since: {since:?}, fix: {fix}, settings: &{settings:?}, page: {body:?} }},",
        summary = head.field("summary")?,
        lower = lower.join(", "),
        consequence = variant(head.field("consequence")?),
        on = !head.off("default")?,
        in_libraries = !head.off("library")?,
        since = head.field("since")?,
    )?;
    Ok(Row {
        code: code.to_owned(),
        rule: row,
        module: name.replace('-', "_"),
    })
}

/// The front matter of a page.
struct Head<'p> {
    page: &'p Path,
    head: &'p str,
}

impl<'p> Head<'p> {
    fn optional(&self, key: &str) -> Option<&'p str> {
        let line = |line: &'p str| line.strip_prefix(key)?.strip_prefix(": ");
        self.head.lines().find_map(line).map(str::trim)
    }

    /// The words of a key, apart by commas.
    fn list(&self, key: &str) -> impl Iterator<Item = &'p str> {
        let words = self.optional(key).map(|words| words.split(", "));
        words.into_iter().flatten()
    }

    fn field(&self, key: &str) -> Result<&'p str, Anything> {
        let missing = || format!("{}: `{key}` is missing", self.page.display()).into();
        self.optional(key).ok_or_else(missing)
    }

    /// Whether a key says `off`, which is all that it may say.
    fn off(&self, key: &str) -> Result<bool, Anything> {
        match self.optional(key) {
            None => Ok(false),
            Some("off") => Ok(true),
            Some(other) => {
                let shown = self.page.display();
                Err(format!("{shown}: `{key}` is `off` or not there, not `{other}`").into())
            }
        }
    }

    /// The Rust of a key that names a variant of an enum.
    fn variant(&self, key: &str, of: &str) -> String {
        self.optional(key).map_or_else(
            || "None".to_owned(),
            |word| format!("Some({of}::{})", variant(word)),
        )
    }
}

fn variant(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + letters.as_str()
    })
}
