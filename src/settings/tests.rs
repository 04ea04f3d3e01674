//! The table of settings holds together.

use super::schema::{documented, is_map, keys};
use super::*;
use crate::rule::RULES;

#[test]
fn every_setting_is_documented_and_of_a_known_type() {
    for key in keys() {
        let (text, kind) = documented(key).expect("a setting");
        assert!(text.len() > 20, "{key}: {text}");
        assert!(!kind.is_empty(), "{key}");
    }
    assert!(is_map("severity") && is_map("env") && !is_map("select"));
}

#[test]
fn the_defaults_are_what_the_pages_say() {
    let settings = Settings::default();
    for rule in RULES {
        let state = settings.rule(rule);
        assert_eq!(
            (state.on, state.severity),
            (rule.on, rule.severity),
            "{}",
            rule.name
        );
        assert_eq!(state.why, Why::Default);
    }
}
