//! The page of a rule, rendered for a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::highlight::highlighted;
use super::text::{linked, wrapped};
use super::{Look, Report};
use crate::diagnostic::Applicability;
use crate::rule::Rule;

/// Headings in bold, text in lines that fit, code with colours.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    look: Look,
}

impl Page {
    /// A page that is drawn as a stream allows.
    pub fn new(look: Look) -> Self {
        Self { look }
    }

    fn heading(self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let bold = self.look.style(Style::new().bold());
        writeln!(out, "{bold}{text}{bold:#}")
    }

    /// What there is to know before one reads on, a line each.
    fn facts(self, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
        let cyan = self.look.help();
        for (what, text) in facts(rule) {
            let head = format!("  {what:<10}  ");
            let lines = wrapped(&text, &head, &" ".repeat(head.len()), self.look).join("\n");
            let (head, rest) = lines.split_at(head.len());
            writeln!(out, "{cyan}{head}{cyan:#}{}", self.inline(rest))?;
        }
        Ok(())
    }

    fn block(self, block: &Block<'_>, out: &mut dyn Write) -> io::Result<()> {
        match block {
            Block::Heading(text) => self.heading(text, out),
            Block::Text { first, text } => {
                let rest = " ".repeat(first.len());
                let lines = wrapped(&self.inline(text), first, &rest, self.look);
                writeln!(out, "{}", lines.join("\n"))
            }
            Block::Code { info, lines } => {
                let mut words = info.split_whitespace();
                let language = words.next().unwrap_or_default();
                // The second word is the path of the example's file.
                if let Some(path) = words.next() {
                    let dimmed = self.look.style(Style::new().dimmed());
                    writeln!(out, "    {dimmed}# {path}{dimmed:#}")?;
                }
                let code = highlighted(&lines.join("\n"), language, self.look);
                code.iter().try_for_each(|line| self.code(line, out))
            }
            Block::Gap => writeln!(out),
        }
    }

    fn code(self, line: &str, out: &mut dyn Write) -> io::Result<()> {
        let code = line.trim_start();
        let indent = " ".repeat(4 + line.len() - code.len());
        let lines = wrapped(code, &indent, &format!("{indent}    "), self.look);
        writeln!(out, "{}", lines.join("\n").trim_end())
    }

    /// Code and links within a text.
    fn inline(self, text: &str) -> String {
        let code = self.look.style(AnsiColor::Cyan.on_default());
        let mut shown = String::new();
        for (index, part) in self.links(text).split('`').enumerate() {
            if index % 2 == 1 {
                shown.push_str(&[&code.to_string(), "`", part, "`"].concat());
                shown.push_str(&format_args!("{code:#}").to_string());
            } else {
                shown.push_str(part);
            }
        }
        shown
    }

    /// `[text](address)` as a link, or as a text and its address.
    fn links(self, text: &str) -> Cow<'_, str> {
        let Some((before, rest)) = text.split_once('[') else {
            return Cow::Owned(text.to_owned());
        };
        let parts = rest
            .split_once("](")
            .and_then(|(name, rest)| Some((name, rest.split_once(')')?)));
        let Some((name, (address, after))) = parts else {
            return Cow::Owned(text.to_owned());
        };
        let link = if self.look.links {
            linked(name, Some(address))
        } else {
            format!("{name}: {address}")
        };
        Cow::Owned([before, &link, &self.links(after)].concat())
    }
}

/// What a rule says of itself besides its page.
fn facts(rule: &Rule) -> Vec<(&'static str, String)> {
    let on = match (rule.on, rule.in_libraries) {
        (true, true) => "yes",
        (true, false) => "yes, but not where `library = true`",
        (false, _) => "no, unless selected: `--extend-select` or `extend-select`",
    };
    let fix = match rule.fix {
        Some(Applicability::Safe) => "`daglint --fix`",
        Some(Applicability::Unsafe) => "`daglint --fix --unsafe-fixes`",
        Some(Applicability::Display) => "proposed, to be made by hand",
        None => "by hand",
    };
    let code = rule.code;
    let mut facts = vec![
        ("severity", severities(rule)),
        ("enabled", on.to_owned()),
        ("fixed by", fix.to_owned()),
        (
            "silenced",
            format!("`# daglint: ignore[{code}]` at the place, or `--ignore {code}`"),
        ),
        (
            "configured",
            format!("`severity.{code}` is `error`, `warning`, `info` or `off`"),
        ),
    ];
    if !rule.settings.is_empty() {
        let keys: Vec<String> = rule.settings.iter().map(|key| format!("`{key}`")).collect();
        facts.push((
            "settings",
            format!(
                "{} (`daglint config {}`)",
                keys.join(", "),
                rule.settings[0]
            ),
        ));
    }
    facts
}

/// The severities that findings of a rule can have, the usual one first.
fn severities(rule: &Rule) -> String {
    let all: Vec<String> = rule.severities().map(|it| it.to_string()).collect();
    let all = all.join(" or ");
    match rule.strict {
        Some(strict) => format!("{all}; {strict} with `preset = \"strict\"`"),
        None => all,
    }
}

/// A part of a page.
enum Block<'p> {
    Heading(&'p str),
    /// A paragraph, or an item of a list.
    Text {
        first: &'static str,
        text: String,
    },
    Code {
        info: &'p str,
        lines: Vec<&'p str>,
    },
    Gap,
}

/// The parts of a page in Markdown.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = page.trim().lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let lines = lines.by_ref().take_while(|line| !line.starts_with("```"));
            blocks.push(Block::Code {
                info,
                lines: lines.collect(),
            });
        } else if line.starts_with('#') {
            blocks.push(Block::Heading(line.trim_start_matches(['#', ' '])));
        } else if line.is_empty() {
            blocks.push(Block::Gap);
        } else if let Some(item) = line.strip_prefix("- ") {
            blocks.push(Block::Text {
                first: "- ",
                text: item.to_owned(),
            });
        } else if let Some(Block::Text { text, .. }) = blocks.last_mut() {
            *text = [text, " ", line.trim_start()].concat();
        } else {
            blocks.push(Block::Text {
                first: "",
                text: line.to_owned(),
            });
        }
    }
    blocks
}

impl Report<Rule> for Page {
    fn write(&self, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
        self.heading(&format!("{} {}", rule.code, rule.name), out)?;
        for line in wrapped(rule.summary, "", "", self.look) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
        self.facts(rule, out)?;
        writeln!(out)?;
        blocks(rule.page)
            .iter()
            .try_for_each(|block| self.block(block, out))
    }
}
