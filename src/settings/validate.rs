//! Everything that is wrong with a table of settings, each with its place.

use globset::Glob;
use pep440_rs::{Version, VersionSpecifiers};
use ruff_text_size::{TextRange, TextSize};
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::SettingsFault;
use super::schema::{alternatives, choices, kind, resolved, type_of};
use super::selector::{Selector, nearest};
use crate::source::SourceFile;
use crate::suggest::closest;

/// Validates values of one file, and collects what is wrong.
pub(super) struct Validator<'a> {
    file: &'a SourceFile,
    faults: Vec<SettingsFault>,
}

impl<'a> Validator<'a> {
    /// A validator of values in a file.
    pub(super) fn new(file: &'a SourceFile) -> Self {
        Self {
            file,
            faults: Vec::new(),
        }
    }

    /// What is wrong with a table that a part of the schema describes.
    pub(super) fn check(mut self, schema: &Value, table: &DeTable<'_>) -> Vec<SettingsFault> {
        self.table(schema, table, "");
        self.faults
    }

    fn fault(&mut self, span: std::ops::Range<usize>, message: String) -> &mut SettingsFault {
        let index = self.faults.len();
        self.faults.push(SettingsFault {
            place: self.file.place(range(&span)),
            message,
            label: None,
            help: None,
        });
        &mut self.faults[index]
    }

    fn table(&mut self, schema: &Value, table: &DeTable<'_>, above: &str) {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let path = joined(above, name);
            if let Some(part) = schema["properties"].get(name) {
                self.value(part, value, &path);
            } else if schema["additionalProperties"].is_object() {
                self.format(&schema["propertyNames"], name, key.span());
                self.value(&schema["additionalProperties"], value, &path);
            } else {
                let known = schema["properties"].as_object().into_iter().flatten();
                let near = closest(name, known.map(|(key, _)| key.as_str()));
                let fault = self.fault(key.span(), format!("there is no setting `{path}`"));
                fault.help = Some(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`daglint config` shows all settings".to_owned(),
                });
            }
        }
        let required = schema["required"].as_array().into_iter().flatten();
        for name in required.filter_map(Value::as_str) {
            if !table.contains_key(name) {
                let start = table
                    .keys()
                    .map(|key| key.span().start)
                    .min()
                    .unwrap_or_default();
                let message = format!("`{}` is missing", joined(above, name));
                self.fault(start..start, message);
            }
        }
    }

    fn value(&mut self, part: &Value, value: &Spanned<DeValue<'_>>, path: &str) {
        let of_type = |part: &&Value| {
            matches!(
                (type_of(part), value.get_ref()),
                ("string", DeValue::String(_))
                    | ("boolean", DeValue::Boolean(_))
                    | ("integer", DeValue::Integer(_))
                    | ("array", DeValue::Array(_))
                    | ("object", DeValue::Table(_))
            )
        };
        let Some(part) = alternatives(part).into_iter().find(of_type) else {
            self.wrong_type(part, value, path);
            return;
        };
        match value.get_ref() {
            DeValue::String(text) => self.string(part, text, value.span(), path),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(resolved(&part["items"]), item, &format!("{path}[{index}]"));
                }
            }
            DeValue::Table(table) => self.table(part, table, path),
            DeValue::Integer(written) => {
                let number = i64::from_str_radix(written.as_str(), written.radix()).ok();
                self.number(part, number, value.span(), path);
            }
            _ => {}
        }
    }

    fn number(
        &mut self,
        part: &Value,
        number: Option<i64>,
        span: std::ops::Range<usize>,
        path: &str,
    ) {
        let least = part["minimum"].as_i64().unwrap_or(0);
        let most = part["maximum"].as_i64().unwrap_or(u32::MAX.into());
        if !number.is_some_and(|number| (least..=most).contains(&number)) {
            self.fault(
                span,
                format!("`{path}` must be a number from {least} to {most}"),
            );
        }
    }

    fn wrong_type(&mut self, part: &Value, value: &Spanned<DeValue<'_>>, path: &str) {
        let message = format!(
            "`{path}` must be {}, not {}",
            kind(part),
            found(value.get_ref())
        );
        let wants_list = alternatives(part)
            .iter()
            .any(|part| type_of(part) == "array");
        let fault = self.fault(value.span(), message);
        if let DeValue::String(text) = value.get_ref()
            && wants_list
        {
            fault.help = Some(format!("write [\"{text}\"]"));
        }
    }

    fn string(&mut self, part: &Value, text: &str, span: std::ops::Range<usize>, path: &str) {
        let Some(choices) = choices(part) else {
            self.format(part, text, span);
            return;
        };
        if choices.contains(&text) {
            return;
        }
        let near = closest(&text.to_ascii_lowercase(), choices.iter().copied());
        let near = near.map(|near| format!("did you mean `{near}`?"));
        let fault = self.fault(
            span,
            format!("`{path}` must be {}, not `{text}`", kind(part)),
        );
        fault.help = near;
    }

    fn format(&mut self, part: &Value, text: &str, span: std::ops::Range<usize>) {
        let wrong = match part["format"].as_str() {
            Some("selector") => selector(text),
            Some("glob") => Glob::new(text)
                .err()
                .map(|error| (format!("`{text}` is not a glob: {}", error.kind()), None)),
            Some("pattern") => super::patterns::fault(text)
                .map(|why| (format!("`{text}` is not a pattern: {why}"), None)),
            Some("version") => version(text),
            Some("versions") => versions(text).err(),
            _ => None,
        };
        if let Some((message, help)) = wrong {
            self.fault(span, message).help = help;
        }
    }
}

fn selector(text: &str) -> Option<(String, Option<String>)> {
    if Selector::parse(text).is_some() {
        return None;
    }
    let help = match nearest(text) {
        Some(near) => format!("did you mean `{near}`? `daglint rules` shows all of them"),
        None => "`daglint rules` shows all of them".to_owned(),
    };
    Some((format!("`{text}` names no rule"), Some(help)))
}

fn versions(text: &str) -> Result<VersionSpecifiers, (String, Option<String>)> {
    text.parse().map_err(|_| {
        let help = "write a comparison, as in `>=1.10`".to_owned();
        (format!("`{text}` is not a range of versions"), Some(help))
    })
}

fn version(text: &str) -> Option<(String, Option<String>)> {
    let wanted = match versions(text) {
        Ok(wanted) => wanted,
        Err(wrong) => return Some(wrong),
    };
    let own: Version = env!("CARGO_PKG_VERSION").parse().ok()?;
    (!wanted.contains(&own)).then(|| {
        let help = format!("install daglint {text}");
        (
            format!("these settings are for daglint {text}; this is {own}"),
            Some(help),
        )
    })
}

fn joined(above: &str, name: &str) -> String {
    if above.is_empty() {
        name.to_owned()
    } else {
        format!("{above}.{name}")
    }
}

fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The range of a span of the parser.
pub(super) fn range(span: &std::ops::Range<usize>) -> TextRange {
    let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    let start = small(span.start);
    TextRange::new(start, small(span.end).max(start))
}
