//! The versions that a requirement allows, in the dialects of the tools.

use std::str::FromStr;

use pep440_rs::{Operator, Version, VersionSpecifier, VersionSpecifiers};

use crate::model::Versions;

/// `>=1.13, <2`, `==1.13.*`, in parentheses or not; `*` and nothing at all are no bound.
pub(in crate::discover) fn pep440(text: &str) -> Versions {
    let text = text.trim().trim_start_matches('(').trim_end_matches(')');
    if matches!(text.trim(), "" | "*") {
        return Versions::Known(VersionSpecifiers::empty());
    }
    let read = VersionSpecifiers::from_str(text);
    read.map_or(Versions::Unknown, sane)
}

/// Numbers that count as far as the largest integer are no versions, and their
/// neighbours cannot be told.
fn sane(specifiers: VersionSpecifiers) -> Versions {
    const LARGEST: u64 = 1 << 40;
    let mut numbers = specifiers.iter().flat_map(|it| it.version().release());
    if numbers.any(|number| *number > LARGEST) {
        return Versions::Unknown;
    }
    Versions::Known(specifiers)
}

/// Poetry: a bare version is exact, `^1.2` and `~1.2` bound the next ones.
pub(in crate::discover) fn poetry(text: &str) -> Versions {
    parts(text, |part| {
        if let Some(version) = part.strip_prefix('^') {
            return between(version, caret_bound);
        }
        let tilde = part.strip_prefix('~').filter(|it| !it.starts_with('='));
        if let Some(version) = tilde {
            return between(version, tilde_bound);
        }
        bare_is_exact(part)
    })
}

/// conda: `=1.13` is any `1.13.*`, a bare version or a whole release is exact.
pub(in crate::discover) fn conda(text: &str) -> Versions {
    parts(text, |part| {
        let fuzzy = part.strip_prefix('=').filter(|it| !it.starts_with('='));
        match fuzzy {
            Some(release) if release.matches('.').count() > 1 => bare_is_exact(release),
            Some(version) => within_release(version).map(|it| vec![it]),
            None => bare_is_exact(part),
        }
    })
}

/// `3.12` as a choice of an interpreter: any `3.12.*`.
pub(in crate::discover) fn within_release(text: &str) -> Option<VersionSpecifier> {
    let version = Version::from_str(text.trim().trim_end_matches(".*")).ok()?;
    VersionSpecifier::from_version(Operator::EqualStar, version).ok()
}

/// All parts between commas hold; a choice (`||`) is not understood.
fn parts(text: &str, one: impl Fn(&str) -> Option<Vec<VersionSpecifier>>) -> Versions {
    let text = text.trim();
    if matches!(text, "" | "*") {
        return Versions::Known(VersionSpecifiers::empty());
    }
    if text.contains('|') {
        return Versions::Unknown;
    }
    let parts = text.split(',').map(str::trim).filter(|it| !it.is_empty());
    let read: Option<Vec<Vec<VersionSpecifier>>> = parts.map(one).collect();
    match read {
        Some(read) => sane(read.into_iter().flatten().collect()),
        None => Versions::Unknown,
    }
}

fn bare_is_exact(part: &str) -> Option<Vec<VersionSpecifier>> {
    if !part.starts_with(|first: char| first.is_ascii_digit()) {
        let read = VersionSpecifiers::from_str(part).ok()?;
        return Some(read.into_iter().collect());
    }
    let specifier = match part.strip_suffix(".*") {
        Some(_) => within_release(part)?,
        None => VersionSpecifier::equals_version(Version::from_str(part).ok()?),
    };
    Some(vec![specifier])
}

fn between(
    version: &str,
    bound: impl Fn(&[u64]) -> Option<Vec<u64>>,
) -> Option<Vec<VersionSpecifier>> {
    let version = Version::from_str(version.trim()).ok()?;
    let upper = Version::new(bound(version.release())?);
    Some(vec![
        VersionSpecifier::greater_than_equal_version(version),
        VersionSpecifier::less_than_version(upper),
    ])
}

/// `^1.2.3` stays below `2`, `^0.29.20` below `0.30`, `^0.0.3` below `0.0.4`.
fn caret_bound(release: &[u64]) -> Option<Vec<u64>> {
    let significant = release.iter().position(|part| *part != 0);
    let last = significant.unwrap_or(release.len().checked_sub(1)?);
    next(&release[..=last])
}

/// `~1.2.3` and `~1.2` stay below `1.3`, `~1` below `2`.
fn tilde_bound(release: &[u64]) -> Option<Vec<u64>> {
    next(&release[..release.len().min(2)])
}

fn next(release: &[u64]) -> Option<Vec<u64>> {
    let mut release = release.to_vec();
    let last = release.last_mut()?;
    *last = last.checked_add(1)?;
    Some(release)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(versions: &Versions) -> String {
        let known = versions.known();
        known.map_or("?".to_owned(), |known| known.to_string().replace(' ', ""))
    }

    #[test]
    fn poetry_bounds_are_those_of_poetry() {
        for (written, expected) in [
            ("*", ""),
            ("1.13.27", "==1.13.27"),
            ("1.13.*", "==1.13.*"),
            ("^1.2.3", ">=1.2.3,<2"),
            ("^1", ">=1,<2"),
            ("^0.29.20", ">=0.29.20,<0.30"),
            ("^0.0.3", ">=0.0.3,<0.0.4"),
            ("^0.0", ">=0.0,<0.1"),
            ("^0", ">=0,<1"),
            ("~1.2.3", ">=1.2.3,<1.3"),
            ("~1.2", ">=1.2,<1.3"),
            ("~1", ">=1,<2"),
            ("~=1.2.3", "~=1.2.3"),
            (">=1.2, <3", ">=1.2,<3"),
            (">=1,!=1.5", ">=1,!=1.5"),
            ("^1 || ^2", "?"),
            ("nonsense", "?"),
        ] {
            assert_eq!(shown(&poetry(written)), expected, "{written}");
        }
    }

    #[test]
    fn conda_bounds_are_those_of_conda() {
        for (written, expected) in [
            ("=1.13", "==1.13.*"),
            ("=1.13.27", "==1.13.27"),
            ("=1.13.*", "==1.13.*"),
            ("==1.13", "==1.13"),
            ("1.13.27", "==1.13.27"),
            ("3.12.*", "==3.12.*"),
            (">=1.13,<2", ">=1.13,<2"),
            (">=3|<2", "?"),
        ] {
            assert_eq!(shown(&conda(written)), expected, "{written}");
        }
    }

    #[test]
    fn pep440_takes_what_requirements_hold() {
        for (written, expected) in [
            ("(>=1.0)", ">=1.0"),
            ("", ""),
            ("==1.13.*", "==1.13.*"),
            ("banana", "?"),
        ] {
            assert_eq!(shown(&pep440(written)), expected, "{written}");
        }
    }
}
