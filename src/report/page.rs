//! The page of a rule, rendered for a terminal.

use std::io::{self, Write};

use anstyle::Style;

use super::{Look, Report};
use crate::rule::Rule;

/// Headings in bold, code indented.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    look: Look,
}

impl Page {
    /// A page with or without colour.
    pub fn new(look: Look) -> Self {
        Self { look }
    }

    fn style(self, style: Style) -> Style {
        if self.look.colour {
            style
        } else {
            Style::new()
        }
    }

    fn heading(self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let bold = self.style(Style::new().bold());
        writeln!(out, "{bold}{text}{bold:#}")
    }
}

impl Report<Rule> for Page {
    fn write(&self, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
        self.heading(&format!("{} {}", rule.code, rule.name), out)?;
        writeln!(out, "{}: {}\n", rule.severity, rule.summary)?;
        let dimmed = self.style(Style::new().dimmed());
        let mut in_code = false;
        for line in rule.page.trim().lines() {
            if let Some(info) = line.strip_prefix("```") {
                in_code = !in_code;
                // The second word of the info string is the path of the example's file.
                if let Some(path) = info.split_whitespace().nth(1) {
                    writeln!(out, "    {dimmed}# {path}{dimmed:#}")?;
                }
            } else if in_code && !line.is_empty() {
                writeln!(out, "    {line}")?;
            } else if let Some(title) = line.strip_prefix("## ").filter(|_| !in_code) {
                self.heading(title, out)?;
            } else {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }
}
