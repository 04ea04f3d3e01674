//! `daglint rule`.

use super::Io;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::{Page, Report};
use crate::rule::{RULES, Rule};
use crate::suggest::closest;

pub(super) fn run(code_or_name: &str, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let Some(rule) = Rule::find(code_or_name) else {
        return Err(unknown(code_or_name));
    };
    let look = io.look;
    Ok(io.print(Exit::Clean, |out| Page::new(look).write(rule, out)))
}

fn unknown(typed: &str) -> Failure {
    let codes = RULES.iter().map(|rule| rule.code);
    let names = RULES.iter().map(|rule| rule.name);
    let upper = typed.to_uppercase();
    let near = if upper.starts_with("DAG") {
        closest(&upper, codes)
    } else {
        closest(&typed.to_lowercase(), names)
    };
    Failure::new(format!("there is no rule `{typed}`")).help(match near {
        Some(near) => format!("did you mean `{near}`? `daglint rules` shows all of them"),
        None => "`daglint rules` shows all of them".to_owned(),
    })
}
