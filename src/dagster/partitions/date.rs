//! What partitions definitions are made of (`dagster._core.definitions.partitions`).

use regex::Regex;

/// What no key of a partition may hold.
const INVALID: [&str; 9] = [
    "...", "\x07", "\x08", "\x0c", "\n", "\r", "\t", "\x0b", "\0",
];

/// The part of a key that Dagster refuses.
pub(super) fn invalid_part(key: &str) -> Option<&'static str> {
    INVALID.into_iter().find(|part| key.contains(part))
}

/// The format in which a class of partitions by time reads its start.
pub(super) fn default_format(class: &str) -> Option<&'static str> {
    match class {
        "DailyPartitionsDefinition"
        | "WeeklyPartitionsDefinition"
        | "MonthlyPartitionsDefinition" => Some("%Y-%m-%d"),
        "HourlyPartitionsDefinition" => Some("%Y-%m-%d-%H:%M"),
        _ => None,
    }
}

/// Whether a text is a date of a format, as `strptime` reads it; none where the format has
/// directives that are not read here.
pub(super) fn is_date(text: &str, format: &str) -> Option<bool> {
    let pattern = pattern(format)?;
    let Some(found) = pattern.captures(text) else {
        return Some(false);
    };
    let number = |name: &str| found.name(name)?.as_str().trim().parse::<u32>().ok();
    let year = number("Y").unwrap_or(1900);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match number("m").unwrap_or(1) {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    Some(year > 0 && number("d").unwrap_or(1) <= last)
}

fn pattern(format: &str) -> Option<Regex> {
    let mut pattern = String::from(r"\A");
    let mut seen = Vec::new();
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        if sign != '%' {
            pattern.push_str(&regex::escape(&sign.to_string()));
            continue;
        }
        let directive = signs.next()?;
        let group = match directive {
            'Y' => r"[0-9]{4}",
            'm' => r"1[0-2]|0[1-9]|[1-9]",
            'd' => r"3[01]|[12][0-9]|0[1-9]|[1-9]| [1-9]",
            'H' => r"2[0-3]|[01][0-9]|[0-9]",
            'M' => r"[0-5][0-9]|[0-9]",
            'S' => r"6[01]|[0-5][0-9]|[0-9]",
            _ => return None,
        };
        // Python refuses a directive that is there twice, and takes any spaces for one.
        if seen.contains(&directive) {
            return None;
        }
        seen.push(directive);
        let name = directive.to_string();
        pattern.extend(["(?P<", &name, ">", group, ")"]);
    }
    pattern.push_str(r"\z");
    let has_spaces = format.contains(char::is_whitespace);
    Regex::new(&pattern)
        .ok()
        .filter(|_| !has_spaces && format.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_strptime_reads_them() {
        for (text, format, is) in [
            ("2024-01-01", "%Y-%m-%d", Some(true)),
            ("2024-1-1", "%Y-%m-%d", Some(true)),
            ("2024-02-29", "%Y-%m-%d", Some(true)),
            ("2023-02-29", "%Y-%m-%d", Some(false)),
            ("2024-04-31", "%Y-%m-%d", Some(false)),
            ("24-01-01", "%Y-%m-%d", Some(false)),
            ("2024-01-01 ", "%Y-%m-%d", Some(false)),
            ("2024-13-01", "%Y-%m-%d", Some(false)),
            ("01/02/2024", "%Y-%m-%d", Some(false)),
            ("20240101", "%Y%m%d", Some(true)),
            ("2024-01-01-00:00", "%Y-%m-%d-%H:%M", Some(true)),
            ("2024-01-01-24:00", "%Y-%m-%d-%H:%M", Some(false)),
            ("2024-01-01", "%d %B %Y", None),
        ] {
            assert_eq!(is_date(text, format), is, "{text} {format}");
        }
    }
}
