//! DAG208: a value of the wrong kind in an argument of `Definitions`.

use ruff_python_ast::Expr;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_text_size::{Ranged, TextRange};

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::model::Model;
use crate::model::fault::WrongArgument;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::WrongArgument(tell)]);

fn tell(met: Met<'_>, fault: &WrongArgument) -> Diagnostic {
    let message = format!(
        "`{}` of `Definitions` is given {}",
        fault.argument, fault.found
    );
    let finding =
        met.finding(fault.place, message)
            .help(help(&fault.argument, fault.expected, fault.loader));
    let nested = nested(met.model, fault.place);
    if nested.is_empty() {
        finding
    } else {
        let fix = Fix::new(Applicability::Safe, "unpack it with `*`");
        let unpack = |fix: Fix, at| fix.replace(Place::new(fault.place.file, at), "*");
        finding.fix(nested.into_iter().fold(fix, unpack))
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
