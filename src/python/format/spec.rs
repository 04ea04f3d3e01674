//! The format specification mini-language (library reference, "Format Specification
//! Mini-Language").

use super::number::{float_repr, parts, position, scientific, special};

/// A width or precision above this is not formatted.
const WIDEST: usize = 10_000;

/// `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
#[derive(Debug, Default)]
pub(super) struct Spec {
    pub(super) fill: Option<char>,
    pub(super) align: Option<char>,
    pub(super) sign: Option<char>,
    pub(super) alternate: bool,
    pub(super) zero: bool,
    pub(super) width: usize,
    pub(super) grouping: Option<char>,
    pub(super) precision: Option<usize>,
    pub(super) kind: Option<char>,
}

impl Spec {
    fn parse(text: &str) -> Option<Self> {
        let mut spec = Self::default();
        let characters: Vec<char> = text.chars().collect();
        let is_align = |at: usize| {
            characters
                .get(at)
                .is_some_and(|c| matches!(c, '<' | '>' | '=' | '^'))
        };
        let mut at = 0;
        if is_align(1) {
            (spec.fill, spec.align) = (characters.first().copied(), characters.get(1).copied());
            at = 2;
        } else if is_align(0) {
            spec.align = characters.first().copied();
            at = 1;
        }
        let take = |at: &mut usize, set: &str| -> Option<char> {
            let found = characters.get(*at).copied().filter(|c| set.contains(*c))?;
            *at += 1;
            Some(found)
        };
        spec.sign = take(&mut at, "+- ");
        spec.alternate = take(&mut at, "#").is_some();
        spec.zero = take(&mut at, "0").is_some();
        spec.width = digits(&characters, &mut at)?.unwrap_or(0);
        spec.grouping = take(&mut at, ",_");
        if take(&mut at, ".").is_some() {
            spec.precision = Some(digits(&characters, &mut at)??);
        }
        spec.kind = characters.get(at).copied();
        at += usize::from(spec.kind.is_some());
        (at >= characters.len()).then_some(spec)
    }

    /// Puts a body to its width.
    pub(super) fn pad(&self, body: &str, default_align: char) -> String {
        let missing = self.width.saturating_sub(body.chars().count());
        if missing == 0 {
            return body.to_owned();
        }
        let fill = self.fill.unwrap_or(if self.zero { '0' } else { ' ' });
        let fill = |count: usize| fill.to_string().repeat(count);
        match self.align.unwrap_or(default_align) {
            '<' => format!("{body}{}", fill(missing)),
            '^' => format!("{}{body}{}", fill(missing / 2), fill(missing - missing / 2)),
            _ => format!("{}{body}", fill(missing)),
        }
    }

    /// Puts a number to its width: zeros go between the sign and the digits.
    pub(super) fn pad_number(&self, sign: &str, prefix: &str, body: &str) -> Option<String> {
        let align = self.align.or(if self.zero { Some('=') } else { None });
        if align != Some('=') {
            return Some(self.pad(&format!("{sign}{prefix}{body}"), '>'));
        }
        let taken = sign.chars().count() + prefix.chars().count() + body.chars().count();
        let missing = self.width.saturating_sub(taken);
        let fill = self.fill.unwrap_or(if self.zero { '0' } else { ' ' });
        // Zeros that are grouped too are rare and intricate.
        if missing > 0 && self.grouping.is_some() && fill == '0' {
            return None;
        }
        Some(format!(
            "{sign}{prefix}{}{body}",
            fill.to_string().repeat(missing)
        ))
    }

    pub(super) fn sign_of(&self, negative: bool) -> &'static str {
        match (negative, self.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            (false, _) => "",
        }
    }
}

#[expect(
    clippy::option_option,
    reason = "no digits, and too large a number, are different outcomes"
)]
fn digits(characters: &[char], at: &mut usize) -> Option<Option<usize>> {
    let start = *at;
    while characters.get(*at).is_some_and(char::is_ascii_digit) {
        *at += 1;
    }
    if start == *at {
        return Some(None);
    }
    let text: String = characters.get(start..*at)?.iter().collect();
    text.parse()
        .ok()
        .filter(|number| *number <= WIDEST)
        .map(Some)
}

pub(super) fn format_str(text: &str, spec: &str) -> Option<String> {
    let spec = Spec::parse(spec)?;
    let is_plain = spec.sign.is_none()
        && !spec.alternate
        && spec.grouping.is_none()
        && spec.align != Some('=');
    if !is_plain || !matches!(spec.kind, None | Some('s')) {
        return None;
    }
    let cut: String = match spec.precision {
        Some(most) => text.chars().take(most).collect(),
        None => text.to_owned(),
    };
    Some(spec.pad(&cut, '<'))
}

pub(super) fn format_int(number: i64, spec: &str) -> Option<String> {
    let parsed = Spec::parse(spec)?;
    let size = number.unsigned_abs();
    let (prefix, body, group) = match parsed.kind {
        None | Some('d') => ("", size.to_string(), 3),
        Some('b') => ("0b", format!("{size:b}"), 4),
        Some('o') => ("0o", format!("{size:o}"), 4),
        Some('x') => ("0x", format!("{size:x}"), 4),
        Some('X') => ("0X", format!("{size:X}"), 4),
        Some('c') if spec == "c" => {
            return char::from_u32(u32::try_from(number).ok()?).map(String::from);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "Python converts to float as well"
        )]
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') if size < 1 << 53 => {
            return format_float(number as f64, spec);
        }
        _ => return None,
    };
    if parsed.precision.is_some() || (group == 4 && parsed.grouping == Some(',')) {
        return None;
    }
    let prefix = if parsed.alternate { prefix } else { "" };
    let body = grouped(&body, parsed.grouping, group);
    parsed.pad_number(parsed.sign_of(number < 0), prefix, &body)
}

pub(super) fn format_float(number: f64, spec: &str) -> Option<String> {
    let spec = Spec::parse(spec)?;
    if spec.alternate {
        return None;
    }
    let negative = number.is_sign_negative() && !number.is_nan();
    let size = number.abs();
    let body = match special(size) {
        Some(text) => text + if spec.kind == Some('%') { "%" } else { "" },
        None => float_body(size, &spec)?,
    };
    let body = match spec.grouping {
        Some(_) => group_whole_part(&body, spec.grouping),
        None => body,
    };
    let body = if matches!(spec.kind, Some('E' | 'F' | 'G')) {
        body.to_uppercase()
    } else {
        body
    };
    spec.pad_number(spec.sign_of(negative), "", &body)
}

fn float_body(size: f64, spec: &Spec) -> Option<String> {
    let precision = spec.precision.unwrap_or(6);
    Some(match spec.kind {
        Some('f' | 'F') => format!("{size:.precision$}"),
        Some('%') => format!("{:.precision$}%", size * 100.0),
        Some('e' | 'E') => {
            let (_, digits, exponent) = parts(&format!("{size:.precision$e}"));
            scientific(&digits, exponent)
        }
        Some('g' | 'G') => general(size, precision.max(1), false),
        None => match spec.precision {
            None => float_repr(size),
            Some(precision) => general(size, precision.max(1), true),
        },
        Some(_) => return None,
    })
}

/// `g`: so many significant digits, trailing zeros removed. Without a type there is
/// one digit after the point at least, and the exponent comes one earlier.
fn general(size: f64, precision: usize, is_untyped: bool) -> String {
    let (_, digits, exponent) = parts(&format!("{size:.*e}", precision - 1));
    let trimmed = digits.trim_end_matches('0');
    let trimmed = if trimmed.is_empty() { "0" } else { trimmed };
    let limit = i32::try_from(precision).unwrap_or(i32::MAX) - i32::from(is_untyped);
    if (-4..limit).contains(&exponent) {
        let plain = position(trimmed, exponent);
        return if is_untyped && !plain.contains('.') {
            format!("{plain}.0")
        } else {
            plain
        };
    }
    scientific(trimmed, exponent)
}

fn grouped(digits: &str, separator: Option<char>, group: usize) -> String {
    let Some(separator) = separator else {
        return digits.to_owned();
    };
    let count = digits.len();
    let mut text = String::with_capacity(count + count / group);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (count - at).is_multiple_of(group) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

fn group_whole_part(body: &str, separator: Option<char>) -> String {
    let end = body
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(body.len());
    let (whole, rest) = body.split_at(end);
    format!("{}{rest}", grouped(whole, separator, 3))
}
