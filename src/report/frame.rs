//! What is wrong, drawn for people: a title, the lines that it is about, what to do.

use std::fmt::{self, Write as _};
use std::path::Path;

use anstyle::Style;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, ReportHandler, SourceCode, SourceSpan,
    ThemeCharacters, ThemeStyles,
};
use textwrap::Options;
use url::Url;

use super::excerpt::Excerpt;
use super::text::{clean, linked, wrapped};
use super::{Look, shown_path};
use crate::diagnostic::Severity;
use crate::failure::Failure;
use crate::settings::SettingsFault;
use crate::source::{Place, SourceFile, Sources};

/// Columns that are taken by the frame around a line.
const BORDER: usize = 10;

/// What is wrong, and how it is to be drawn.
pub(super) struct Frame<'a> {
    /// How severe it is.
    pub(super) severity: Severity,
    /// The code of the rule, and the address of its page where it is to be a link.
    pub(super) code: Option<(&'a str, Option<String>)>,
    /// One sentence.
    pub(super) message: &'a str,
    /// What it is about, the primary place first, each with a few words.
    pub(super) places: Vec<(Option<&'a str>, Place)>,
    /// What to do, in paragraphs.
    pub(super) help: Vec<String>,
    /// The name of the rule.
    pub(super) name: Option<&'a str>,
}

impl Frame<'_> {
    /// The frame as lines, each with its end.
    pub(super) fn draw(&self, sources: &Sources, directory: &Path, look: Look) -> String {
        let places: Vec<Place> = self.places.iter().map(|&(_, place)| place).collect();
        let (excerpt, spans) = Excerpt::new(sources, &places, look.width - BORDER, |file| {
            shown_file(file, directory, look)
        });
        let label = |(&(text, _), span): (&(Option<&str>, Place), &SourceSpan)| {
            let text = text.map(|text| {
                let room = Options::new(excerpt.room(*span, look.width)).break_words(false);
                textwrap::fill(&clean(text), room)
            });
            (text, *span)
        };
        let labels = self.places.iter().zip(&spans).map(label).collect();
        let drawn = Drawn { excerpt, labels };
        let handler = handler(look, self.severity, &drawn.labels);
        let drawn = Rendered(&handler, &drawn).to_string();
        // miette begins with a line for the message, which is in the title.
        let lines = drawn.split_once('\n').map_or("", |(_, lines)| lines);
        let code = self.code.as_ref();
        let code = code.map(|(code, url)| (*code, url.as_deref()));
        let title = title(self.severity, code, self.message, look);
        format!("{title}{lines}{}", help(&self.help, self.name, look))
    }
}

/// A fault of settings as a text.
pub fn fault(sources: &Sources, directory: &Path, fault: &SettingsFault, look: Look) -> String {
    let frame = Frame {
        severity: Severity::Error,
        code: None,
        message: &fault.message,
        places: vec![(None, fault.place)],
        help: fault
            .help
            .iter()
            .map(|help| clean(help).into_owned())
            .collect(),
        name: None,
    };
    frame.draw(sources, directory, look)
}

/// A failure as a text.
pub fn failure(failure: &Failure, look: Look) -> String {
    let mut text = title(Severity::Error, None, &failure.message, look);
    if let Some(place) = &failure.place {
        // A text takes whatever is written to it.
        let _infallible = writeln!(text, "  --> {}", clean(place));
    }
    let lines: Vec<String> = (failure.help.iter())
        .map(|help| clean(help).into_owned())
        .collect();
    text.push_str(&help(&lines, None, look));
    text
}

/// `error[DAG401]: ...`, in as many lines as needed.
fn title(
    severity: Severity,
    code: Option<(&str, Option<&str>)>,
    message: &str,
    look: Look,
) -> String {
    let (plain, linked) = match code {
        Some((code, url)) => (
            format!("{severity}[{code}]"),
            format!("{severity}[{}]", linked(code, url)),
        ),
        None => (severity.to_string(), severity.to_string()),
    };
    let indent = format!("{plain}: ");
    let lines = wrapped(&clean(message), &indent, "  ", look);
    let (head, bold) = (look.severity(severity), look.style(Style::new().bold()));
    let styled = lines.iter().enumerate().map(|(index, line)| match index {
        0 => format!(
            "{head}{linked}{head:#}{bold}{}{bold:#}\n",
            &line[plain.len()..]
        ),
        _ => format!("{bold}{line}{bold:#}\n"),
    });
    styled.collect()
}

/// What to do, with the name of the rule behind it.
fn help(paragraphs: &[String], name: Option<&str>, look: Look) -> String {
    const HEAD: &str = "  help: ";
    let (cyan, dim) = (look.help(), look.style(Style::new().dimmed()));
    let name = name.map(|name| format!("[{name}]"));
    let named: Vec<&str> = (paragraphs.iter().map(String::as_str)).collect();
    let text = match (named.is_empty(), &name) {
        (true, None) => return String::new(),
        (true, Some(name)) => return format!("  {dim}{name}{dim:#}\n"),
        (false, None) => named.join("\n"),
        (false, Some(name)) => format!("{} {name}", named.join("\n")),
    };
    let text = wrapped(&text, HEAD, "        ", look).join("\n");
    let text = text.strip_prefix(HEAD).unwrap_or(&text);
    let dimmed = name.and_then(|name| {
        let text = text.strip_suffix(&name)?;
        Some(format!("{text}{dim}{name}{dim:#}"))
    });
    let text = dimmed.unwrap_or_else(|| text.to_owned());
    format!("{cyan}{HEAD}{cyan:#}{text}\n")
}

/// The path of a file, as a link where those are on.
fn shown_file(file: &SourceFile, directory: &Path, look: Look) -> String {
    let shown = shown_path(file.path(), directory);
    let url = look.links.then(|| Url::from_file_path(file.path()).ok());
    linked(&clean(&shown), url.flatten().as_ref().map(Url::as_str))
}

/// Draws the primary place in the colour of the severity, and the others as help is.
fn handler(
    look: Look,
    severity: Severity,
    labels: &[(Option<String>, SourceSpan)],
) -> GraphicalReportHandler {
    let mut styles = ThemeStyles::none();
    if look.colour {
        let ansi = ThemeStyles::ansi();
        let primary = match severity {
            Severity::Error => ansi.error,
            Severity::Warning => ansi.warning,
            Severity::Info => ansi.advice,
        };
        // miette takes them in the order of the places in the text.
        let before = |span: &SourceSpan| span.offset() < labels[0].1.offset();
        let first = labels.iter().filter(|(_, span)| before(span)).count();
        styles.highlights = vec![ansi.help.bold(); labels.len()];
        styles.highlights[first] = primary.bold();
        styles.linum = ansi.linum;
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
        .without_syntax_highlighting()
        .without_cause_chain()
        .with_links(false)
}

struct Rendered<'a>(&'a GraphicalReportHandler, &'a Drawn);

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(self.1, f)
    }
}

/// The lines and their labels as miette sees them: a diagnostic without a message.
struct Drawn {
    excerpt: Excerpt,
    labels: Vec<(Option<String>, SourceSpan)>,
}

impl fmt::Debug for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawn {}

impl miette::Diagnostic for Drawn {
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
