//! What somebody meant who typed something else.

/// The candidate that is nearest to what was typed, if any is near. Of a path the last
/// part is compared.
pub(crate) fn closest<'a>(
    typed: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .map(|candidate| {
            let name = candidate.rsplit('/').next().unwrap_or(candidate);
            (strsim::jaro_winkler(typed, name), candidate)
        })
        .filter(|&(likeness, _)| likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
