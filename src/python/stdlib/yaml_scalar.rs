//! Plain scalars of YAML, as `PyYAML` reads them.

use super::data::Converter;
use crate::python::value::Value;
use crate::source::Place;

/// A scalar as Dagster reads it: as `PyYAML` does, but for dates, which stay texts.
pub(crate) fn yaml_scalar<'a>(text: &str, plain: bool, place: Place) -> Value<'a> {
    if !plain {
        return Value::str(text);
    }
    match Converter::new(1, place).plain_scalar(text) {
        Value::Unknown(unknown) if unknown.date().is_some() => Value::str(text),
        value => value,
    }
}

/// `Some(None)` is an integer that is too large.
#[expect(
    clippy::option_option,
    reason = "no integer, and one that is too large, are different outcomes"
)]
pub(super) fn integer(text: &str) -> Option<Option<i64>> {
    let (negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let all = |digits: &str, base: u32| {
        !digits.is_empty() && digits.chars().all(|c| c == '_' || c.is_digit(base))
    };
    let (base, digits) = if let Some(digits) = digits.strip_prefix("0b") {
        (2, digits)
    } else if let Some(digits) = digits.strip_prefix("0x") {
        (16, digits)
    } else if let Some(digits) = digits.strip_prefix('0').filter(|digits| !digits.is_empty()) {
        (8, digits)
    } else {
        (10, digits)
    };
    if digits.contains(':') {
        return sexagesimal(digits)
            .map(|number| number.map(|number| if negative { -number } else { number }));
    }
    if !all(digits, base) || digits.starts_with('_') && base == 10 {
        return None;
    }
    let plain = digits.replace('_', "");
    let signed = if negative { format!("-{plain}") } else { plain };
    Some(i64::from_str_radix(&signed, base).ok())
}

/// `1:30` is 90.
#[expect(
    clippy::option_option,
    reason = "no integer, and one that is too large, are different outcomes"
)]
fn sexagesimal(digits: &str) -> Option<Option<i64>> {
    let mut parts = digits.split(':');
    let first = parts
        .next()
        .filter(|part| part.starts_with(|c: char| ('1'..='9').contains(&c)))?;
    if !first
        .bytes()
        .all(|byte| byte == b'_' || byte.is_ascii_digit())
    {
        return None;
    }
    let mut total = first.replace('_', "").parse::<i64>().ok();
    for part in parts {
        let fits = matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
        if !fits {
            return None;
        }
        let part: i64 = part.parse().ok()?;
        total = total.and_then(|total| total.checked_mul(60)?.checked_add(part));
    }
    Some(total)
}

pub(super) fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            return Some(if text.starts_with('-') {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            });
        }
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => return Some(f64::NAN),
        _ => {}
    }
    // A float has a point, and the sign of its exponent.
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.')?;
    let digits = |text: &str| {
        text.bytes()
            .all(|byte| byte == b'_' || byte.is_ascii_digit())
    };
    let starts = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let has_digits = if whole.is_empty() {
        starts(fraction) && unsigned.len() == text.len()
    } else {
        starts(whole)
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let rest = exponent.strip_prefix(['-', '+']);
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    });
    if !has_digits || !digits(whole) || !digits(fraction) || !exponent_fits {
        return None;
    }
    text.replace('_', "").parse().ok()
}

/// `2024-01-31`, also with a time.
pub(super) fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let date = (0..4).all(digit) && bytes.get(4) == Some(&b'-') && digit(5);
    if !date {
        return false;
    }
    let is_day = bytes.len() == 10 && digit(6) && bytes[7] == b'-' && digit(8) && digit(9);
    let is_time = text.contains(':')
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_digit() || b"-:.TtZz+ \t".contains(byte));
    is_day || is_time
}
