//! Floating-point numbers as Python writes them.

/// `repr(number)`: the shortest digits that read back as the same number; an exponent
/// below 1e-4 and from 1e16.
pub(in crate::python) fn float_repr(number: f64) -> String {
    if let Some(text) = special(number) {
        return text;
    }
    let (sign, digits, exponent) = shortest(number);
    if (-4..16).contains(&exponent) {
        let plain = position(&digits, exponent);
        let point = if plain.contains('.') { "" } else { ".0" };
        return format!("{sign}{plain}{point}");
    }
    format!("{sign}{}", scientific(&digits, exponent))
}

/// `inf`, `-inf`, `nan`.
pub(super) fn special(number: f64) -> Option<String> {
    if number.is_nan() {
        return Some("nan".into());
    }
    if number.is_infinite() {
        return Some(if number > 0.0 {
            "inf".into()
        } else {
            "-inf".into()
        });
    }
    None
}

/// Sign, shortest digits and decimal exponent of the first digit.
fn shortest(number: f64) -> (&'static str, String, i32) {
    parts(&format!("{number:e}"))
}

/// Sign, digits and exponent of Rust's exponent form, `-1.25e-7`.
pub(super) fn parts(text: &str) -> (&'static str, String, i32) {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (
        sign,
        mantissa.replace('.', ""),
        exponent.parse().unwrap_or(0),
    )
}

/// Digits with the point put where the exponent says.
pub(super) fn position(digits: &str, exponent: i32) -> String {
    let Ok(whole) = usize::try_from(exponent + 1) else {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
        return format!("0.{zeros}{digits}");
    };
    if whole == 0 {
        return format!("0.{digits}");
    }
    if whole >= digits.len() {
        return format!("{digits}{}", "0".repeat(whole - digits.len()));
    }
    format!("{}.{}", &digits[..whole], &digits[whole..])
}

/// `1.25e-07`: an exponent has two digits at least.
pub(super) fn scientific(digits: &str, exponent: i32) -> String {
    let mantissa = if digits.len() > 1 {
        format!("{}.{}", &digits[..1], &digits[1..])
    } else {
        digits.to_owned()
    };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}
