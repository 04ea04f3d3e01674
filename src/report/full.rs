//! Findings for people: each with the lines that it is about, drawn by miette.

use std::fmt;
use std::io::{self, Write};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, ReportHandler, Severity as Level,
    SourceCode, SourceSpan, ThemeCharacters, ThemeStyles,
};
use textwrap::WordSeparator;
use url::Url;

use super::excerpt::Excerpt;
use super::patch::patch;
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
    /// By severity.
    handlers: [GraphicalReportHandler; 3],
}

impl Full {
    /// Draws as the terminal allows.
    pub fn new(look: Look) -> Self {
        let handlers = [Severity::Info, Severity::Warning, Severity::Error]
            .map(|severity| handler(look, severity));
        Self { look, handlers }
    }

    fn write_one(
        &self,
        model: &Model<'_>,
        diagnostic: &Diagnostic,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let drawn = Drawn::new(model, diagnostic, self.look);
        write!(
            out,
            "{}",
            Rendered(&self.handlers[diagnostic.severity as usize], &drawn)
        )?;
        if let Some(fix) = &diagnostic.fix {
            out.write_all(patch(model, fix, self.look).as_bytes())?;
        }
        writeln!(out)
    }
}

/// Draws the primary place in the colour of the severity, and the others as help is.
fn handler(look: Look, severity: Severity) -> GraphicalReportHandler {
    let mut styles = if look.colour {
        ThemeStyles::ansi()
    } else {
        ThemeStyles::none()
    };
    if look.colour {
        let primary = match severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info => styles.advice,
        };
        styles.highlights = vec![styles.help.bold(); MOST_PLACES];
        styles.highlights[0] = primary.bold();
    }
    let theme = GraphicalTheme {
        characters: if look.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        },
        styles,
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_context_lines(1)
        .with_break_words(false)
        // Not within paths, which would no longer be found or clicked.
        .with_word_separator(WordSeparator::AsciiSpace)
        .without_syntax_highlighting()
        .without_cause_chain()
        .with_links(false)
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
    links: bool,
}

impl<'a> Drawn<'a> {
    fn new(model: &Model<'_>, diagnostic: &'a Diagnostic, look: Look) -> Self {
        let shown = diagnostic.related.iter().take(MOST_PLACES - 1);
        let label = diagnostic.label.clone();
        let (texts, places): (Vec<Option<String>>, Vec<Place>) =
            std::iter::once((label, diagnostic.place))
                .chain(shown.map(|related| (Some(related.message.clone()), related.place)))
                .unzip();
        // The frame around a line takes about ten columns.
        let (excerpt, spans) = Excerpt::new(model.sources, &places, look.width - 10, |file| {
            let shown = shown_path(file.path(), &model.directory);
            let url = look.links.then(|| Url::from_file_path(file.path()).ok());
            linked(&clean(&shown), url.flatten().as_ref().map(Url::as_str))
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
            help: help(diagnostic, look),
            links: look.links,
        }
    }
}

/// A text that a terminal opens (OSC 8).
fn linked(text: &str, url: Option<&str>) -> String {
    match url {
        Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
        None => text.to_owned(),
    }
}

/// The help, how many places are not drawn, and where the page is if no link leads there.
fn help(diagnostic: &Diagnostic, look: Look) -> Option<String> {
    let page = diagnostic.rule.url().filter(|_| !look.links);
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
        .chain(page.map(|url| format!("see {url}")))
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
        let url = rule.url().filter(|_| self.links);
        let code = linked(rule.code, url.as_deref());
        Some(Box::new(format!("{severity}[{code}] {}", rule.name)))
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
