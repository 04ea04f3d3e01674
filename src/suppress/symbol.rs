//! What a finding is about, in words that survive moved lines: the key of the asset, the
//! name of the definition.

use std::cell::OnceCell;

use ruff_python_ast::{ModModule, Stmt};
use ruff_text_size::{Ranged, TextSize};
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::source::Place;

/// The longest text of a file that stands for a finding.
const LONGEST: usize = 80;

/// The definitions of a model by the place where they are made; built on first use.
pub struct Symbols<'m> {
    model: &'m Model<'m>,
    by_place: OnceCell<FxHashMap<Place, Vec<Named>>>,
}

/// A definition at a place.
struct Named {
    name: String,
    is_asset: bool,
}

impl<'m> Symbols<'m> {
    /// The symbols of a model.
    pub fn of(model: &'m Model<'m>) -> Self {
        Self {
            model,
            by_place: OnceCell::new(),
        }
    }

    /// What a finding is about: the definition that its message names, else the function
    /// or class around it, else the text that it points at.
    pub fn of_finding(&self, diagnostic: &Diagnostic) -> String {
        let named = self.at(diagnostic.place).iter();
        let mut named = named.filter(|named| is_quoted(&named.name, &diagnostic.message));
        if let Some(named) = named.next() {
            return named.name.clone();
        }
        let file = self.model.sources.get(diagnostic.place.file);
        let python = file
            .path()
            .extension()
            .is_some_and(|extension| extension == "py");
        let module = python.then(|| file.parsed().partial_module()).flatten();
        let around = module.and_then(|module| enclosing(module, diagnostic.place.range.start()));
        around.unwrap_or_else(|| {
            let text = file
                .shown()
                .get(std::ops::Range::from(diagnostic.place.range));
            let line = text.filter(|text| text.len() <= LONGEST && !text.contains('\n'));
            line.unwrap_or_default().to_owned()
        })
    }

    /// The keys of the assets that a finding is about at one of its places.
    pub fn asset_keys<'s>(
        &'s self,
        diagnostic: &'s Diagnostic,
        place: Place,
    ) -> impl Iterator<Item = &'s str> {
        let assets = self.at(place).iter().filter(|named| named.is_asset);
        let alone = assets.clone().count() == 1;
        // A factory makes many assets in one place; the message says which is meant.
        assets
            .filter(move |named| alone || is_quoted(&named.name, &diagnostic.message))
            .map(|named| named.name.as_str())
    }

    fn at(&self, place: Place) -> &[Named] {
        let by_place = self.by_place.get_or_init(|| collect(self.model));
        by_place.get(&place).map_or(&[], Vec::as_slice)
    }
}

fn is_quoted(name: &str, message: &str) -> bool {
    message.contains(&format!("`{name}`"))
}

fn collect(model: &Model<'_>) -> FxHashMap<Place, Vec<Named>> {
    let mut found: FxHashMap<Place, Vec<Named>> = FxHashMap::default();
    let mut add = |place: Place, name: String, is_asset: bool| {
        let here = found.entry(place).or_default();
        here.push(Named { name, is_asset });
    };
    for location in &model.code_locations {
        for asset in &location.assets {
            add(asset.place, asset.key.to_string(), true);
        }
        for check in &location.asset_checks {
            add(
                check.place,
                format!("{}:{}", check.asset, check.name),
                false,
            );
        }
        for job in &location.jobs {
            add(job.place, job.name.clone(), false);
        }
        for automation in &location.automations {
            add(automation.place, automation.name.clone(), false);
        }
        for resource in &location.resources {
            add(resource.place, resource.key.clone(), false);
        }
    }
    found
}

/// The dotted name of the innermost function or class that holds an offset.
fn enclosing(module: &ModModule, offset: TextSize) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut body = module.body.as_slice();
    loop {
        // Statements are sorted, and do not overlap.
        let after = body.partition_point(|statement| statement.start() <= offset);
        let around = after.checked_sub(1).map(|index| &body[index]);
        let Some(around) = around.filter(|around| offset <= around.end()) else {
            break;
        };
        body = match around {
            Stmt::FunctionDef(function) => {
                names.push(&function.name);
                &function.body
            }
            Stmt::ClassDef(class) => {
                names.push(&class.name);
                &class.body
            }
            Stmt::For(inner) => &inner.body,
            Stmt::While(inner) => &inner.body,
            Stmt::With(inner) => &inner.body,
            Stmt::If(inner) => {
                let arms = inner.elif_else_clauses.iter();
                let arm = arms
                    .filter(|arm| arm.range().contains_inclusive(offset))
                    .last();
                arm.map_or(&inner.body, |arm| &arm.body)
            }
            Stmt::Try(inner) => &inner.body,
            _ => break,
        };
    }
    (!names.is_empty()).then(|| names.join("."))
}
