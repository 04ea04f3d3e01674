//! The fixes that several rules give.

use std::collections::HashSet;
use std::ops::Range;

use ruff_python_ast::Stmt;
use ruff_text_size::{Ranged, TextRange, TextSize};
use toml_edit::{Array, Decor, DocumentMut, Item, Value};

use crate::diagnostic::{Applicability, Fix};
use crate::model::{
    Binding, Bound, ConfigEffect, ConfigFault, Manifest, ManifestKind, Model, Project, Several,
};
use crate::source::{FileId, Place};
use crate::suppress::Directive;
use crate::syntax::place::{expression_at, keyword_at};

/// Another name for a key of a configuration file. One that is passed over today would
/// begin to act.
pub(super) fn key(model: &Model<'_>, fault: &ConfigFault) -> Option<Fix> {
    let (old, new) = fault.misspelt()?;
    // Where the other key stands in the file, it may stand beside this one.
    if model.sources.get(fault.place.file).text().contains(new) {
        return None;
    }
    let mut fix = scalar(model, fault.place, old, new)?;
    if fault.effect != ConfigEffect::Refused {
        fix.applicability = Applicability::Unsafe;
    }
    Some(fix)
}

/// The fix that writes another text in the place of a scalar, in its quotes.
pub(super) fn scalar(model: &Model<'_>, place: Place, old: &str, new: &str) -> Option<Fix> {
    let text = text_at(model, place);
    // The place of a scalar in quotes may reach to the next token.
    let (quote, inner) = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => (1, text[1..].split(quote).next().unwrap_or_default()),
        _ => (0, text.trim_end()),
    };
    if inner != old {
        return None;
    }
    let start = place.range.start() + TextSize::new(quote);
    let inner = Place::new(place.file, TextRange::at(start, TextSize::of(inner)));
    Some(Fix::new(Applicability::Safe, format!("write `{new}`")).replace(inner, new))
}

/// What stands at a place.
pub(super) fn text_at<'a>(model: &'a Model<'_>, place: Place) -> &'a str {
    let range = place.range.start().to_usize()..place.range.end().to_usize();
    let text = model.sources.get(place.file).text();
    text.get(range).unwrap_or_default()
}

/// A comment without one of the rules that it names; without the only one it goes.
pub(super) fn without(model: &Model<'_>, directive: &Directive, alone: bool) -> Option<Fix> {
    let file = model.sources.get(directive.place.file);
    let text = file.text();
    let word = directive.place.range;
    let (start, end) = (word.start().to_usize(), word.end().to_usize());
    let range = if alone {
        comment(text, text_at(model, directive.comment), directive)?
    } else {
        // The comma after it goes with it, or else the one before.
        let after = text[end..].trim_start();
        let before = text[..start].trim_end();
        match (after.strip_prefix(','), before.strip_suffix(',')) {
            (Some(rest), _) => start..text.len() - rest.trim_start().len(),
            (None, Some(rest)) => rest.len()..end,
            (None, None) => return None,
        }
    };
    let small = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
    let place = file.place(TextRange::new(small(range.start), small(range.end)));
    let title = format!("delete `{}`", directive.word);
    Some(Fix::new(Applicability::Safe, title).replace(place, ""))
}

/// The bytes of a comment that says nothing else, with the blanks before it, or with its
/// line where nothing stands before it.
fn comment(text: &str, comment: &str, directive: &Directive) -> Option<Range<usize>> {
    let inner = comment.strip_prefix('#')?.trim();
    let inner = inner
        .split_once("--")
        .map_or(inner, |(phrase, _)| phrase.trim());
    let word = &directive.word;
    let phrases = [
        format!("daglint: ignore[{word}]"),
        format!("daglint: file-ignore[{word}]"),
        format!("noqa: {word}"),
    ];
    if !phrases.iter().any(|phrase| phrase == inner) {
        return None;
    }
    let range = directive.comment.range;
    let end = range.end().to_usize();
    let before = text[..range.start().to_usize()].trim_end_matches([' ', '\t']);
    if !before.is_empty() && !before.ends_with('\n') {
        return Some(before.len()..end);
    }
    let ending = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    Some(before.len()..ending)
}

/// A definition more in the list of an argument, where its name is at hand.
pub(super) fn listed(
    model: &Model<'_>,
    list: Place,
    argument: &str,
    definition: &Bound,
) -> Option<Fix> {
    let file = model.sources.get(list.file);
    let module = file.parsed().module()?;
    if list.file != definition.place.file && !imports(&module.body, &definition.name) {
        return None;
    }
    if keyword_at(&module.body, list.range).is_none_or(|it| it.as_str() != argument) {
        return None;
    }
    let display = expression_at(&module.body, list.range)?.as_list_expr()?;
    let last = display.elts.last()?;
    let (start, end) = (last.start(), last.end());
    let line = file
        .lines()
        .bytes_of(file.lines().line_of(start), file.text());
    let before = &file.text()[line.start..start.to_usize()];
    // An item on a line of its own is followed by another one.
    let between = match before.trim() {
        "" => format!("\n{before}"),
        _ => " ".to_owned(),
    };
    let title = format!("add `{}` to the `{argument}`", definition.name);
    let place = file.place(TextRange::empty(end));
    let text = format!(",{between}{}", definition.name);
    Some(Fix::new(Applicability::Unsafe, title).replace(place, text))
}

/// One `Definitions` object of several, at the end of the module that has their names.
pub(super) fn merged(model: &Model<'_>, module: FileId, bindings: &Several) -> Option<Fix> {
    let mut ordered: Vec<&Binding> = bindings.all().collect();
    ordered.sort_by_key(|binding| (binding.place.file != module, binding.place.range.start()));
    // Several names of one object: one of them is too many, and which is not known.
    let places = ordered.iter().map(|binding| binding.place);
    if places.collect::<HashSet<_>>().len() < ordered.len() {
        return None;
    }
    let file = model.sources.get(module);
    let body = &file.parsed().module()?.body;
    let class = body.iter().find_map(definitions_name)?;
    let kept = ordered.iter().find(|binding| binding.name == "defs");
    let kept = &kept.or(ordered.first())?.name;
    let names: Vec<&str> = ordered.iter().map(|binding| &*binding.name).collect();
    let others: Vec<&str> = names.iter().copied().filter(|name| name != kept).collect();
    let text = file.text();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let new = format!(
        "{text}{end}\n{kept} = {class}.merge({})\ndel {}\n",
        names.join(", "),
        others.join(", ")
    );
    let title = format!("merge them as `{kept}`");
    Some(Fix::new(Applicability::Unsafe, title).rewrite(file, &new))
}

/// How a module writes `Definitions` after an import statement.
fn definitions_name(statement: &Stmt) -> Option<String> {
    match statement {
        Stmt::Import(import) => {
            let mut names = import.names.iter();
            let dagster = names.find(|alias| alias.name.as_str() == "dagster")?;
            let name = dagster.asname.as_ref().unwrap_or(&dagster.name);
            Some(format!("{name}.Definitions"))
        }
        Stmt::ImportFrom(import) => {
            let is_dagster = import.module.as_ref().is_some_and(|it| it == "dagster");
            let mut names = import.names.iter().filter(|_| is_dagster);
            let class = names.find(|alias| alias.name.as_str() == "Definitions")?;
            Some(class.asname.as_ref().unwrap_or(&class.name).to_string())
        }
        _ => None,
    }
}

/// Whether a module imports a name as it is.
fn imports(body: &[Stmt], name: &str) -> bool {
    body.iter()
        .filter_map(Stmt::as_import_from_stmt)
        .any(|import| {
            let mut names = import.names.iter();
            names.any(|alias| alias.asname.is_none() && alias.name.as_str() == name)
        })
}

/// A requirement more in `[project] dependencies`. Where the project has a lock file that is
/// then out of date, and some tools refuse it: somebody has to lock again.
pub(super) fn dependency(
    model: &Model<'_>,
    project: &Project,
    manifest: &Manifest,
    name: &str,
) -> Option<Fix> {
    if manifest.kind != ManifestKind::Pyproject {
        return None;
    }
    let file = model.sources.get(manifest.file);
    let new = with_dependency(file.text(), name)?;
    let title = format!("add `{name}` to the dependencies");
    let fix = match project
        .environment
        .locks
        .first()
        .map(|lock| lock.kind.command())
    {
        None => Fix::new(Applicability::Safe, title),
        Some(command) => {
            let then = command.map_or("lock again".to_owned(), |it| format!("run `{it}`"));
            Fix::new(Applicability::Unsafe, format!("{title}, then {then}"))
        }
    };
    Some(fix.rewrite(file, &new))
}

fn with_dependency(text: &str, name: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    // What the editor does not give back as it was would change more than is asked for.
    if document.to_string() != text {
        return None;
    }
    let project = document.get_mut("project")?.as_table_mut()?;
    let is_dynamic = project
        .get("dynamic")
        .and_then(Item::as_array)
        .is_some_and(|fields| fields.iter().any(|it| it.as_str() == Some("dependencies")));
    if is_dynamic {
        return None;
    }
    let list = project
        .entry("dependencies")
        .or_insert(Item::Value(Value::Array(Array::new())));
    push(list.as_array_mut()?, name)?;
    Some(document.to_string())
}

/// Adds an item that is laid out as those before it.
fn push(list: &mut Array, name: &str) -> Option<()> {
    let mut item = Value::from(name);
    let last = list.len().checked_sub(1).and_then(|at| list.get_mut(at));
    if let Some(last) = last {
        let decor = last.decor_mut();
        let prefix = decor
            .prefix()
            .and_then(|it| it.as_str())
            .unwrap_or_default();
        let suffix = decor
            .suffix()
            .and_then(|it| it.as_str())
            .unwrap_or_default();
        // A comment would change what it stands beside.
        if suffix.contains('#') {
            return None;
        }
        // Above it may be a comment about the line before.
        let prefix = match prefix.rfind('\n') {
            Some(line) => prefix[line..].to_owned(),
            None => " ".to_owned(),
        };
        let suffix = suffix.to_owned();
        decor.set_suffix("");
        let trailing = list.trailing().as_str().unwrap_or_default().to_owned();
        match trailing.rsplit_once('\n') {
            Some((comment, end)) if comment.contains('#') => {
                *item.decor_mut() = Decor::new(format!("{comment}{prefix}"), suffix);
                list.set_trailing(format!("\n{end}"));
            }
            _ => *item.decor_mut() = Decor::new(prefix, suffix),
        }
    }
    list.push_formatted(item);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::with_dependency;

    fn with(dependencies: &str) -> Option<String> {
        let text = format!("[project]\nname = \"a\" # kept\n{dependencies}\n\n[tool.x]\ny = 1\n");
        let new = with_dependency(&text, "dagster-aws")?;
        let inner = new.strip_prefix("[project]\nname = \"a\" # kept\n")?;
        Some(inner.strip_suffix("\n\n[tool.x]\ny = 1\n")?.to_owned())
    }

    #[test]
    fn a_dependency_is_laid_out_as_its_neighbours() {
        for (before, after) in [
            ("dependencies = []", "dependencies = [\"dagster-aws\"]"),
            (
                "dependencies = [\"a\"]",
                "dependencies = [\"a\", \"dagster-aws\"]",
            ),
            (
                "dependencies = [\n    \"a\", # why\n    \"b\",\n]",
                "dependencies = [\n    \"a\", # why\n    \"b\",\n    \"dagster-aws\",\n]",
            ),
            (
                "dependencies = [\n  \"a\",\n  \"b\"\n]",
                "dependencies = [\n  \"a\",\n  \"b\",\n  \"dagster-aws\"\n]",
            ),
            (
                "version = \"1\"",
                "version = \"1\"\ndependencies = [\"dagster-aws\"]",
            ),
        ] {
            assert_eq!(with(before).as_deref(), Some(after), "{before}");
        }
    }

    #[test]
    fn what_is_computed_or_commented_is_left_alone() {
        assert_eq!(with("dynamic = [\"dependencies\"]"), None);
        assert_eq!(with("dependencies = [\"a\" # why\n]"), None);
        assert_eq!(with_dependency("[tool.poetry]\n", "a"), None);
        assert_eq!(with_dependency("[project", "a"), None);
    }
}
