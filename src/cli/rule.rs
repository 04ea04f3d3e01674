//! `daglint rule`.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Io;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::{Page, Report};
use crate::rule::{RULES, Rule};
use crate::settings::{Subject, nearest_rules, schema};

/// The arguments of `daglint rule`.
#[derive(Debug, Args)]
pub struct RuleArguments {
    /// A code or a name: DAG401, duplicate-asset-key
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub rule: Option<String>,
    /// Show the pages of all rules
    #[arg(long)]
    pub all: bool,
    /// How to show them
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = RuleFormat::Text)]
    pub output_format: RuleFormat,
}

/// The formats of `daglint rule`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RuleFormat {
    /// For a terminal
    Text,
    /// One JSON object; with --all a list of them
    Json,
    /// Markdown, as the pages are written
    Markdown,
}

pub(super) fn run(arguments: &RuleArguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let rules: Vec<&Rule> = match &arguments.rule {
        Some(rule) => vec![Rule::find(rule).ok_or_else(|| unknown(rule))?],
        None => RULES.iter().collect(),
    };
    let page = Page::new(io.look);
    Ok(io.print(Exit::Clean, |out| match arguments.output_format {
        RuleFormat::Text => separated(&rules, out, |rule, out| page.write(rule, out)),
        RuleFormat::Markdown => separated(&rules, out, markdown),
        RuleFormat::Json => {
            let mut all: Vec<Value> = rules.iter().map(|rule| described(rule)).collect();
            let document = if arguments.all {
                Value::Array(all)
            } else {
                all.swap_remove(0)
            };
            serde_json::to_writer_pretty(&mut *out, &document)?;
            writeln!(out)
        }
    }))
}

fn separated(
    rules: &[&Rule],
    out: &mut dyn Write,
    write: impl Fn(&Rule, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    rules.iter().enumerate().try_for_each(|(index, rule)| {
        if index > 0 {
            writeln!(out)?;
        }
        write(rule, out)
    })
}

fn markdown(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {} ({})\n", rule.name, rule.code)?;
    writeln!(out, "{}: {}\n", rule.severity, rule.summary)?;
    writeln!(out, "{}", rule.page.trim())
}

fn described(rule: &Rule) -> Value {
    let settings = rule.settings.iter().filter_map(|key| {
        let (description, kind) = schema::documented(key)?;
        Some(json!({
            "key": key,
            "type": kind,
            "default": schema::default(key),
            "description": description,
        }))
    });
    let settings: Vec<Value> = settings.collect();
    json!({
        "code": rule.code,
        "name": rule.name,
        "summary": rule.summary,
        "severity": rule.severity,
        "severity_under_strict": rule.strict.unwrap_or(rule.severity),
        "consequence": rule.consequence,
        "subject": Subject::of(rule),
        "status": "stable",
        "since": rule.since,
        "fix": rule.fix,
        "settings": settings,
        "on_by_default": rule.on,
        "on_in_libraries": rule.in_libraries,
        "page": rule.page.trim(),
    })
}

/// At most so many rules are named that may be meant.
const NAMED: usize = 3;

fn unknown(typed: &str) -> Failure {
    let mut near = nearest_rules(typed);
    near.truncate(NAMED);
    let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    let all = "`daglint rules` shows all of them";
    Failure::new(format!("there is no rule `{typed}`")).help(if near.is_empty() {
        all.to_owned()
    } else {
        format!("did you mean {}? {all}", near.join(" or "))
    })
}
