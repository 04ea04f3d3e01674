//! Findings for people: each with the lines that it is about.

use std::io::{self, Write};

use super::frame::Frame;
use super::patch::patch;
use super::text::{clean, counted, wrapped};
use super::{Findings, Look, Report, shown_place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;
use crate::settings::Selector;

/// How many places of one finding are drawn.
const MOST_PLACES: usize = 6;

/// Every finding with its lines, but for the infos that are told in a line each at the end.
#[derive(Debug)]
pub struct Full {
    look: Look,
    infos: Vec<Selector>,
}

impl Full {
    /// Draws as the terminal allows, of the infos those of some rules in full.
    pub fn new(look: Look, infos: Vec<Selector>) -> Self {
        Self { look, infos }
    }

    fn is_brief(&self, diagnostic: &Diagnostic) -> bool {
        let mut infos = self.infos.iter();
        diagnostic.severity == Severity::Info && !infos.any(|it| it.names(diagnostic.rule))
    }

    fn write_one(
        &self,
        model: &Model<'_>,
        diagnostic: &Diagnostic,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let frame = framed(diagnostic, self.look);
        let drawn = frame.draw(model.sources, &model.directory, self.look);
        out.write_all(drawn.as_bytes())?;
        if let Some(fix) = &diagnostic.fix {
            out.write_all(patch(model, fix, self.look).as_bytes())?;
        }
        writeln!(out)
    }

    /// `info[DAG301] path:line:col: ...`
    fn write_line(
        &self,
        model: &Model<'_>,
        diagnostic: &Diagnostic,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let head = format!("{}[{}]", diagnostic.severity, diagnostic.rule.code);
        let place = shown_place(model, diagnostic.place);
        let text = format!("{place}: {}", clean(&diagnostic.message));
        let text = wrapped(&text, &format!("{head} "), "    ", self.look).join("\n");
        let style = self.look.severity(diagnostic.severity);
        writeln!(out, "{style}{head}{style:#}{}", &text[head.len()..])
    }
}

impl Report<Findings<'_>> for Full {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (brief, full): (Vec<_>, Vec<_>) =
            (findings.diagnostics.iter()).partition(|diagnostic| self.is_brief(diagnostic));
        for diagnostic in full {
            self.write_one(findings.model, diagnostic, out)?;
        }
        for diagnostic in &brief {
            self.write_line(findings.model, diagnostic, out)?;
        }
        if !brief.is_empty() {
            writeln!(out)?;
        }
        Ok(())
    }
}

/// A finding as it is drawn.
fn framed(diagnostic: &Diagnostic, look: Look) -> Frame<'_> {
    let rule = diagnostic.rule;
    let first = (diagnostic.label.as_deref(), diagnostic.place);
    let others = diagnostic.related.iter().take(MOST_PLACES - 1);
    let others = others.map(|related| (Some(related.message.as_str()), related.place));
    Frame {
        severity: diagnostic.severity,
        code: Some((rule.code, rule.url().filter(|_| look.links))),
        message: &diagnostic.message,
        places: std::iter::once(first).chain(others).collect(),
        help: help(diagnostic, look),
        name: Some(rule.name),
    }
}

/// The help, how many places are not drawn, and where the page is if no link leads there.
fn help(diagnostic: &Diagnostic, look: Look) -> Vec<String> {
    let page = diagnostic.rule.url().filter(|_| !look.links);
    let hidden = diagnostic.related.len().saturating_sub(MOST_PLACES - 1);
    let more = (hidden > 0).then(|| {
        format!(
            "{} not shown; --output-format json has them all",
            counted(hidden, "more place")
        )
    });
    (diagnostic.help.iter())
        .flat_map(|help| help.lines())
        .map(|line| clean(line).into_owned())
        .chain(more)
        .chain(page.map(|url| format!("see {url}")))
        .collect()
}
