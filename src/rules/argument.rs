//! Where the parts of an argument stand.

use std::ops::Range;

use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange};

use crate::model::{Model, Within};
use crate::source::Place;
use crate::syntax::place::{elements, expression_at, key, keyword_at, part, value_of};

/// Where a part of an argument is written; the argument where that is no display.
pub(super) fn place_within(model: &Model<'_>, argument: Place, within: &Within) -> Place {
    find(model, argument, within, Ranged::range).unwrap_or(argument)
}

/// Where a part of a text in an argument is written, given in bytes of the text.
pub(super) fn place_of_text(
    model: &Model<'_>,
    argument: Place,
    within: &Within,
    text: Range<usize>,
) -> Place {
    if text.is_empty() {
        return place_within(model, argument, within);
    }
    let source = model.sources.get(argument.file).text();
    find(model, argument, within, |literal| {
        part(source, literal, text)
    })
    .unwrap_or(argument)
}

fn find(
    model: &Model<'_>,
    argument: Place,
    within: &Within,
    range: impl FnOnce(&Expr) -> TextRange,
) -> Option<Place> {
    let module = model.sources.get(argument.file).parsed().module()?;
    let written = expression_at(&module.body, argument.range)?;
    let found = match within {
        Within::Whole => range(written),
        Within::Element(at) => range(elements(written)?.get(*at)?),
        Within::Key(name) => key(written, name)?,
        Within::ValueOf(name) => range(value_of(written, name)?),
    };
    Some(Place::new(argument.file, found))
}

/// Where the keyword of an argument is written; the argument where it has none of that name.
pub(super) fn keyword_of(model: &Model<'_>, argument: Place, name: &str) -> Place {
    let module = model.sources.get(argument.file).parsed().module();
    let keyword = module.and_then(|module| keyword_at(&module.body, argument.range));
    match keyword.filter(|keyword| keyword.as_str() == name) {
        Some(keyword) => Place::new(argument.file, keyword.range()),
        None => argument,
    }
}
