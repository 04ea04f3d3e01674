//! `daglint rules`.

use super::Io;
use crate::exit::Exit;
use crate::rule::RULES;

pub(super) fn run(io: &mut Io<'_>) -> Exit {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    io.print(Exit::Clean, |out| {
        RULES.iter().try_for_each(|rule| {
            let severity = rule.severity.to_string();
            writeln!(
                out,
                "{}  {:width$}  {severity:7}  {}",
                rule.code, rule.name, rule.summary
            )
        })
    })
}
