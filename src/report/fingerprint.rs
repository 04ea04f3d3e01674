//! What tells a finding from all others, and stays when lines move.

use std::collections::HashMap;
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher};

use super::Findings;
use super::spot::Base;

/// The fingerprint of each finding, in order: a digest of its rule, path and symbol, and
/// which of several of them it is.
pub(super) fn fingerprints(findings: &Findings<'_>) -> Vec<String> {
    let model = findings.model;
    // Wherever in the repository daglint runs, a finding is the same.
    let base = Base::repository(model);
    let mut seen: HashMap<u128, usize> = HashMap::new();
    let of = |&diagnostic: &&crate::diagnostic::Diagnostic| {
        let path = base.path(model.sources.get(diagnostic.place.file).path());
        let symbol = diagnostic.symbol_in(model.sources);
        let digest = digest(&[diagnostic.rule.code, &path, &symbol]);
        let ordinal = seen.entry(digest).or_default();
        *ordinal += 1;
        format!("{digest:032x}:{ordinal}")
    };
    findings.diagnostics.iter().map(of).collect()
}

/// The same on every machine and with every version of daglint.
fn digest(parts: &[&str]) -> u128 {
    let mut hasher = SipHasher::new();
    for part in parts {
        hasher.write(part.as_bytes());
        // No text holds this byte, so that parts cannot run into each other.
        hasher.write_u8(0xff);
    }
    hasher.finish128().as_u128()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fingerprints are kept by other systems for years: a change here makes every
    /// finding of every project new.
    #[test]
    fn a_digest_never_changes() {
        let digest = digest(&["DAG401", "shop/defs/orders.py", "raw/orders"]);
        assert_eq!(format!("{digest:032x}"), "031d66b501f23daa51e2817040762b73");
    }
}
