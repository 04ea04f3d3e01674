//! DAG413: an element that a list of dependencies or a selection holds twice.

use ruff_text_size::TextRange;

use super::check::Check;
use super::repair::text_at;
use super::teller::{Met, Teller};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::model::Model;
use crate::model::fault::RepeatedElement;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::RepeatedElement(tell)]);

fn tell(met: Met<'_>, fault: &RepeatedElement) -> Diagnostic {
    let message = format!("`{}` is listed twice in `{}`", fault.element, fault.list);
    let finding = met
        .finding(fault.place, message)
        .symbol(&fault.element)
        .label("stands here again")
        .edit(fault.first, "first here")
        .help("Dagster takes it once; delete it, or write the name that was meant");
    let is_call = fault.list.starts_with("AssetSelection.");
    match without(met.model, fault.place, is_call) {
        Some(fix) => finding.fix(fix),
        None => finding,
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
