//! Findings for people: each with the lines that it is about, drawn by miette.

use std::fmt;
use std::io::{self, Write};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, ReportHandler, Severity as Level,
    SourceCode, SourceSpan, ThemeCharacters, ThemeStyles,
};
use textwrap::WordSeparator;

use super::excerpt::Excerpt;
use super::text::{clean, counted};
use super::{Findings, Look, Report, shown_path};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;
use crate::source::Place;

/// How many places of one finding are drawn.
const MOST_PLACES: usize = 6;

/// Every finding with its lines.
pub struct Full {
    look: Look,
    handler: GraphicalReportHandler,
}

impl Full {
    /// Draws as the terminal allows.
    pub fn new(look: Look) -> Self {
        let theme = GraphicalTheme {
            characters: if look.unicode {
                ThemeCharacters::unicode()
            } else {
                ThemeCharacters::ascii()
            },
            styles: if look.colour {
                ThemeStyles::ansi()
            } else {
                ThemeStyles::none()
            },
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(look.width)
            .with_context_lines(1)
            .with_break_words(false)
            // Not within paths, which would no longer be found or clicked.
            .with_word_separator(WordSeparator::AsciiSpace)
            .without_syntax_highlighting()
            .without_cause_chain()
            .with_links(false);
        Self { look, handler }
    }

    fn write_one(
        &self,
        model: &Model<'_>,
        diagnostic: &Diagnostic,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let drawn = Drawn::new(model, diagnostic, self.look.width);
        writeln!(out, "{}", Rendered(&self.handler, &drawn))?;
        Ok(())
    }
}

impl Report<Findings<'_>> for Full {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        findings
            .diagnostics
            .iter()
            .try_for_each(|diagnostic| self.write_one(findings.model, diagnostic, out))
    }
}

struct Rendered<'a>(&'a GraphicalReportHandler, &'a Drawn<'a>);

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(self.1, f)
    }
}

/// A diagnostic as miette sees it.
struct Drawn<'a> {
    diagnostic: &'a Diagnostic,
    excerpt: Excerpt,
    labels: Vec<(Option<String>, SourceSpan)>,
    help: Option<String>,
}

impl<'a> Drawn<'a> {
    fn new(model: &Model<'_>, diagnostic: &'a Diagnostic, width: usize) -> Self {
        let shown = diagnostic.related.iter().take(MOST_PLACES - 1);
        let label = diagnostic.label.clone();
        let (texts, places): (Vec<Option<String>>, Vec<Place>) =
            std::iter::once((label, diagnostic.place))
                .chain(shown.map(|related| (Some(related.message.clone()), related.place)))
                .unzip();
        // The frame around a line takes about ten columns.
        let (excerpt, spans) = Excerpt::new(model.sources, &places, width - 10, |file| {
            clean(&shown_path(file.path(), &model.directory)).into_owned()
        });
        let labels = texts
            .into_iter()
            .map(|text| text.map(|text| clean(&text).into_owned()))
            .zip(spans)
            .collect();
        Self {
            diagnostic,
            excerpt,
            labels,
            help: help(diagnostic),
        }
    }
}

/// The help, and how many places are not drawn.
fn help(diagnostic: &Diagnostic) -> Option<String> {
    let hidden = diagnostic.related.len().saturating_sub(MOST_PLACES - 1);
    let more = (hidden > 0).then(|| {
        format!(
            "{} not shown; --output-format json has them all",
            counted(hidden, "more place")
        )
    });
    let lines: Vec<String> = (diagnostic.help.iter())
        .flat_map(|help| help.lines())
        .map(|line| clean(line).into_owned())
        .chain(more)
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean(&self.diagnostic.message))
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let Diagnostic { severity, rule, .. } = self.diagnostic;
        Some(Box::new(format!("{severity}[{}] {}", rule.code, rule.name)))
    }

    fn severity(&self) -> Option<Level> {
        Some(match self.diagnostic.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Info => Level::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().enumerate().map(
            |(index, (text, span))| {
                if index == 0 {
                    LabeledSpan::new_primary_with_span(text.clone(), *span)
                } else {
                    LabeledSpan::new_with_span(text.clone(), *span)
                }
            },
        )))
    }
}
