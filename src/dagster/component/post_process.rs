//! `post_processing`: what a component file changes of the assets that its component made.

use std::rc::Rc;
use std::sync::Arc;

use super::check::Owner;
use super::resolve::At;
use crate::model::{AssetKey, Group, LoadFault};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::object::{Contents, Data, Known, Object, Spec};
use crate::python::value::{Unknown, Value};
use crate::source::{Place, yaml};

/// The assets that a target selects.
enum Target {
    All,
    Key(AssetKey),
    /// `key:`, which may have wildcards and need not match anything.
    KeyFilter(String),
    Group(String),
    /// A selection that is not followed.
    Other,
}

impl<'a> Interpreter<'a> {
    /// Applies the `post_processing` of a document.
    pub(super) fn post_process(&mut self, contents: &mut Contents<'a>, at: At<'_>) -> Eval<'a, ()> {
        if let Some(Value::Class(model)) = self
            .host
            .resolve(self, "dagster.ComponentPostProcessingModel")
        {
            let schema = self.schema_of(&model);
            let owner = Owner {
                name: "post_processing",
                file: at.file,
                at: at.node.range,
            };
            let problems = self.check_attributes(at.node, &schema, owner);
            let is_right = problems.is_empty();
            for problem in problems {
                self.component_problem(LoadFault::PostProcessing, problem);
            }
            if !is_right {
                return Ok(());
            }
        }
        let items = at.node.get("assets").map(|assets| assets.items().to_vec());
        for item in items.unwrap_or_default() {
            self.apply(contents, At { node: &item, ..at })?;
        }
        Ok(())
    }

    fn apply(&mut self, contents: &mut Contents<'a>, at: At<'_>) -> Eval<'a, ()> {
        let (target, place) = self.target(at)?;
        self.check_target(contents, &target, place);
        self.check_operation(contents, at);
        let attribute = |name: &str| at.node.get("attributes").and_then(|it| it.get(name));
        if let Some(keys) = attribute("deps") {
            replace_deps(contents, &target, keys);
        }
        let Some(group) = attribute("group_name").cloned() else {
            return Ok(());
        };
        for item in &mut contents.assets {
            let Value::Object(object) = item else {
                continue;
            };
            let mut changed = object.data.clone();
            let specs = match &mut changed {
                Data::Assets(assets) => assets.specs.iter_mut().collect::<Vec<_>>(),
                Data::Spec(spec) | Data::Source(spec) => vec![spec],
                _ => continue,
            };
            for spec in specs {
                match selects(&target, spec) {
                    Some(false) => {}
                    Some(true) => spec.group = Some(self.group_for(spec, &group, place)?),
                    None => {
                        let reason = "what the target selects is not known";
                        spec.group = Some(Err(Unknown::new(reason, place)));
                    }
                }
            }
            let copy = self.object(changed, object.place);
            if let Value::Object(copy) = copy {
                let by = object.brought_by.iter();
                let copy = by.fold(copy, |copy, place| copy.brought(*place));
                *item = Value::Object(copy);
            }
        }
        Ok(())
    }

    /// What an entry selects, and where it says so.
    fn target(&mut self, at: At<'_>) -> Eval<'a, (Target, Place)> {
        let Some(node) = at.node.get("target") else {
            return Ok((Target::All, Place::new(at.file, at.node.range)));
        };
        let place = Place::new(at.file, node.range);
        let rendered = match node.as_str() {
            Some(text) => self.render(text)?,
            None => Value::None,
        };
        Ok(match rendered {
            Value::Str(text) => (target_of(&text), place),
            _ => (Target::Other, place),
        })
    }

    /// The group that the template gives for one asset, which it may name as `asset`.
    fn group_for(
        &mut self,
        spec: &Spec<'a>,
        node: &Arc<yaml::Node>,
        place: Place,
    ) -> Eval<'a, Known<String>> {
        let Some(text) = node.as_str() else {
            return Ok(Err(Unknown::new("the group is not known", place)));
        };
        let asset = self.object(Data::Spec(spec.clone()), spec.place);
        let variables = vec![(Rc::from("asset"), asset)];
        let rendered = self.with_variables(variables, |cx| cx.render(text));
        let rendered = rendered?;
        Ok(self.text_of(&rendered, place))
    }

    /// Dagster looks at the operation only when it changes an asset.
    fn check_operation(&mut self, contents: &Contents<'a>, at: At<'_>) {
        let Some(node) = at.node.get("operation") else {
            return;
        };
        let text = node.as_str().unwrap_or_default();
        // It is no template: Dagster takes it as it is written.
        let is_known = matches!(text, "merge" | "replace");
        if is_known || contents.assets.is_empty() {
            return;
        }
        let message = format!("`operation` is `merge` or `replace`, not `{text}`");
        let place = Place::new(at.file, node.range);
        self.component_fault(LoadFault::PostProcessing, place, message, None);
    }

    /// Dagster refuses a key that is none of the component's own.
    fn check_target(&mut self, contents: &Contents<'a>, target: &Target, place: Place) {
        let Target::Key(key) = target else {
            return;
        };
        if !contents.open.is_empty() {
            return;
        }
        let mut known = Vec::new();
        for item in contents.assets.iter().chain(&contents.asset_checks) {
            let Value::Object(object) = item else {
                return;
            };
            let specs = match &object.data {
                Data::Assets(assets) if assets.open.is_some() => return,
                Data::Assets(assets) => assets.specs.iter().collect::<Vec<_>>(),
                Data::Spec(spec) | Data::Source(spec) => vec![spec],
                _ => return,
            };
            for spec in specs {
                let Ok(key) = &spec.key else {
                    return;
                };
                known.push(key.to_string());
                known.extend(spec.deps.iter().map(ToString::to_string));
            }
        }
        let wanted = key.to_string();
        if known.contains(&wanted) {
            return;
        }
        let help = crate::suggest::did_you_mean(&wanted, known.iter().map(String::as_str));
        let help = help.unwrap_or_else(|| {
            "a target selects among the assets of this component alone; `*` takes all of them"
                .to_owned()
        });
        let message = format!("the component has no asset `{wanted}`");
        self.component_fault(LoadFault::PostProcessingTarget, place, message, Some(help));
    }
}

/// Gives the selected assets other dependencies; those of a template are not followed.
fn replace_deps(contents: &mut Contents<'_>, target: &Target, keys: &yaml::Node) {
    let texts = keys.items().iter().filter_map(|it| it.as_str());
    let texts = texts.filter(|text| !text.contains("{{"));
    let deps: Vec<AssetKey> = texts.map(AssetKey::from_user_string).collect();
    for item in &mut contents.assets {
        let Value::Object(object) = item else {
            continue;
        };
        let mut data = object.data.clone();
        let specs = match &mut data {
            Data::Assets(assets) => assets.specs.iter_mut().collect::<Vec<_>>(),
            Data::Spec(spec) | Data::Source(spec) => vec![spec],
            _ => continue,
        };
        for spec in specs {
            if selects(target, spec) == Some(true) {
                spec.deps.clone_from(&deps);
            }
        }
        *item = Value::Object(Rc::new(Object {
            id: object.id,
            place: object.place,
            brought_by: Rc::clone(&object.brought_by),
            data,
        }));
    }
}

fn target_of(text: &str) -> Target {
    let text = text.trim();
    let is_key = !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_/-.".contains(c));
    match text.split_once(':') {
        _ if text == "*" => Target::All,
        Some(("group", name)) if is_word(unquoted(name)) => {
            Target::Group(unquoted(name).to_owned())
        }
        Some(("key", pattern)) if is_pattern(unquoted(pattern)) => {
            Target::KeyFilter(unquoted(pattern).to_owned())
        }
        None if is_key => Target::Key(AssetKey::from_user_string(text)),
        _ => Target::Other,
    }
}

fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner.unwrap_or(text)
}

fn is_pattern(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_/-.*".contains(c);
    !text.is_empty() && text.chars().all(fits)
}

/// Whether a key matches a pattern with `*` in it.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    let mut tails = text.char_indices().map(|(at, _)| &text[at..]).chain([""]);
    tails.any(|tail| matches_pattern(rest, tail))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a target selects an asset, where that can be told.
fn selects(target: &Target, spec: &Spec<'_>) -> Option<bool> {
    match target {
        Target::All => Some(true),
        Target::Key(key) => spec.key.as_ref().ok().map(|own| own == key),
        Target::KeyFilter(pattern) if pattern.matches('*').count() > 2 || pattern.len() > 200 => {
            None
        }
        Target::KeyFilter(pattern) => {
            let key = spec.key.as_ref().ok().map(ToString::to_string);
            let key = key.filter(|key| key.len() < 1_000);
            key.map(|key| matches_pattern(pattern, &key))
        }
        Target::Group(name) => match &spec.group {
            None => Some(name == Group::DEFAULT),
            Some(Ok(group)) => Some(group == name),
            Some(Err(_)) => None,
        },
        Target::Other => None,
    }
}
