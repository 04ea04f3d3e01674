//! `daglint list`.

use super::check::require_something;
use super::{Io, ListArguments, ListFormat};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::load;
use crate::report::{InventoryJson, InventoryTable, Report};
use crate::source::Sources;

pub(super) fn run(arguments: &ListArguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let request = arguments.target.request(&io.directory)?;
    let sources = Sources::new();
    let model = load(&sources, &request)?;
    require_something(&model, &arguments.target.paths)?;
    let exit = if model.panics.is_empty() {
        Exit::Clean
    } else {
        Exit::Failed
    };
    let look = io.look;
    let exit = io.print(exit, |out| match arguments.format {
        ListFormat::Table => InventoryTable::new(look).write(&model, out),
        ListFormat::Json => InventoryJson.write(&model, out),
    });
    for panic in &model.panics {
        io.say(format_args!("error: daglint failed on {panic}"));
    }
    let is_empty = model.code_locations.is_empty() && model.panics.is_empty();
    if is_empty && !arguments.quiet {
        io.say("note: no Dagster code location found");
    }
    Ok(exit)
}
