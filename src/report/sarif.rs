//! Findings as SARIF 2.1.0, for code scanning.

use std::collections::BTreeMap;
use std::io::{self, Write};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value, json};
use url::Url;

use super::fingerprint::fingerprints;
use super::one_place::{linked_message, without_links};
use super::spot::{Base, Spot};
use super::{Findings, Report};
use crate::address;
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::model::Unknown;
use crate::rule::Rule;
use crate::source::Place;
use crate::suppress::Suppression;

/// One log with one run.
#[derive(Debug, Clone, Copy)]
pub struct Sarif;

/// What the path of a URI cannot hold.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl Report<Findings<'_>> for Sarif {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let model = findings.model;
        // GitHub looks for the files below the root of the repository, whatever the base says.
        let base = Base::repository(model);
        // What is suppressed is told, too: a reader that knows it does not take it for fixed.
        let known = findings.suppressed.iter().map(|known| &known.diagnostic);
        let all = Findings {
            diagnostics: findings.diagnostics.iter().copied().chain(known).collect(),
            ..Findings::new(model, Vec::new())
        };
        let rules: BTreeMap<&str, &Rule> = (all.diagnostics.iter())
            .map(|diagnostic| (diagnostic.rule.code, diagnostic.rule))
            .collect();
        let index: BTreeMap<&str, usize> = rules.keys().copied().zip(0..).collect();
        let mut results: Vec<Value> = (all.diagnostics.iter())
            .zip(fingerprints(&all))
            .map(|(diagnostic, fingerprint)| {
                result(base, diagnostic, index[diagnostic.rule.code], &fingerprint)
            })
            .collect();
        let reported = findings.diagnostics.len();
        for (result, known) in results[reported..].iter_mut().zip(findings.suppressed) {
            result["suppressions"] = json!([suppression(&known.by)]);
            if known.by == Suppression::Baseline {
                result["baselineState"] = "unchanged".into();
            }
        }
        let mut run = json!({
            "tool": { "driver": driver(rules.values().copied()) },
            "invocations": [invocation(base, findings)],
            "columnKind": "unicodeCodePoints",
            "results": results,
        });
        if let Ok(root) = Url::from_directory_path(base.directory) {
            run["originalUriBaseIds"] = json!({ "SRCROOT": { "uri": root.as_str() } });
        }
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        });
        serde_json::to_writer_pretty(&mut *out, &log)?;
        writeln!(out)
    }
}

fn driver<'a>(rules: impl Iterator<Item = &'a Rule>) -> Value {
    let mut driver = json!({
        "name": "daglint",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.map(rule).collect::<Vec<Value>>(),
    });
    if let Some(repository) = address::repository() {
        driver["informationUri"] = repository.into();
    }
    driver
}

fn rule(rule: &Rule) -> Value {
    let mut descriptor = json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.page.trim(), "markdown": rule.page.trim() },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.consequence] },
    });
    if let Some(url) = rule.url() {
        descriptor["helpUri"] = url.into();
    }
    descriptor
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(base: Base<'_>, diagnostic: &Diagnostic, index: usize, fingerprint: &str) -> Value {
    let mut location = location(base, diagnostic.place);
    let symbol = diagnostic.symbol_in(base.sources);
    if !symbol.is_empty() {
        location["logicalLocations"] = json!([{ "name": symbol }]);
    }
    let message = linked_message(base, diagnostic);
    let text = match &diagnostic.help {
        Some(help) => format!("{message}\n{}", without_links(help)),
        None => message,
    };
    let mut result = json!({
        "ruleId": diagnostic.rule.code,
        "ruleIndex": index,
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [location],
        // The second is the one that GitHub looks for; left out, it would be made of the line.
        "partialFingerprints": {
            "daglint/v1": fingerprint,
            "primaryLocationLineHash": fingerprint,
        },
    });
    if !diagnostic.related.is_empty() {
        result["relatedLocations"] = related(base, diagnostic);
    }
    if let Some(fix) = &diagnostic.fix {
        result["fixes"] = json!([remedy(base, fix)]);
    }
    if let Some(name) = &diagnostic.code_location {
        result["properties"] = json!({ "codeLocation": name });
    }
    result
}

fn suppression(by: &Suppression) -> Value {
    match by {
        Suppression::Comment(_) => json!({ "kind": "inSource" }),
        Suppression::Baseline | Suppression::Setting(None) => json!({ "kind": "external" }),
        Suppression::Setting(Some(reason)) => {
            json!({ "kind": "external", "justification": reason })
        }
    }
}

fn related(base: Base<'_>, diagnostic: &Diagnostic) -> Value {
    let related = diagnostic.related.iter().zip(1_usize..);
    related
        .map(|(related, id)| {
            let mut location = location(base, related.place);
            location["id"] = id.into();
            location["message"] = json!({ "text": related.message });
            location
        })
        .collect()
}

fn location(base: Base<'_>, place: Place) -> Value {
    let spot = base.spot(place);
    json!({
        "physicalLocation": { "artifactLocation": artifact(&spot.path), "region": region(&spot) },
    })
}

fn artifact(path: &str) -> Value {
    json!({
        "uri": utf8_percent_encode(path, RESERVED).to_string(),
        "uriBaseId": "SRCROOT",
    })
}

fn region(spot: &Spot) -> Value {
    json!({
        "startLine": spot.start.line,
        "startColumn": spot.start.column,
        "endLine": spot.end.line,
        "endColumn": spot.end.column,
    })
}

fn remedy(base: Base<'_>, fix: &Fix) -> Value {
    let mut changes: Map<String, Value> = Map::new();
    for edit in &fix.edits {
        let (path, deleted, text) = match edit {
            Edit::Replace { place, text } => {
                let spot = base.spot(*place);
                let region = region(&spot);
                (spot.path, region, text)
            }
            Edit::Create { path, text } => {
                let region = json!({ "charOffset": 0, "charLength": 0 });
                (base.path(path), region, text)
            }
        };
        let change = changes
            .entry(path.clone())
            .or_insert_with(|| json!({ "artifactLocation": artifact(&path), "replacements": [] }));
        if let Some(replacements) = change["replacements"].as_array_mut() {
            replacements.push(json!({
                "deletedRegion": deleted,
                "insertedContent": { "text": text },
            }));
        }
    }
    json!({
        "description": { "text": fix.title },
        "artifactChanges": changes.into_values().collect::<Vec<Value>>(),
    })
}

/// How the run went: what daglint failed at, and what it could not evaluate.
fn invocation(base: Base<'_>, findings: &Findings<'_>) -> Value {
    let failed = findings.panics.iter().map(|panic| {
        json!({
            "level": "error",
            "message": { "text": format!("daglint failed on {panic}") },
        })
    });
    let unknown = |unknown: &Unknown| {
        json!({
            "level": "note",
            "message": { "text": format!("not evaluated: {}", unknown.reason) },
            "locations": [location(base, unknown.place)],
        })
    };
    let unknowns = findings.incomplete().into_iter().map(unknown);
    json!({
        "executionSuccessful": findings.panics.is_empty(),
        "toolExecutionNotifications": failed.chain(unknowns).collect::<Vec<Value>>(),
    })
}
