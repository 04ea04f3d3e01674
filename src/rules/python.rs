//! Versions of Python as ranges, and those that releases of Dagster run on.

use pep440_rs::{Version, VersionSpecifiers, release_specifiers_to_ranges};
use version_ranges::Ranges;

use super::environment;
use crate::model::{Declared, Environment, LockKind, Model, Project, Versions};

/// `requires-python` of Dagster by release, from the metadata of its wheels: from this
/// release on, at least this Python 3, and less than this version.
const SUPPORTED: &[([u64; 3], u64, [u64; 3])] = &[
    ([1, 6, 7], 8, [3, 13, 0]),
    ([1, 9, 0], 9, [3, 13, 0]),
    // 1.11.2 says <=3.13.3.
    ([1, 11, 2], 9, [3, 13, 4]),
    ([1, 11, 3], 9, [3, 14, 0]),
    ([1, 12, 2], 10, [3, 14, 0]),
    ([1, 12, 9], 10, [3, 15, 0]),
];

/// The versions of Python that the Dagster of a project runs on, in words and as a
/// range; none where the table does not say. Of a Dagster that is not known exactly
/// only that counts which newer releases keep: they drop old versions, and learn new ones.
pub(super) fn supported(environment: &Environment) -> Option<(String, Ranges<Version>)> {
    let dagster = &environment.dagster;
    let mut rows = SUPPORTED.iter().rev();
    let (_, minor, upper) = rows.find(|row| dagster.is_at_least(&Version::new(row.0)))?;
    let lowest = Version::new([3, *minor]);
    let from = Ranges::higher_than(lowest.clone());
    // uv does not mind upper bounds of what it locks.
    let is_locked_by_uv = environment
        .locks
        .iter()
        .any(|lock| lock.kind == LockKind::Uv);
    if dagster.exact().is_none() || is_locked_by_uv {
        return Some((format!(">={lowest}"), from));
    }
    let below = Version::new(if upper[2] == 0 {
        &upper[..2]
    } else {
        &upper[..]
    });
    let words = format!(">={lowest},<{below}");
    Some((
        words,
        from.intersection(&Ranges::strictly_lower_than(below)),
    ))
}

/// The range of a bound.
pub(super) fn range(versions: &VersionSpecifiers) -> Ranges<Version> {
    release_specifiers_to_ranges(versions.clone())
}

/// `requires-python` of the project itself.
pub(super) fn required<'a>(
    model: &'a Model<'_>,
    project: &'a Project,
) -> Option<&'a Declared<Versions>> {
    let mut manifests = environment::own_manifests(model, project);
    manifests.find_map(|manifest| manifest.requires_python.as_ref())
}

/// The oldest Python 3 of a range: 10 for 3.10.
pub(super) fn oldest(range: &Ranges<Version>) -> Option<u64> {
    /// Older ones are all the same to a file of today, newer ones do not exist.
    const KNOWN: std::ops::RangeInclusive<u64> = 6..=30;
    KNOWN.clone().find(|minor| {
        let of_minor = Ranges::between(Version::new([3, *minor]), Version::new([3, minor + 1]));
        !of_minor.is_disjoint(range)
    })
}
