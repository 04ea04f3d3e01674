//! What a comment says about rules: `# daglint: ignore[DAG401]`, `# noqa: DAG401`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Where a directive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// On its line, or for the statement below it.
    Line,
    /// In the whole file.
    File,
}

/// A part of a comment that speaks of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) reach: Reach,
    /// Where the phrase stands in the comment.
    pub(super) range: Range<usize>,
    /// The words that name rules, where each stands in the comment.
    pub(super) words: Vec<(String, Range<usize>)>,
}

static PHRASE: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"#\s*(?:daglint:\s*(?P<verb>[A-Za-z-]*)\s*(?:\[(?P<rules>[^\]]*)\]?)?|(?i:noqa)\s*:\s*(?P<codes>[A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*))",
    )
});

static WORD: LazyLock<Regex> = LazyLock::new(|| compiled(r"[^\s,]+"));

#[expect(clippy::expect_used, reason = "the pattern is a constant")]
fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern")
}

/// The phrases of one comment. A bare `# noqa`, and the codes of other tools in one,
/// are not ours.
pub(super) fn phrases(comment: &str) -> Vec<Phrase> {
    PHRASE
        .captures_iter(comment)
        .filter_map(|found| {
            let whole = found.get(0)?.range();
            let (text, is_ours): (_, fn(&str) -> bool) = match found.name("codes") {
                Some(codes) => (Some(codes), |code| code.starts_with("DAG")),
                None => (found.name("rules"), |_| true),
            };
            let words: Vec<_> = text
                .iter()
                .flat_map(|text| {
                    WORD.find_iter(text.as_str()).map(|word| {
                        let range = word.range();
                        let range = text.start() + range.start..text.start() + range.end;
                        (word.as_str().to_owned(), range)
                    })
                })
                .filter(|(word, _)| is_ours(word))
                .collect();
            let reach = match found.name("verb").map(|verb| verb.as_str()) {
                Some("ignore") => Reach::Line,
                Some("file-ignore") => Reach::File,
                None if !words.is_empty() => Reach::Line,
                _ => return None,
            };
            Some(Phrase {
                reach,
                range: whole,
                words,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(comment: &str) -> Vec<(Reach, Vec<String>)> {
        let words = |phrase: Phrase| phrase.words.into_iter().map(|(word, _)| word).collect();
        let all = phrases(comment).into_iter();
        all.map(|phrase| (phrase.reach, words(phrase))).collect()
    }

    fn line(words: &[&str]) -> Vec<(Reach, Vec<String>)> {
        vec![(
            Reach::Line,
            words.iter().map(|&word| word.to_owned()).collect(),
        )]
    }

    #[test]
    fn comments_are_read() {
        assert_eq!(read("# daglint: ignore[DAG401]"), line(&["DAG401"]));
        assert_eq!(
            read("#daglint:ignore[ DAG401,duplicate-job-name ] -- legacy"),
            line(&["DAG401", "duplicate-job-name"])
        );
        assert_eq!(read("# noqa: E501, DAG401 because"), line(&["DAG401"]));
        assert_eq!(
            read("# x # daglint: ignore[DAG401] # DAG010"),
            line(&["DAG401"])
        );
        let file = vec![(Reach::File, vec!["DAG401".to_owned()])];
        assert_eq!(read("# daglint: file-ignore[DAG401]"), file);
        assert_eq!(read("# daglint: ignore"), line(&[]));
        for other in [
            "# noqa",
            "# noqa: E501",
            "# daglint is nice",
            "# daglint: hello",
        ] {
            assert_eq!(read(other), [], "{other}");
        }
    }
}
