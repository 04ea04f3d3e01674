//! DAG011: a comment that is to suppress a rule which does not exist.

use super::check::Check;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::model::Model;
use crate::rule::{RULES, Rule};
use crate::settings;
use crate::suppress::{Comments, Directive};

pub(crate) const CHECK: Check = Check::Comments(check);

fn check(
    rule: &'static Rule,
    _model: &Model<'_>,
    comments: &Comments,
    found: &mut Vec<Diagnostic>,
) {
    for directive in comments.iter().filter(|directive| directive.rule.is_none()) {
        found.push(tell(rule, directive));
    }
}

fn tell(rule: &'static Rule, directive: &Directive) -> Diagnostic {
    let word = &directive.word;
    if word.is_empty() {
        return Diagnostic::new(
            rule,
            directive.place,
            "this comment names no rule, so it suppresses nothing",
        )
        .help("name the rules that are meant: `# daglint: ignore[DAG401]`");
    }
    let message = format!("there is no rule `{word}`, so this comment suppresses nothing");
    // `DAG4` means many rules, and none of them more than the others.
    let is_group = RULES.iter().any(|it| it.code.starts_with(word.as_str()));
    // Nor is a code near to another one.
    let number = word.get(3..).filter(|number| !number.is_empty());
    let is_code = number.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    let near = settings::nearest(word).filter(|near| Rule::find(near).is_some());
    let near = near.filter(|_| !is_group && !is_code);
    let finding = Diagnostic::new(rule, directive.place, message);
    let finding = match &near {
        // The comment would begin to act.
        Some(near) => finding.fix(
            Fix::new(Applicability::Unsafe, format!("write `{near}`"))
                .replace(directive.place, near.as_str()),
        ),
        None => finding,
    };
    let help = match near {
        Some(near) => format!("did you mean `{near}`? `daglint rules` shows all of them"),
        None => "`daglint rules` shows all of them; a comment names single rules".to_owned(),
    };
    finding.help(help)
}
