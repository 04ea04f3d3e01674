//! Where daglint itself can be found: one address, that of `repository` in `Cargo.toml`, and
//! all others made of it. While it is not there no address is told, and no link drawn.

/// The repository; empty where the manifest names none.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The repository, for people who want to know more.
pub(crate) fn repository() -> Option<&'static str> {
    Some(REPOSITORY).filter(|address| !address.is_empty())
}

/// The page of a rule, as it was in this version.
pub(crate) fn page(rule: &str) -> Option<String> {
    repository().map(|repository| page_in(repository, rule))
}

fn page_in(repository: &str, rule: &str) -> String {
    let repository = repository.trim_end_matches('/');
    let version = env!("CARGO_PKG_VERSION");
    format!("{repository}/blob/v{version}/rules/{rule}.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_are_made_of_one() {
        assert_eq!(page("missing-lock").is_some(), repository().is_some());
        let version = env!("CARGO_PKG_VERSION");
        for repository in [
            "https://git.example/team/it",
            "https://git.example/team/it/",
        ] {
            assert_eq!(
                page_in(repository, "missing-lock"),
                format!("https://git.example/team/it/blob/v{version}/rules/missing-lock.md")
            );
        }
    }
}
