//! DAG413: an element that a list of dependencies or a selection holds twice.

use super::check::Check;
use ruff_text_size::TextRange;

use super::repair::text_at;
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
        let LoadFault::RepeatedElement {
            place,
            first,
            element,
            list,
        } = fault
        else {
            continue;
        };
        let finding = Diagnostic::new(
            rule,
            *place,
            format!("`{element}` is listed twice in `{list}`"),
        )
        .symbol(element)
        .label("stands here again")
        .edit(*first, "first here")
        .help("Dagster takes it once; delete it, or write the name that was meant");
        let is_call = list.starts_with("AssetSelection.");
        found.push(match without(model, *place, is_call) {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }
}

/// The fix that deletes an element and the comma before it; none where parentheses or
/// a comment stand between, and at the end of a tuple: without its comma one element in
/// parentheses is no tuple.
fn without(model: &Model<'_>, element: Place, is_call: bool) -> Option<Fix> {
    let text = model.sources.get(element.file).text();
    let after = text.get(element.range.end().to_usize()..)?.trim_start();
    if !is_call && !after.starts_with([',', ']']) {
        return None;
    }
    let before = text.get(..element.range.start().to_usize())?.trim_end();
    let before = before.strip_suffix(',')?.trim_end();
    let end = u32::try_from(before.len()).ok()?;
    let range = TextRange::new(end.into(), element.range.end());
    let place = Place::new(element.file, range);
    // The comma may end a comment, and the element begin a line of its own.
    let line = before.rsplit('\n').next()?;
    if line.contains('#') || text_at(model, place).contains('#') {
        return None;
    }
    Some(Fix::new(Applicability::Safe, "delete it").replace(place, ""))
}
