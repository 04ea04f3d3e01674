//! Findings as snapshots show them: all that a rule says, and nothing of the machine.

use std::fmt::Write as _;
use std::path::Path;

use daglint::diagnostic::{Applicability, Diagnostic, Edit, Fix, Role, Severity};
use daglint::source::{Place, Sources};

/// The most that is shown of the text at a place, in characters.
const MOST_SHOWN: usize = 60;

/// Writes findings below one directory.
pub(crate) struct Rendering<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) root: &'a Path,
}

impl Rendering<'_> {
    pub(crate) fn path(&self, path: &Path) -> String {
        let below = path.strip_prefix(self.root).unwrap_or(path);
        below.display().to_string().replace('\\', "/")
    }

    /// `path:line`.
    pub(crate) fn line(&self, place: Place) -> (String, usize) {
        let file = self.sources.get(place.file);
        let (start, _) = file.lines().span(place.range, file.shown());
        (self.path(file.path()), start.line)
    }

    /// `path:line:column` and the text that stands there.
    fn place(&self, place: Place) -> String {
        let file = self.sources.get(place.file);
        let (start, end) = file.lines().span(place.range, file.shown());
        let path = self.path(file.path());
        let shown = format!("{path}:{}:{}", start.line, start.column);
        let text = &file.shown()[place.range.start().to_usize()..place.range.end().to_usize()];
        let first: String = text
            .lines()
            .next()
            .unwrap_or("")
            .chars()
            .take(MOST_SHOWN)
            .collect();
        match text {
            "" => shown,
            _ if first == text => format!("{shown} `{text}`"),
            _ => format!("{shown} `{first}`... to {}:{}", end.line, end.column),
        }
    }

    /// All of a finding.
    pub(crate) fn finding(&self, finding: &Diagnostic) -> String {
        let mut out = format!("{}: {}\n", finding.severity, finding.message);
        let mut line = |what: &str, text: &str| {
            writeln!(out, "  {what}: {text}").expect("a string takes all");
        };
        line("at", &self.place(finding.place));
        if let Some(label) = &finding.label {
            line("label", label);
        }
        for related in &finding.related {
            let what = match related.role {
                Role::Equal => "equal",
                Role::Edit => "edit",
                Role::Evidence => "evidence",
            };
            line(
                what,
                &format!("{}: {}", self.place(related.place), related.message),
            );
        }
        if let Some(location) = &finding.code_location {
            line("in", location);
        }
        if let Some(symbol) = &finding.symbol {
            line("symbol", symbol);
        }
        if let Some(help) = &finding.help {
            line("help", help);
        }
        if let Some(fix) = &finding.fix {
            let trust = match fix.applicability {
                Applicability::Safe => "fix (safe)",
                Applicability::Unsafe => "fix (unsafe)",
                Applicability::Display => "fix (display)",
            };
            line(trust, &fix.title);
            if fix.applicability == Applicability::Display {
                out.push_str(&self.sketch(fix));
            }
        }
        out
    }

    /// The edits of a fix that is never written.
    fn sketch(&self, fix: &Fix) -> String {
        let mut out = String::new();
        for edit in &fix.edits {
            let (at, text) = match edit {
                Edit::Replace { place, text } => (self.place(*place), text),
                Edit::Create { path, text } => (self.path(path), text),
            };
            writeln!(out, "    {at}").expect("a string takes all");
            for line in text.lines() {
                writeln!(out, "    + {line}").expect("a string takes all");
            }
        }
        out
    }

    /// A finding of another rule in a few words; none of what says that an example is no
    /// whole project.
    pub(crate) fn beside(&self, finding: &Diagnostic) -> Option<String> {
        let (path, line) = self.line(finding.place);
        let Diagnostic { rule, severity, .. } = finding;
        let whole = *severity > Severity::Info && rule.name != "no-environment";
        whole.then(|| {
            format!(
                "beside: {severity}[{}] {} {path}:{line}\n",
                rule.code, rule.name
            )
        })
    }
}
