//! The article in front of a word.

/// "a job", "an asset".
pub(crate) fn with_article(noun: &str) -> String {
    format!("{} {noun}", article(noun))
}

/// "a `Config`", "an `AssetsDefinition`".
pub(crate) fn named(name: impl AsRef<str>) -> String {
    let name = name.as_ref();
    format!("{} `{name}`", article(name.trim_start_matches('_')))
}

fn article(word: &str) -> &'static str {
    let word = word.to_ascii_lowercase();
    // `Unresolved`, but `User`.
    if word.starts_with(['a', 'e', 'i', 'o']) || word.starts_with("un") {
        "an"
    } else {
        "a"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vowel_has_another_article() {
        assert_eq!(with_article("asset"), "an asset");
        assert_eq!(with_article("job"), "a job");
        for name in ["AssetsDefinition", "int", "_Outer", "UnresolvedJob"] {
            assert_eq!(named(name), format!("an `{name}`"));
        }
        for name in ["str", "Config", "UserConfig"] {
            assert_eq!(named(name), format!("a `{name}`"));
        }
    }
}
