//! `daglint list`.

use super::nothing::require_something;
use super::{GraphLanguage, Io, ListArguments, ListFormat};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::model_of;
use crate::report::{DotGraph, InventoryJson, InventoryTable, MermaidGraph, Report};
use crate::source::Sources;

pub(super) fn run(arguments: &ListArguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let overrides = arguments.files.add_to(arguments.settings.overrides(io)?);
    let request = arguments
        .target
        .request(io, &arguments.target.paths, overrides)?;
    let sources = Sources::new();
    let model = model_of(&sources, &request).map_err(|failure| io.framed(&sources, failure))?;
    io.say_hidden(&model);
    let faulty = model.config_faults.iter().map(|fault| fault.place.file);
    require_something(&model, faulty)?;
    let exit = if model.panics.is_empty() {
        Exit::Clean
    } else {
        Exit::Failed
    };
    let look = io.look;
    let exit = io.print(exit, |out| match (arguments.graph, arguments.format) {
        (Some(GraphLanguage::Mermaid), _) => MermaidGraph.write(&model, out),
        (Some(GraphLanguage::Dot), _) => DotGraph.write(&model, out),
        (None, ListFormat::Table) => InventoryTable::new(look).write(&model, out),
        (None, ListFormat::Json) => InventoryJson.write(&model, out),
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
