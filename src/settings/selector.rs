//! Words that name rules: codes, prefixes, names, subjects, consequences, `ALL`.

use crate::rule::{Consequence, RULES, Rule};
use crate::suggest::{closest, near};

/// A word that names rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selector {
    /// `ALL`
    All,
    /// `consequence:refuses`
    Consequence(Consequence),
    /// `duplicates`, or the digit of it: `DAG4`
    Subject(Subject),
    /// `DAG40`
    Decade(&'static str),
    /// `DAG401`, or its name
    Rule(&'static Rule),
}

/// What one opens to repair it: the first digit of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    digit: char,
    word: &'static str,
}

impl Subject {
    /// The subject of a rule.
    pub fn of(rule: &Rule) -> Option<&'static str> {
        let mut subjects = SUBJECTS.iter();
        let subject = subjects.find(|it| rule.code[3..].starts_with(it.digit));
        subject.map(|it| it.word)
    }
}

/// The subjects by their digits.
const SUBJECTS: [Subject; 10] = [
    Subject {
        digit: '0',
        word: "daglint",
    },
    Subject {
        digit: '1',
        word: "layout",
    },
    Subject {
        digit: '2',
        word: "code-location",
    },
    Subject {
        digit: '3',
        word: "environment",
    },
    Subject {
        digit: '4',
        word: "duplicates",
    },
    Subject {
        digit: '5',
        word: "workspace",
    },
    Subject {
        digit: '6',
        word: "values",
    },
    Subject {
        digit: '7',
        word: "references",
    },
    Subject {
        digit: '8',
        word: "components",
    },
    Subject {
        digit: '9',
        word: "upgrade",
    },
];

const CONSEQUENCES: [Consequence; 6] = [
    Consequence::Refuses,
    Consequence::Silent,
    Consequence::Deploy,
    Consequence::Late,
    Consequence::Suspicious,
    Consequence::Hygiene,
];

impl Selector {
    /// What a word names, in any letter case.
    pub fn parse(word: &str) -> Option<Self> {
        if word.eq_ignore_ascii_case("ALL") {
            return Some(Self::All);
        }
        if let Some(rule) = Rule::find(word) {
            return Some(Self::Rule(rule));
        }
        let lower = word.to_ascii_lowercase();
        if let Some(name) = lower.strip_prefix("consequence:") {
            let named = |consequence: &Consequence| consequence.word() == name;
            return CONSEQUENCES.into_iter().find(named).map(Self::Consequence);
        }
        if let Some(subject) = SUBJECTS.into_iter().find(|subject| subject.word == lower) {
            return Some(Self::Subject(subject));
        }
        let digits = lower.strip_prefix("dag")?;
        match digits.len() {
            1 => {
                let digit = digits.chars().next()?;
                let subject = SUBJECTS.into_iter().find(|subject| subject.digit == digit);
                subject.map(Self::Subject)
            }
            2 => {
                let of = |rule: &&Rule| rule.code[3..].starts_with(digits);
                RULES
                    .iter()
                    .find(of)
                    .map(|rule| Self::Decade(&rule.code[..5]))
            }
            _ => None,
        }
    }

    /// Whether it names a rule.
    pub fn names(self, rule: &Rule) -> bool {
        match self {
            Self::All => true,
            Self::Consequence(consequence) => rule.consequence == consequence,
            Self::Subject(subject) => rule.code[3..].starts_with(subject.digit),
            Self::Decade(prefix) => rule.code.starts_with(prefix),
            Self::Rule(one) => one == rule,
        }
    }

    /// How specific it is; the greater one wins.
    pub fn specificity(self) -> u8 {
        match self {
            Self::All => 0,
            Self::Consequence(_) => 1,
            Self::Subject(_) => 2,
            Self::Decade(_) => 3,
            Self::Rule(_) => 4,
        }
    }
}

/// The word that somebody meant who typed one that names nothing.
pub fn nearest(typed: &str) -> Option<String> {
    let upper = typed.to_ascii_uppercase();
    if upper.starts_with("DAG") {
        return closest(&upper, RULES.iter().map(|rule| rule.code)).map(str::to_owned);
    }
    let consequences =
        CONSEQUENCES.map(|consequence| format!("consequence:{}", consequence.word()));
    let words = RULES
        .iter()
        .map(|rule| rule.name)
        .chain(SUBJECTS.iter().map(|subject| subject.word))
        .chain(consequences.iter().map(String::as_str))
        .chain(["ALL"]);
    closest(&typed.to_ascii_lowercase(), words).map(str::to_owned)
}

/// The codes or names that are near to what was typed, the nearest first.
pub fn nearest_rules(typed: &str) -> Vec<&'static str> {
    let upper = typed.to_ascii_uppercase();
    if upper.starts_with("DAG") {
        return near(&upper, RULES.iter().map(|rule| rule.code));
    }
    let names = RULES.iter().map(|rule| rule.name);
    near(&typed.to_ascii_lowercase(), names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(word: &str) -> usize {
        let selector = Selector::parse(word).expect("a selector");
        RULES.iter().filter(|rule| selector.names(rule)).count()
    }

    #[test]
    fn rules_are_named_in_many_ways() {
        assert_eq!(count("DAG401"), 1);
        assert_eq!(count("Duplicate-Asset-Key"), 1);
        assert_eq!(count("DAG4"), count("duplicates"));
        assert!(count("DAG40") < count("DAG4"));
        assert_eq!(count("ALL"), RULES.len());
        assert!(count("consequence:hygiene") >= 1);
        for wrong in [
            "",
            "DAG",
            "DAGX",
            "DAG999",
            "DAG4012",
            "dup",
            "consequence:x",
        ] {
            assert_eq!(Selector::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_nearest_word_is_suggested() {
        assert_eq!(nearest("DAG4O1").as_deref(), Some("DAG401"));
        assert_eq!(
            nearest("duplicate-aset-key").as_deref(),
            Some("duplicate-asset-key")
        );
        assert_eq!(nearest("zzz"), None);
    }
}
