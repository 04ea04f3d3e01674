//! Python's `fnmatch`: `*`, `?`, `[abc]` and `[!abc]`.

use regex::Regex;

/// Whether texts match a pattern as a whole.
pub(crate) fn fnmatch(pattern: &str) -> impl Fn(&str) -> bool + use<> {
    let mut text = String::from(r"(?s)\A");
    let mut rest = pattern;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '*' => text.push_str(".*"),
            '?' => text.push('.'),
            '[' => match set_of(rest) {
                Some((set, after)) => {
                    text.push_str(&set_pattern(set));
                    rest = after;
                }
                None => text.push_str(r"\["),
            },
            other => text.push_str(&regex::escape(&other.to_string())),
        }
    }
    text.push_str(r"\z");
    let pattern = Regex::new(&text).ok();
    move |value| {
        pattern
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(value))
    }
}

/// What a set holds, and what follows it. A `]` that comes first is in the set.
fn set_of(text: &str) -> Option<(&str, &str)> {
    let first = usize::from(text.starts_with('!'));
    let first = first + usize::from(text[first..].starts_with(']'));
    let end = first + text[first..].find(']')?;
    Some((&text[..end], &text[end + 1..]))
}

/// A set for the `regex` crate, every character as a number: no sign means more there. A
/// range that runs backwards holds nothing.
fn set_pattern(set: &str) -> String {
    let (not, set) = match set.strip_prefix('!') {
        Some(set) => ("^", set),
        None => ("", set),
    };
    let characters: Vec<char> = set.chars().collect();
    let number = |character: char| format!(r"\x{{{:x}}}", u32::from(character));
    let mut members = String::new();
    let mut at = 0;
    while let Some(&low) = characters.get(at) {
        if let (Some('-'), Some(&high)) = (characters.get(at + 1), characters.get(at + 2)) {
            if low <= high {
                members.extend([&number(low), "-", &number(high)]);
            }
            at += 3;
        } else {
            members.push_str(&number(low));
            at += 1;
        }
    }
    match (members.is_empty(), not) {
        (true, "") => r"[^\s\S]".into(),
        (true, _) => ".".into(),
        (false, not) => format!("[{not}{members}]"),
    }
}
