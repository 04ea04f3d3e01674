//! `re`, where a pattern means the same to Python and to the `regex` crate.
//!
//! A compiled pattern and a match are partial functions: of the pattern and its flags,
//! and of the groups. They are never called themselves.

use std::rc::Rc;

use regex::{Captures, Regex, RegexBuilder};

use crate::python::builtin::{find, integer};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::{Argument, Arguments, Partial};
use crate::source::Place;

/// What the two engines read differently, or only one of them: sets of sets, classes
/// by name, some anchors, look-around, references, possessive repetition.
const FOREIGN: &[&str] = &[
    "[[", "&&", "~~", "--", "[:", "\\Z", "\\A", "\\z", "\\K", "\\<", "\\>", "\\p", "\\P", "\\x",
    "\\u", "\\U", "\\N", "\\b{", "(?=", "(?!", "(?<", "(?P=", "(?(", "(?>", "(?R", "(?x", "*+",
    "++", "?+",
];

/// `re.IGNORECASE`, `re.MULTILINE` and `re.DOTALL`.
const IGNORE_CASE: i64 = 2;
const MULTI_LINE: i64 = 8;
const DOT_ALL: i64 = 16;
/// `re.UNICODE`, the default.
const UNICODE: i64 = 32;

/// The largest compiled pattern, in bytes.
const LARGEST: usize = 1 << 20;

impl<'a> Interpreter<'a> {
    pub(super) fn call_re(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let result = match name {
            "re.compile" => compiled(arguments),
            "re.sub" => return self.substitute(arguments),
            "re.Match.group" => group(arguments),
            "re.Match.groups" => all_groups(arguments),
            "re.Match.groupdict" => arguments.at(1).cloned(),
            _ => search(name, arguments),
        };
        Ok(result.unwrap_or_else(|| self.unknown_call(name, arguments)))
    }

    /// `re.sub(pattern, repl, string, count)`.
    fn substitute(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let unknown = |cx: &Self| Ok(cx.unknown_call("re.sub", arguments));
        let regex = Pattern::of(arguments, 4).and_then(|pattern| pattern.build("", ""));
        let (Some(regex), Some(new), Some(Value::Str(text))) = (
            regex,
            arguments.get(1, "repl").cloned(),
            arguments.get(2, "string"),
        ) else {
            return unknown(self);
        };
        let most = match arguments.get(3, "count").map(integer) {
            None | Some(Some(0)) => usize::MAX,
            Some(Some(count)) => usize::try_from(count).unwrap_or(usize::MAX),
            Some(None) => return unknown(self),
        };
        let mut result = String::new();
        let mut end = 0;
        for captures in regex.captures_iter(text).take(most) {
            // The engines place empty matches differently.
            let whole = captures.get(0).filter(|whole| !whole.is_empty());
            let Some(whole) = whole else {
                return unknown(self);
            };
            result.push_str(&text[end..whole.start()]);
            end = whole.end();
            let piece = match &new {
                Value::Str(template) => expand(template, &captures),
                function => {
                    let given = match_object(&regex, &captures, arguments.place);
                    let found = self.call(function, Arguments::of(given, arguments.place))?;
                    found.as_str().map(str::to_owned)
                }
            };
            match piece {
                Some(piece) if result.len() + piece.len() <= self.budget.size => {
                    result.push_str(&piece);
                }
                _ => return unknown(self),
            }
        }
        result.push_str(&text[end..]);
        Ok(Value::str(result))
    }
}

/// The methods of compiled patterns and matches.
pub(in crate::python) fn partial_method<'a>(
    partial: &Rc<Partial<'a>>,
    name: &str,
) -> Option<Value<'a>> {
    let Value::Native(native) = partial.callee else {
        return None;
    };
    let path = match (native.0, name) {
        ("re.Pattern", "pattern") => return partial.arguments.at(0).cloned(),
        // The functions of the module take the compiled pattern in its place.
        ("re.Pattern", _) => {
            let callee = Value::Native(find(&format!("re.{name}"))?);
            let itself = Value::Partial(Rc::clone(partial));
            let arguments = Arguments::of([itself], partial.arguments.place);
            return Some(Value::Partial(Rc::new(Partial { callee, arguments })));
        }
        ("re.Match", _) => format!("re.Match.{name}"),
        _ => return None,
    };
    let callee = Value::Native(find(&path)?);
    let arguments = partial.arguments.clone();
    Some(Value::Partial(Rc::new(Partial { callee, arguments })))
}

/// A pattern and its flags.
struct Pattern {
    text: Rc<str>,
    flags: i64,
}

impl Pattern {
    /// The pattern that a call names first, with the flags at an index or by name; none
    /// where the two engines may not agree on it.
    fn of(arguments: &Arguments<'_>, flags_at: usize) -> Option<Self> {
        let (text, flags) = match arguments.get(0, "pattern")? {
            Value::Str(text) => (Rc::clone(text), arguments.get(flags_at, "flags")),
            Value::Partial(partial) => match partial.arguments.at(0)? {
                Value::Str(text) => (Rc::clone(text), partial.arguments.keyword("flags")),
                _ => return None,
            },
            _ => return None,
        };
        let flags = flags.map_or(Some(0), integer)?;
        let is_known = flags & !(IGNORE_CASE | MULTI_LINE | DOT_ALL | UNICODE) == 0;
        if !is_known || FOREIGN.iter().any(|sign| text.contains(sign)) {
            return None;
        }
        // Python's `$` also matches before a last line end.
        let ends_line = |value: &Value<'_>| value.as_str().is_some_and(|text| text.ends_with('\n'));
        if text.contains('$') && arguments.values().any(ends_line) {
            return None;
        }
        Some(Self { text, flags })
    }

    fn build(&self, before: &str, after: &str) -> Option<Regex> {
        RegexBuilder::new(&format!("{before}{}{after}", self.text))
            .case_insensitive(self.flags & IGNORE_CASE != 0)
            .multi_line(self.flags & MULTI_LINE != 0)
            .dot_matches_new_line(self.flags & DOT_ALL != 0)
            .size_limit(LARGEST)
            .build()
            .ok()
    }
}

/// A compiled pattern: the pattern, and its flags as functions take them.
fn compiled<'a>(arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let pattern = arguments.get(0, "pattern")?.clone();
    if let Value::Partial(_) = pattern {
        return Some(pattern);
    }
    Pattern::of(arguments, 1)?.build("", "")?;
    let place = arguments.place;
    let mut kept = Arguments::of([pattern], place);
    if let Some(flags) = arguments.get(1, "flags") {
        let value = flags.clone();
        kept.keywords
            .push((Rc::from("flags"), Argument { value, place }));
    }
    let callee = Value::Native(find("re.Pattern")?);
    Some(Value::Partial(Rc::new(Partial {
        callee,
        arguments: kept,
    })))
}

/// `match`, `fullmatch`, `search`, `findall` and `split`.
fn search<'a>(name: &str, arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let pattern = Pattern::of(arguments, if name == "re.split" { 3 } else { 2 })?;
    let text = arguments.get(1, "string")?.as_str()?;
    let regex = match name {
        "re.match" => pattern.build(r"\A(?:", ")")?,
        "re.fullmatch" => pattern.build(r"\A(?:", r")\z")?,
        _ => pattern.build("", "")?,
    };
    if matches!(name, "re.findall" | "re.split") && regex.find_iter(text).any(|it| it.is_empty()) {
        return None;
    }
    match name {
        "re.match" | "re.fullmatch" | "re.search" => match regex.captures(text) {
            Some(captures) => match_object(&regex, &captures, arguments.place),
            None => Some(Value::None),
        },
        "re.findall" => {
            let rows = regex.captures_iter(text).map(|captures| row(&captures));
            Some(Value::list(rows.collect()))
        }
        "re.split" if regex.captures_len() == 1 && arguments.get(2, "maxsplit").is_none() => {
            Some(Value::list(regex.split(text).map(Value::str).collect()))
        }
        _ => None,
    }
}

/// What `findall` gives for one match: the whole, the only group, or all groups.
fn row<'a>(captures: &Captures<'_>) -> Value<'a> {
    let text = |group: Option<regex::Match<'_>>| Value::str(group.map_or("", |it| it.as_str()));
    match captures.len() {
        0 | 1 => text(captures.get(0)),
        2 => text(captures.get(1)),
        _ => Value::tuple(captures.iter().skip(1).map(text).collect()),
    }
}

/// A match: the list of its groups, and those that have a name.
fn match_object<'a>(regex: &Regex, captures: &Captures<'_>, place: Place) -> Option<Value<'a>> {
    let text = |group: Option<regex::Match<'_>>| {
        group.map_or(Value::None, |group| Value::str(group.as_str()))
    };
    let names = Dict::default();
    for name in regex.capture_names().flatten() {
        let key = Value::str(name);
        names.insert(key_of(&key)?, key, text(captures.name(name)));
    }
    let groups = Value::list(captures.iter().map(text).collect());
    let callee = Value::Native(find("re.Match")?);
    let arguments = Arguments::of([groups, Value::Dict(Rc::new(names))], place);
    Some(Value::Partial(Rc::new(Partial { callee, arguments })))
}

/// `match.group(...)`, after the groups of the match itself.
fn group<'a>(arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let (Value::List(groups), Value::Dict(names)) = (arguments.at(0)?, arguments.at(1)?) else {
        return None;
    };
    let one = |wanted: &Value<'a>| match wanted {
        Value::Int(at) => groups
            .items
            .borrow()
            .get(usize::try_from(*at).ok()?)
            .cloned(),
        name => names.get(&key_of(name)?),
    };
    let wanted: Vec<&Value<'a>> = arguments.values().skip(2).collect();
    match wanted.as_slice() {
        [] => one(&Value::Int(0)),
        [only] => one(only),
        several => Some(Value::tuple(
            several
                .iter()
                .map(|wanted| one(wanted))
                .collect::<Option<_>>()?,
        )),
    }
}

fn all_groups<'a>(arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let Value::List(groups) = arguments.at(0)? else {
        return None;
    };
    let groups = groups.items.borrow();
    // A default for groups that did not take part is rare.
    (arguments.positional.len() == 2)
        .then(|| Value::tuple(groups.iter().skip(1).cloned().collect()))
}

/// A replacement with `\1` and `\g<name>`; none where it has other escapes.
fn expand(template: &str, captures: &Captures<'_>) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let next = after.chars().next()?;
        if let Some(name) = after.strip_prefix("g<") {
            let (name, after) = name.split_once('>')?;
            let group = match name.parse() {
                Ok(number) => captures.get(number),
                Err(_) => captures.name(name),
            };
            text.push_str(group?.as_str());
            rest = after;
            continue;
        }
        let second = after[next.len_utf8()..].chars().next();
        match next {
            '1'..='9' if !second.is_some_and(|c| c.is_ascii_digit()) => {
                let number = usize::try_from(next.to_digit(10)?).ok()?;
                text.push_str(captures.get(number)?.as_str());
            }
            'n' => text.push('\n'),
            't' => text.push('\t'),
            '\\' => text.push('\\'),
            _ => return None,
        }
        rest = &after[next.len_utf8()..];
    }
    text.push_str(rest);
    Some(text)
}
