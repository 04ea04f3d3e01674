//! The end of a run for people: the verdict, what it is about, and what is not in it.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anstyle::{AnsiColor, Style};

use super::text::counted;
use super::{Findings, Look};
use crate::diagnostic::Applicability;

/// Counts, scope and time of a run.
#[derive(Debug, Clone)]
pub struct Summary {
    verdict: String,
    /// What it is about, and how long it took.
    scope: String,
    incomplete: usize,
    fixable: [usize; 2],
    look: Look,
    /// Whether all was looked at, and nothing found.
    clean: bool,
    worst: Option<&'static str>,
}

impl Summary {
    /// The same, drawn as a stream allows.
    #[must_use]
    pub fn drawn(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// The verdict, and what it is about: one line.
    pub fn verdict_and_scope(&self) -> String {
        format!("{} ({})", self.verdict, self.scope)
    }

    /// Sums up a run that took `time`.
    pub fn new(findings: &Findings<'_>, time: Duration) -> Self {
        let incomplete = findings.incomplete().len();
        let seconds = time.as_secs_f64();
        let seen = seen(findings);
        // What a baseline or a comment hides is found, too.
        let hidden = match findings.suppressed.len() {
            0 => String::new(),
            hidden => format!(", {hidden} suppressed"),
        };
        let (verdict, scope) = match verdict(findings) {
            Some(verdict) => (verdict, format!("checked {seen} in {seconds:.2}s{hidden}")),
            None if has_locations(findings) => (
                format!("Nothing found in {seen}"),
                format!("{seconds:.2}s{hidden}"),
            ),
            // Nothing was checked where there is nothing to load; that is no success.
            None => (
                format!("No code location to check in {seen}"),
                format!("{seconds:.2}s"),
            ),
        };
        Self {
            verdict,
            scope,
            incomplete,
            fixable: [Applicability::Safe, Applicability::Unsafe].map(|it| fixable(findings, it)),
            look: Look::PLAIN,
            clean: is_clean(findings) && incomplete == 0,
            worst: worst(findings),
        }
    }
}

fn has_locations(findings: &Findings<'_>) -> bool {
    !findings.model.code_locations.is_empty()
}

/// Whether there is something to load, all of it was checked, and nothing found anywhere.
fn is_clean(findings: &Findings<'_>) -> bool {
    has_locations(findings) && verdict(findings).is_none()
}

/// What a run was about: what would be loaded, or else what was seen instead.
fn seen(findings: &Findings<'_>) -> String {
    let model = findings.model;
    let files = counted(findings.files(), "Python file");
    if has_locations(findings) {
        let all = &model.code_locations;
        let locations = counted(all.len(), "code location");
        let assets = counted(all.iter().map(|it| it.assets.len()).sum(), "asset");
        return format!("{files}, {locations}, {assets}");
    }
    let workspaces = directories(model.workspaces.iter().map(|it| &it.directory));
    let projects = directories(model.projects.iter().map(|it| &it.directory));
    let declared = model.roots.iter().flat_map(|root| &root.declared);
    let is_known = |it: &&PathBuf| workspaces.contains(&***it) || projects.contains(&***it);
    let libraries = directories(declared.filter(|it| !is_known(it)));
    let others = [
        (workspaces.len(), "workspace", "workspaces"),
        (projects.len(), "project", "projects"),
        (libraries.len(), "library", "libraries"),
    ];
    let others = others.into_iter().filter(|(count, ..)| *count > 0);
    let others = others.map(|(count, one, many)| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    });
    others.chain([files]).collect::<Vec<_>>().join(", ")
}

fn directories<'a>(all: impl Iterator<Item = &'a PathBuf>) -> BTreeSet<&'a Path> {
    all.map(PathBuf::as_path).collect()
}

fn fixable(findings: &Findings<'_>, applicability: Applicability) -> usize {
    let fixes = findings.diagnostics.iter().filter_map(|it| it.fix.as_ref());
    fixes
        .filter(|fix| fix.applicability == applicability)
        .count()
}

/// The code of the first of the most severe findings.
fn worst(findings: &Findings<'_>) -> Option<&'static str> {
    let ranked = findings.ranked();
    ranked.diagnostics.first().map(|found| found.rule.code)
}

/// What was found; none where nothing was, all was looked at, and no finding left out.
fn verdict(findings: &Findings<'_>) -> Option<String> {
    let elsewhere = super::counts(&findings.elsewhere);
    let Some(counts) = findings.counts() else {
        return match elsewhere {
            Some(elsewhere) => Some(format!("Nothing found in scope, {elsewhere} elsewhere")),
            None if !findings.panics.is_empty() => {
                Some("Nothing found in what could be looked at".to_owned())
            }
            None => None,
        };
    };
    let files: BTreeSet<_> = (findings.diagnostics.iter())
        .map(|diagnostic| diagnostic.place.file)
        .collect();
    let here = format!("{counts} in {}", counted(files.len(), "file"));
    Some(match elsewhere {
        Some(elsewhere) => format!("{here}, {elsewhere} elsewhere"),
        None => here,
    })
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bold = match (self.look.colour, self.clean) {
            (false, _) => Style::new(),
            (true, true) => AnsiColor::Green.on_default().bold(),
            (true, false) => Style::new().bold(),
        };
        write!(f, "{bold}{}{bold:#} ({})", self.verdict, self.scope)?;
        match self.fixable {
            [0, 0] => {}
            [safe, 0] => write!(f, "\nfix: {safe} can be fixed with --fix")?,
            [0, more] => write!(f, "\nfix: {more} can be fixed with --fix --unsafe-fixes")?,
            [safe, more] => write!(
                f,
                "\nfix: {safe} can be fixed with --fix, {more} more with --fix --unsafe-fixes"
            )?,
        }
        if let Some(code) = self.worst {
            write!(
                f,
                "\nhelp: `daglint rule {code}` shows what a rule is about"
            )?;
        }
        match self.incomplete {
            0 => Ok(()),
            1 => f.write_str("\nnote: 1 value could not be evaluated; `daglint list` shows it"),
            many => write!(
                f,
                "\nnote: {many} values could not be evaluated; `daglint list` shows them"
            ),
        }
    }
}
