//! What is wrong with settings, drawn with its lines.

use std::fmt;
use std::path::Path;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, ReportHandler, SourceCode, SourceSpan,
    ThemeCharacters, ThemeStyles,
};

use super::excerpt::Excerpt;
use super::text::clean;
use super::{Look, shown_path};
use crate::settings::SettingsFault;
use crate::source::Sources;

/// A fault of settings as a text.
pub fn frame(sources: &Sources, directory: &Path, fault: &SettingsFault, look: Look) -> String {
    let (excerpt, spans) = Excerpt::new(sources, &[fault.place], look.width - 10, |file| {
        clean(&shown_path(file.path(), directory)).into_owned()
    });
    let theme = GraphicalTheme {
        characters: ThemeCharacters::ascii(),
        styles: ThemeStyles::none(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_context_lines(1)
        .with_break_words(false)
        .without_syntax_highlighting()
        .without_cause_chain()
        .with_links(false);
    let drawn = Drawn {
        fault,
        excerpt,
        spans,
    };
    let drawn = Rendered(&handler, &drawn).to_string();
    format!("error: settings\n{}\n", drawn.trim_end())
}

struct Rendered<'a>(&'a GraphicalReportHandler, &'a Drawn<'a>);

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(self.1, f)
    }
}

/// A fault as miette sees it.
struct Drawn<'a> {
    fault: &'a SettingsFault,
    excerpt: Excerpt,
    spans: Vec<SourceSpan>,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean(&self.fault.message))
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Error)
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = self.fault.help.as_ref()?;
        Some(Box::new(clean(help)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let spans = self.spans.iter();
        let label = |span: &SourceSpan| LabeledSpan::new_primary_with_span(None, *span);
        Some(Box::new(spans.map(label)))
    }
}
