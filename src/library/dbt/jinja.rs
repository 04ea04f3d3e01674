//! The Jinja of dbt's files, as far as it can be read without running it: which
//! functions are called with which literal arguments, and what simple expressions are
//! worth.

use ruff_python_ast::Expr;
use serde_json::Value as Json;

use super::jinja_value::worth;

/// A call of one of dbt's functions in a file.
#[derive(Debug)]
pub(super) struct JinjaCall {
    /// `ref`, `source`, `config`
    pub(super) name: &'static str,
    /// The arguments in order, and by name. One that is not known is none.
    pub(super) positional: Vec<Option<Json>>,
    pub(super) keywords: Vec<(String, Option<Json>)>,
    /// Whether it stands in a branch or a loop, so that it may not run.
    pub(super) is_conditional: bool,
    /// Whether the arguments could be read at all.
    pub(super) is_readable: bool,
}

/// What a file of dbt calls.
#[derive(Debug, Default)]
pub(super) struct Template {
    pub(super) calls: Vec<JinjaCall>,
    /// Every name that is called, for macros.
    pub(super) called: Vec<String>,
}

/// The functions whose arguments matter.
const FUNCTIONS: &[&str] = &["ref", "source", "config"];

/// The values of `var(...)`.
pub(super) type Vars<'v> = &'v dyn Fn(&str) -> Option<Json>;

/// How often a text may be gone over again for what closes nowhere or stands in one another.
const MOST_SCANS: usize = 16;

/// The Jinja blocks of a text: what is between `{{` and `}}` or `{%` and `%}`, and how many
/// branches and loops are around it.
fn blocks(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut rest = text;
    let mut left = text.len() * MOST_SCANS;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        let end = match rest.as_bytes().first() {
            Some(b'#') => {
                rest = rest.find("#}").map_or("", |end| &rest[end + 2..]);
                continue;
            }
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => continue,
        };
        let body = &rest[1..];
        let balanced = (left > 0).then(|| balanced_end(body, end)).flatten();
        if balanced.is_none() {
            left = left.saturating_sub(body.len());
        }
        let length = (balanced.or_else(|| body.find(end))).unwrap_or(body.len());
        let content = body[..length].trim_matches(['-', '+']).trim();
        rest = body.get(length + 2..).unwrap_or_default();
        let word = content.split_whitespace().next().unwrap_or_default();
        match word {
            _ if end == "}}" => found.push((content, depth)),
            "raw" => rest = rest.find("endraw").map_or("", |end| &rest[end..]),
            "endif" | "endfor" | "endmacro" | "endcall" => {
                depth = depth.saturating_sub(1);
                found.push((content, depth));
            }
            "if" | "for" | "macro" | "call" => {
                found.push((content, depth));
                depth += 1;
            }
            _ => found.push((content, depth)),
        }
    }
    found
}

/// Where a block ends: its end mark outside of strings and of the braces of a dict.
fn balanced_end(body: &str, end: &str) -> Option<usize> {
    let mut quote = None;
    let mut braces = 0_usize;
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), b'\\') => at += 1,
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            (None, b'{') => braces += 1,
            (None, b'}') if braces > 0 => braces -= 1,
            (None, _) if bytes[at..].starts_with(end.as_bytes()) => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Reads the calls of a file.
pub(super) fn template(text: &str, vars: Vars<'_>) -> Template {
    let mut template = Template::default();
    let mut left = text.len() * MOST_SCANS;
    for (content, depth) in blocks(text) {
        for (name, start) in names_called(content) {
            let last = name.rsplit('.').next().unwrap_or(name);
            template.called.push(last.to_owned());
            let plain = name.strip_prefix("builtins.").unwrap_or(name);
            let Some(&function) = FUNCTIONS.iter().find(|known| **known == plain) else {
                continue;
            };
            let arguments = &content[start..];
            let length = if left > 0 { closing(arguments) } else { 0 };
            left = left.saturating_sub(length);
            let call = read_call(function, &arguments[..length], depth > 0, vars);
            template.calls.push(call);
        }
    }
    template
}

/// The dotted names that are called in an expression, and where their parenthesis opens.
fn names_called(content: &str) -> Vec<(&str, usize)> {
    let bytes = content.as_bytes();
    let mut found = Vec::new();
    let mut quote = None;
    let mut start = None;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) if byte == b'\\' => at += 1,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'') => {
                quote = Some(byte);
                start = None;
            }
            None if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.') => {
                start.get_or_insert(at);
            }
            None => {
                if byte == b'('
                    && let Some(begin) = start
                {
                    found.push((content[begin..at].trim(), at));
                }
                if byte != b' ' {
                    start = None;
                }
            }
        }
        at += 1;
    }
    found
}

/// The length of a text up to the parenthesis that closes its first one.
fn closing(text: &str) -> usize {
    let mut quote = None;
    let mut depth = 0_usize;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), b'\\') => at += 1,
            (Some(_), _) => {}
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}

fn read_call(
    name: &'static str,
    arguments: &str,
    is_conditional: bool,
    vars: Vars<'_>,
) -> JinjaCall {
    let mut call = JinjaCall {
        name,
        positional: Vec::new(),
        keywords: Vec::new(),
        is_conditional,
        is_readable: false,
    };
    let text = format!("f{arguments}");
    let Ok(parsed) = ruff_python_parser::parse_expression(&text) else {
        return call;
    };
    let Expr::Call(parsed) = parsed.expr() else {
        return call;
    };
    call.add(&parsed.arguments, vars);
    call
}

impl JinjaCall {
    /// A call in a Python model.
    pub(super) fn of_python(
        name: &'static str,
        arguments: &ruff_python_ast::Arguments,
        vars: Vars<'_>,
    ) -> Self {
        let mut call = Self {
            name,
            positional: Vec::new(),
            keywords: Vec::new(),
            is_conditional: false,
            is_readable: false,
        };
        call.add(arguments, vars);
        call
    }

    fn add(&mut self, arguments: &ruff_python_ast::Arguments, vars: Vars<'_>) {
        self.is_readable = true;
        let positional = arguments.args.iter();
        self.positional = positional.map(|argument| worth(argument, vars)).collect();
        for keyword in &arguments.keywords {
            match &keyword.arg {
                Some(name) => {
                    let value = worth(&keyword.value, vars);
                    self.keywords.push((name.to_string(), value));
                }
                None => self.is_readable = false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let template = template(text, &|name| (name == "known").then(|| Json::from(7)));
        let calls = template.calls.iter().map(|call| {
            let value =
                |value: &Option<Json>| value.as_ref().map_or("?".to_owned(), ToString::to_string);
            let mut parts: Vec<String> = call.positional.iter().map(value).collect();
            let keywords = call.keywords.iter();
            parts.extend(keywords.map(|(name, known)| format!("{name}={}", value(known))));
            let end = if call.is_conditional { " if" } else { "" };
            let end = if call.is_readable { end } else { " unreadable" };
            format!("{}({}){end}", call.name, parts.join(", "))
        });
        calls.collect()
    }

    #[test]
    fn calls_are_found_wherever_jinja_is() {
        let text = "-- {{ ref('a') }}\n{# {{ ref('b') }} #}\n{% raw %}{{ ref('c') }}{% endraw %}\n\
                    {{ dbt_utils.star(from=ref('d')) }} {%- if x() -%}{{ source('s', \"t}}\") }}\
                    {% endif %}{{ ref(name) }} ref('e') {{ x.ref('f') }}{{ 'ref(1)' }}";
        let expected = [
            "ref(\"a\")",
            "ref(\"d\")",
            "source(\"s\", \"t}}\") if",
            "ref(?)",
        ];
        assert_eq!(shown(text), expected);
    }

    #[test]
    fn configuration_is_read_where_it_is_literal() {
        let text = "{{ config(materialized='table', tags=[\"a\"], enabled=var('known', 1) == 7,\n\
                    schema=env_var('X'), meta={'dagster': {'group': 'g'}}, alias=none) }}\
                    {{ config(**more) }}";
        let expected = [
            "config(materialized=\"table\", tags=[\"a\"], enabled=true, schema=?, \
             meta={\"dagster\":{\"group\":\"g\"}}, alias=null)",
            "config() unreadable",
        ];
        assert_eq!(shown(text), expected);
    }
}
