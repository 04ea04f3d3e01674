//! Findings as `JUnit` XML: each is a test that failed.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::one_place::message;
use super::spot::{Base, Spot};
use super::text::clean;
use super::{Findings, Report, by_file};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;

/// A suite a file. A clean run has one test that passed: some readers refuse a report
/// without any. So does an info: it fails no run.
#[derive(Debug, Clone, Copy)]
pub struct Junit;

type Found<'a> = (Spot, &'a Diagnostic);

impl Report<Findings<'_>> for Junit {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let files = by_file(findings);
        let tests = findings.diagnostics.len().max(1);
        let failures = failures(findings.diagnostics.iter().copied());
        xml.create_element("testsuites")
            .with_attributes([
                ("name", "daglint"),
                ("tests", &tests.to_string()),
                ("failures", &failures.to_string()),
            ])
            .write_inner_content(|xml| {
                if files.is_empty() {
                    return suite(xml, findings.model, "daglint", &[]);
                }
                (files.iter()).try_for_each(|(path, found)| suite(xml, findings.model, path, found))
            })?;
        writeln!(out)
    }
}

fn fails(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity > Severity::Info
}

fn failures<'a>(found: impl Iterator<Item = &'a Diagnostic>) -> usize {
    found.filter(|diagnostic| fails(diagnostic)).count()
}

fn suite<W: Write>(
    xml: &mut Writer<W>,
    model: &Model<'_>,
    name: &str,
    found: &[Found<'_>],
) -> io::Result<()> {
    let failures = failures(found.iter().map(|(_, diagnostic)| *diagnostic));
    xml.create_element("testsuite")
        .with_attributes([
            ("name", &*clean(name)),
            ("tests", &found.len().max(1).to_string()),
            ("failures", &failures.to_string()),
            ("errors", "0"),
            ("skipped", "0"),
        ])
        .write_inner_content(|xml| {
            if found.is_empty() {
                let passed = xml.create_element("testcase");
                passed
                    .with_attributes([("name", "all checks passed"), ("classname", name)])
                    .write_empty()?;
            }
            found.iter().try_for_each(|found| case(xml, model, found))
        })?;
    Ok(())
}

fn case<W: Write>(
    xml: &mut Writer<W>,
    model: &Model<'_>,
    (spot, diagnostic): &Found<'_>,
) -> io::Result<()> {
    let rule = diagnostic.rule;
    // Readers know a test by its name from run to run, so that it has no line number.
    let symbol = diagnostic.symbol_in(model.sources);
    let mut name = format!("{} {} {}", rule.code, rule.name, clean(&symbol));
    name.truncate(name.trim_end().len());
    let path = clean(&spot.path);
    let message = message(Base::here(model), diagnostic);
    let text = match &diagnostic.help {
        Some(help) => format!("{message}\n{}", clean(&help.replace('\n', " "))),
        None => message.clone(),
    };
    xml.create_element("testcase")
        .with_attributes([
            ("name", name.as_str()),
            ("classname", &*path),
            ("file", &*path),
            ("line", &spot.start.line.to_string()),
        ])
        .write_inner_content(|xml| {
            let outcome = if fails(diagnostic) {
                xml.create_element("failure").with_attributes([
                    ("message", message.as_str()),
                    ("type", &diagnostic.severity.to_string()),
                ])
            } else {
                xml.create_element("system-out")
            };
            outcome.write_text_content(BytesText::new(&text))?;
            Ok(())
        })?;
    Ok(())
}
