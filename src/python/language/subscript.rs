//! Subscripts: elements, slices, and their removal.

use std::rc::Rc;

use super::assign::position;
use crate::article;
use crate::python::builtin::{Lookup, may_be_absent, range_len, replace_absent, without_absent};
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::class::ClassKind;
use crate::python::value::container::{Dict, List, Missing};
use crate::python::value::function::{Arguments, Native};
use crate::python::value::{Generic, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    #[expect(
        clippy::too_many_lines,
        reason = "one match: each kind of container, and what may index it"
    )]
    pub(crate) fn subscript(
        &mut self,
        value: &Value<'a>,
        index: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        if let Value::Choice(choice) = value {
            return self.lift(choice, |cx, value| cx.subscript(&value, index, place));
        }
        if let Value::Choice(choice) = index {
            return self.lift(choice, |cx, index| cx.subscript(value, &index, place));
        }
        let element = match (value, index) {
            (whole @ Value::Unknown(unknown), _) => self
                .host
                .part_of(self, unknown, index, place)
                .unwrap_or_else(|| self.derived(whole, "[]", place)),
            (Value::Native(Native("os.environ")), _) => self.environment_subscript(index, place),
            (Value::Native(Native("sys.modules")), Value::Str(name)) => {
                match self.loaded_module(name) {
                    Some(module) => Value::Module(module),
                    None => Value::unknown(format!("whether `{name}` is imported"), place),
                }
            }
            (Value::Dict(dict), _) => return self.dict_item(dict, index, place),
            (Value::Namespace(scope, module), Value::Str(name)) => match scope.read(name) {
                Some(value) => self.settle(value),
                None if module.open.borrow().is_some() => {
                    Value::unknown(format!("`{name}` is not known"), place)
                }
                None => return self.raise_missing("KeyError", name.to_string(), place),
            },
            (Value::Native(Native("list" | "dict" | "tuple" | "set")), _) => generic(value, index),
            (Value::External(path), _) if is_typing(path) => generic(value, index),
            // `Generic[T]`
            (Value::Native(_) | Value::Class(_) | Value::Api(_), _) => match value {
                Value::Class(class) if class.kind == ClassKind::Enum => {
                    self.enum_member(class, index, place)?
                }
                _ => value.clone(),
            },
            (Value::External(_), _) => Value::unknown(
                format!("value comes from `{}[...]`", self.shown(value)),
                place,
            ),
            (Value::Str(text), Value::Int(at)) => {
                let characters: Vec<char> = text.chars().collect();
                match position(*at, characters.len()) {
                    Some(at) => Value::str(characters[at].to_string()),
                    None => return self.raise("IndexError", "string index out of range", place),
                }
            }
            (Value::Str(text), Value::Slice(slice)) => {
                let characters: Vec<char> = text.chars().collect();
                match sliced(slice, characters.len()) {
                    Some(at) => {
                        Value::str(at.into_iter().map(|at| characters[at]).collect::<String>())
                    }
                    None => Value::unknown("the bounds of the slice are not known", place),
                }
            }
            (Value::List(_) | Value::Tuple(_) | Value::Range { .. } | Value::Instance(_), _) => {
                return self.sequence_item(value, index, place);
            }
            _ => Value::unknown(
                format!(
                    "an element of {} is not known",
                    article::named(value.type_name())
                ),
                place,
            ),
        };
        Ok(element)
    }

    fn dict_item(&mut self, dict: &Rc<Dict<'a>>, index: &Value<'a>, place: Place) -> Eval<'a> {
        let found = match self.look_up(dict, index, place) {
            // The branches that lack the key raise: what goes on are the others.
            Lookup::Found(value) if !may_be_absent(&value) => return Ok(value),
            Lookup::Found(value) => value,
            Lookup::Missing => Value::Absent,
            Lookup::Unknown(unknown) => return Ok(unknown),
        };
        let default = dict.default.borrow().clone();
        match default {
            Some(Missing::Made(factory)) => {
                let made = self.call(&factory, Arguments::none(place))?;
                let value = replace_absent(&found, made);
                self.store(dict, index, value.clone(), place);
                return Ok(value);
            }
            Some(Missing::Zero) => return Ok(replace_absent(&found, Value::Int(0))),
            None => {}
        }
        if let Some(present) = without_absent(&found) {
            return Ok(present);
        }
        let shown = self.to_repr(index).unwrap_or_default();
        self.raise_unless_changed("KeyError", shown, place)
    }

    fn sequence_item(&mut self, value: &Value<'a>, index: &Value<'a>, place: Place) -> Eval<'a> {
        if let Value::Instance(instance) = value
            && instance.class.lookup("__getitem__").is_some()
        {
            let method = self.attribute(value, "__getitem__", place)?;
            return self.call(&method, Arguments::of([index.clone()], place));
        }
        if let (Value::Range { start, step, .. }, Value::Int(at)) = (value, index) {
            return self.range_item(value, *start, *step, *at, place);
        }
        let Elements { mut items, open } = self.elements(value, place)?;
        items.retain(|item| !matches!(item, Value::Absent));
        let uncertain = items.iter().any(may_be_absent);
        Ok(match index {
            // What more there is may come before or between the known elements.
            Value::Int(at) if !uncertain && open.is_none() => {
                if let Some(at) = position(*at, items.len()) {
                    return Ok(items[at].clone());
                }
                let message = "list index out of range";
                return self.raise_unless_changed("IndexError", message, place);
            }
            Value::Slice(slice) if !uncertain && open.is_none() => match sliced(slice, items.len())
            {
                Some(at) => {
                    let items = at.into_iter().map(|at| items[at].clone()).collect();
                    if matches!(value, Value::List(_)) {
                        Value::list(items)
                    } else {
                        Value::tuple(items)
                    }
                }
                None => Value::unknown("the bounds of the slice are not known", place),
            },
            _ => match open {
                Some(unknown) => self.derived(&Value::Unknown(unknown), "[]", place),
                None => Value::unknown("which element it is is not known", place),
            },
        })
    }

    fn range_item(
        &mut self,
        range: &Value<'a>,
        start: i64,
        step: i64,
        at: i64,
        place: Place,
    ) -> Eval<'a> {
        let Value::Range { stop, .. } = range else {
            return Ok(Value::unknown("no range", place));
        };
        let len = range_len(start, *stop, step).and_then(|len| usize::try_from(len).ok());
        let Some(at) = len.and_then(|len| position(at, len)) else {
            return self.raise("IndexError", "range object index out of range", place);
        };
        let number = i64::try_from(at)
            .ok()
            .and_then(|at| start.checked_add(at.checked_mul(step)?));
        Ok(number.map_or_else(
            || Value::unknown("the number is larger than daglint computes with", place),
            Value::Int,
        ))
    }

    /// `del container[index]`.
    pub(super) fn delete_item(
        &mut self,
        container: &Value<'a>,
        index: &Value<'a>,
        place: Place,
    ) -> Eval<'a, ()> {
        let arguments = Arguments::of([index.clone()], place);
        match (container, index) {
            (Value::Choice(choice), _) => {
                self.lift(choice, |cx, container| {
                    cx.delete_item(&container, index, place)?;
                    Ok(Value::None)
                })?;
            }
            (Value::Dict(_) | Value::Namespace(..), _) | (Value::List(_), Value::Int(_)) => {
                self.call_method(container, "pop", arguments)?;
            }
            (Value::List(list), Value::Slice(slice)) => {
                let is_certain = self.guard.is_certain() && !list.is_open();
                let taken = sliced(slice, list.items.borrow().len()).filter(|_| is_certain);
                match taken {
                    Some(taken) => {
                        let mut at = 0;
                        list.items.borrow_mut().retain(|_| {
                            at += 1;
                            !taken.contains(&(at - 1))
                        });
                    }
                    None => self.lose_elements(list, "del", &arguments),
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// `list[start:stop] = values`.
    pub(super) fn set_slice(
        &mut self,
        list: &Rc<List<'a>>,
        slice: &[Value<'a>; 3],
        values: &Value<'a>,
        place: Place,
    ) -> Eval<'a, ()> {
        let new = self.elements(values, place)?;
        let taken = sliced(slice, list.items.borrow().len());
        let is_plain = matches!(slice[2], Value::None) && self.guard.is_certain();
        let arguments = Arguments::of([values.clone()], place);
        if let Some(taken) = taken.filter(|_| is_plain && !list.is_open()) {
            let mut items = list.items.borrow_mut();
            let after_start = match &slice[0] {
                Value::Int(at) => sliced_start(*at, items.len()),
                _ => 0,
            };
            let start = taken.first().copied().unwrap_or(after_start);
            items.splice(start..start + taken.len(), new.items);
        } else {
            self.lose_elements(list, "list slice", &arguments);
            list.items.borrow_mut().extend(new.items);
        }
        if let Some(unknown) = &new.open {
            list.open(unknown);
        }
        Ok(())
    }
}

/// `list[str]`, `Annotated[str, ...]`
fn generic<'a>(origin: &Value<'a>, index: &Value<'a>) -> Value<'a> {
    let arguments = match index {
        Value::Tuple(arguments) => arguments.to_vec(),
        index => vec![index.clone()],
    };
    Value::Generic(Rc::new(Generic {
        origin: origin.clone(),
        arguments,
    }))
}

/// Whether a name of a library is one that makes types.
fn is_typing(path: &str) -> bool {
    let module = path.rsplit_once('.').map_or("", |(module, _)| module);
    matches!(module, "typing" | "typing_extensions" | "collections.abc")
        || path.starts_with("dagster.") && path.ends_with(".Injected")
}

/// Where an empty slice begins.
fn sliced_start(at: i64, len: usize) -> usize {
    match position(at, len) {
        Some(at) => at,
        None if at < 0 => 0,
        None => len,
    }
}

/// The positions that a slice takes of a sequence, or `None` if a bound is not known.
fn sliced(slice: &[Value<'_>; 3], len: usize) -> Option<Vec<usize>> {
    let len = i64::try_from(len).ok()?;
    let bound = |value: &Value<'_>| match value {
        Value::None => Some(None),
        Value::Int(at) => Some(Some(*at)),
        _ => None,
    };
    let (lower, upper) = (bound(&slice[0])?, bound(&slice[1])?);
    let step = bound(&slice[2])?.unwrap_or(1);
    if step == 0 {
        return None;
    }
    let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
    let clamp = |at: i64| (if at < 0 { at + len } else { at }).clamp(low, high);
    let mut at = lower.map_or(if step > 0 { 0 } else { len - 1 }, clamp);
    let end = upper.map_or(if step > 0 { len } else { -1 }, clamp);
    let mut positions = Vec::new();
    while (step > 0 && at < end) || (step < 0 && at > end) {
        positions.push(usize::try_from(at).ok()?);
        at = at.checked_add(step)?;
    }
    Some(positions)
}
