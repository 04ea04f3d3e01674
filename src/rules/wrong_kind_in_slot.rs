//! DAG208: a value of the wrong kind in an argument of `Definitions`.

use ruff_text_size::{Ranged, TextRange};

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::model::Model;
use crate::model::fault::WrongArgument;
use crate::source::Place;
use crate::syntax::place::expression_at;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::WrongArgument(tell)]);

fn tell(met: Met<'_>, fault: &WrongArgument) -> Diagnostic {
    let message = format!("`{}` of `Definitions` gets {}", fault.argument, fault.found);
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
    let module = model.sources.get(place.file).parsed().module();
    let list = module.and_then(|module| expression_at(&module.body, place.range)?.as_list_expr());
    let items = list.map_or(&[][..], |list| &list.elts).iter();
    let nested = items.filter(|it| it.is_list_expr() || it.is_tuple_expr());
    nested.map(|it| TextRange::empty(it.start())).collect()
}
