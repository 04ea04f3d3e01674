//! DAG208: a value of the wrong kind in an argument of `Definitions`.

use super::check::Check;
use ruff_python_ast::Expr;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_text_size::{Ranged, TextRange};

use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for fault in &location.faults {
        let LoadFault::WrongArgument {
            place,
            argument,
            found: value,
            expected,
            loader,
        } = fault
        else {
            continue;
        };
        let finding = Diagnostic::new(
            rule,
            *place,
            format!("`{argument}` of `Definitions` is given {value}"),
        )
        .help(help(argument, expected, *loader));
        let nested = nested(model, *place);
        found.push(if nested.is_empty() {
            finding
        } else {
            let fix = Fix::new(Applicability::Safe, "unpack it with `*`");
            let unpack = |fix: Fix, at| fix.replace(Place::new(place.file, at), "*");
            finding.fix(nested.into_iter().fold(fix, unpack))
        });
    }
}

fn help(argument: &str, expected: &str, loader: Option<&str>) -> String {
    let refuses = "Dagster refuses to load the code location";
    match loader {
        Some(loader @ "load_definitions_from_modules") => format!(
            "{refuses}: `{argument}` takes {expected}; `{loader}([...])` makes a `Definitions` of \
             modules"
        ),
        Some(loader) => format!(
            "{refuses}: `{argument}` takes {expected}; `{loader}([...])` takes them out of modules"
        ),
        None => format!("{refuses}: `{argument}` takes {expected}"),
    }
}

/// Where the lists and tuples start that are written as items of the list at a place.
fn nested(model: &Model<'_>, place: Place) -> Vec<TextRange> {
    let mut items = Items {
        of: place.range,
        starts: Vec::new(),
    };
    if let Some(module) = model.sources.get(place.file).parsed().module() {
        items.visit_body(&module.body);
    }
    items.starts
}

/// Looks for the list at a range.
struct Items {
    of: TextRange,
    starts: Vec<TextRange>,
}

impl Visitor<'_> for Items {
    fn visit_expr(&mut self, expression: &Expr) {
        match expression {
            Expr::List(list) if list.range() == self.of => {
                let nested = list
                    .elts
                    .iter()
                    .filter(|it| it.is_list_expr() || it.is_tuple_expr());
                self.starts = nested.map(|it| TextRange::empty(it.start())).collect();
            }
            _ if expression.range().contains_range(self.of) => walk_expr(self, expression),
            _ => {}
        }
    }
}
