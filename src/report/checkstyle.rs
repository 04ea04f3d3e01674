//! Findings as Checkstyle XML, which Jenkins and others collect.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::one_place::message;
use super::spot::{Base, Spot};
use super::text::clean;
use super::{Findings, Report, by_file};
use crate::diagnostic::Diagnostic;

/// An element a file, in it an element a finding.
#[derive(Debug, Clone, Copy)]
pub struct Checkstyle;

impl Report<Findings<'_>> for Checkstyle {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let root = xml
            .create_element("checkstyle")
            .with_attribute(("version", "4.3"));
        let base = Base::here(findings.model);
        let files = by_file(findings);
        if files.is_empty() {
            root.write_empty()?;
        } else {
            root.write_inner_content(|xml| {
                files.iter().try_for_each(|(path, found)| {
                    let file = xml.create_element("file");
                    file.with_attribute(("name", &*clean(path)))
                        .write_inner_content(|xml| {
                            found
                                .iter()
                                .try_for_each(|found| write_one(xml, base, found))
                        })?;
                    Ok(())
                })
            })?;
        }
        writeln!(out)
    }
}

fn write_one<W: Write>(
    xml: &mut Writer<W>,
    base: Base<'_>,
    (spot, diagnostic): &(Spot, &Diagnostic),
) -> io::Result<()> {
    let mut message = message(base, diagnostic);
    if let Some(help) = &diagnostic.help {
        message = format!("{message}; {}", clean(&help.replace('\n', " ")));
    }
    xml.create_element("error")
        .with_attributes([
            ("line", spot.start.line.to_string().as_str()),
            ("column", spot.start.column.to_string().as_str()),
            ("severity", diagnostic.severity.to_string().as_str()),
            ("message", &message),
            ("source", &format!("daglint.{}", diagnostic.rule.code)),
        ])
        .write_empty()?;
    Ok(())
}
