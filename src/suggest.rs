//! What somebody meant who typed something else.

/// The candidate that is nearest to what was typed, if any is near. Of a path the last
/// part is compared.
pub(crate) fn closest<'a>(
    typed: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    near(typed, candidates).into_iter().next()
}

/// The candidates that are near to what was typed, the nearest first.
pub(crate) fn near<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut near: Vec<(f64, &str)> = candidates
        .map(|candidate| {
            let name = candidate.rsplit('/').next().unwrap_or(candidate);
            (strsim::jaro_winkler(typed, name), candidate)
        })
        .filter(|&(likeness, _)| likeness > 0.85)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.into_iter().map(|(_, candidate)| candidate).collect()
}
