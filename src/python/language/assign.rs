//! Binding: names, attributes, elements, and taking sequences apart.

use std::rc::Rc;

use ruff_python_ast::{Expr, StmtAugAssign};

use crate::model;
use crate::model::fault;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::choice::held;
use crate::python::value::class::{DescriptorKind, Instance};
use crate::python::value::container::guarded;
use crate::python::value::function::{Arguments, Native};
use crate::python::value::object::Object;
use crate::python::value::scope::{Binding, Scope};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// Assigns to any target.
    pub(super) fn assign(&mut self, target: &'a Expr, value: Value<'a>) -> Eval<'a, ()> {
        match target {
            Expr::Name(name) => {
                let place = self.place(name);
                self.bind(name.id.as_str(), value, place);
                Ok(())
            }
            Expr::Attribute(attribute) => {
                let receiver = self.expression(&attribute.value)?;
                self.set_attribute(&receiver, attribute.attr.as_str(), value)?;
                Ok(())
            }
            Expr::Subscript(subscript) => {
                let container = self.expression(&subscript.value)?;
                let index = self.expression(&subscript.slice)?;
                let place = self.place(target);
                if let (Value::List(list), Value::Slice(slice)) = (&container, &index) {
                    return self.set_slice(list, slice, &value, place);
                }
                self.set_item(&container, &index, value, place);
                Ok(())
            }
            Expr::Starred(starred) => self.assign(&starred.value, value),
            Expr::Tuple(tuple) => self.take_apart(&tuple.elts, &value, self.place(target)),
            Expr::List(list) => self.take_apart(&list.elts, &value, self.place(target)),
            _ => Ok(()),
        }
    }

    fn take_apart(&mut self, targets: &'a [Expr], value: &Value<'a>, place: Place) -> Eval<'a, ()> {
        let Elements { items, open } = self.elements(value, place)?;
        let star = targets
            .iter()
            .position(|target| matches!(target, Expr::Starred(_)));
        let certain = items.iter().all(|item| !matches!(item, Value::Choice(_)));
        let fits = match star {
            Some(_) => items.len() + 1 >= targets.len(),
            None => items.len() == targets.len(),
        };
        // A tuple stays as it was made.
        if !fits && open.is_none() && certain && matches!(value, Value::Tuple(_)) {
            return self.raise("ValueError", wrong_length(targets, items.len()), place);
        }
        if open.is_some() || !certain || !fits {
            let unknown = match open {
                Some(unknown) => Value::Unknown(unknown),
                None => Value::unknown("a sequence of another length is taken apart", place),
            };
            return targets
                .iter()
                .try_for_each(|target| self.assign(target, unknown.clone()));
        }
        let after = star.map_or(0, |star| targets.len() - star - 1);
        let mut items = items.into_iter();
        for (index, target) in targets.iter().enumerate() {
            if Some(index) == star {
                let count = items.len() - after;
                let rest = items.by_ref().take(count).collect();
                self.assign(target, Value::list(rest))?;
            } else if let Some(item) = items.next() {
                self.assign(target, item)?;
            }
        }
        Ok(())
    }

    /// Binds a name in the scope that the running code assigns to.
    pub(in crate::python) fn bind(&mut self, name: &str, value: Value<'a>, place: Place) {
        let frame = self.frame();
        let module = Rc::clone(&frame.module);
        let mut scope = Rc::clone(&frame.scope);
        if scope.globals.borrow().contains(name) {
            scope = Rc::clone(&module.scope);
        } else if scope.nonlocals.borrow().contains(name) {
            let mut outer = scope.outer.clone();
            while let Some(next) = outer {
                if next.names.borrow().contains_key(name) {
                    scope = next;
                    break;
                }
                outer = next.outer.clone();
            }
        }
        self.bind_in(&scope, name, value, place);
    }

    /// Binds a name of a given scope.
    pub(super) fn bind_in(
        &mut self,
        scope: &Scope<'a>,
        name: &str,
        value: Value<'a>,
        place: Place,
    ) {
        let old = scope.peek(name);
        if let Some(old) = &old {
            self.note_shadowed(name, old, &value, place);
        }
        let value = self.written(old.map(|binding| binding.value), value);
        scope.names.borrow_mut().insert(
            Rc::from(name),
            Binding {
                value,
                place,
                used: false,
            },
        );
    }

    /// A definition that is bound again before anything used it is lost: Dagster
    /// never sees it (no Dagster message says so).
    fn note_shadowed(&mut self, name: &str, old: &Binding<'a>, new: &Value<'a>, by: Place) {
        let Value::Object(object) = &old.value else {
            return;
        };
        let Some(kind) = object.definition_kind() else {
            return;
        };
        if old.used || old.value.is_same(new) == Some(true) || self.is_held(object) {
            return;
        }
        let lost = model::Binding {
            name: name.to_owned(),
            place: object.place,
        };
        self.fault(fault::ShadowedDefinition { lost, kind, by });
    }

    /// Whether something else than names of modules has an object, and may hand it on.
    fn is_held(&self, object: &Rc<Object<'a>>) -> bool {
        let is_it =
            |value: &Value<'a>| matches!(value, Value::Object(it) if Rc::ptr_eq(it, object));
        let modules = self.modules.values().flatten();
        let names = modules.map(|module| {
            let names = module.scope.names.borrow();
            names.values().filter(|bound| is_it(&bound.value)).count()
        });
        // A name of a function or a class is one, too, and so is the copy that is looked at.
        Rc::strong_count(object) > names.sum::<usize>().max(1) + 1
    }

    pub(in crate::python) fn set_attribute(
        &mut self,
        receiver: &Value<'a>,
        name: &str,
        value: Value<'a>,
    ) -> Eval<'a, ()> {
        match receiver {
            Value::Instance(instance) => {
                self.set_instance_attribute(instance, name, value)?;
            }
            Value::Function(function) => {
                function
                    .attributes
                    .borrow_mut()
                    .insert(Rc::from(name), value);
            }
            Value::Class(class) => {
                let (scope, place) = (Rc::clone(&class.scope), self.here);
                self.bind_in(&scope, name, value, place);
            }
            Value::Module(module) => {
                let (scope, place) = (Rc::clone(&module.scope), self.here);
                self.bind_in(&scope, name, value, place);
            }
            Value::Choice(choice) => {
                for (guard, alternative) in held(choice, &self.guard) {
                    self.under(&guard, |cx| {
                        cx.set_attribute(&alternative, name, value.clone())
                    })?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn set_instance_attribute(
        &mut self,
        instance: &Rc<Instance<'a>>,
        name: &str,
        value: Value<'a>,
    ) -> Eval<'a, ()> {
        if let Some(Value::Descriptor(property)) = instance.class.lookup(name)
            && property.kind == DescriptorKind::Property
        {
            let arguments = [Value::Instance(Rc::clone(instance)), value];
            let arguments = Arguments::of(arguments, self.here);
            if let Some(setter) = property.setter.clone() {
                self.call(&setter, arguments)?;
            }
            return Ok(());
        }
        let old = instance.attributes.borrow().get(name).cloned();
        let value = self.written(old, value);
        let mut attributes = instance.attributes.borrow_mut();
        attributes.insert(Rc::from(name), value);
        Ok(())
    }

    pub(in crate::python) fn set_item(
        &mut self,
        container: &Value<'a>,
        index: &Value<'a>,
        value: Value<'a>,
        place: Place,
    ) {
        let unclear = || Unknown::new("assigned under a key that is not known", place);
        match container {
            Value::Dict(dict) => self.store(dict, index, value, place),
            Value::List(list) => {
                let mut items = list.items.borrow_mut();
                let at = match index {
                    Value::Int(at) => position(*at, items.len()),
                    _ => None,
                };
                match at.and_then(|at| items.get_mut(at)) {
                    Some(item) => *item = self.written(Some(item.clone()), value),
                    None => list.open(&unclear()),
                }
            }
            Value::Native(Native("os.environ")) => match index {
                Value::Str(name) => {
                    self.variables_set.insert(Rc::clone(name));
                }
                _ => self.sets_any_variable = true,
            },
            Value::Native(Native("sys.modules")) => self.replace_module(index, place),
            // `globals()[name] = value`
            Value::Namespace(scope, module) => match index.as_str() {
                Some(name) => self.bind_in(&Rc::clone(scope), name, value, place),
                None => module.open(&unclear()),
            },
            Value::Choice(choice) => {
                for (guard, alternative) in held(choice, &self.guard) {
                    self.under(&guard, |cx| {
                        cx.set_item(&alternative, index, value.clone(), place);
                    });
                }
            }
            _ => {}
        }
    }

    pub(super) fn augmented_assign(&mut self, stmt: &'a StmtAugAssign) -> Eval<'a, ()> {
        let place = self.place(stmt);
        let old = self.expression(&stmt.target)?;
        let operand = self.expression(&stmt.value)?;
        // `list += iterable` changes the list itself, also for whoever shares it.
        if let (Value::List(list), ruff_python_ast::Operator::Add) = (&old, stmt.op) {
            let Elements { items, open } = self.elements(&operand, place)?;
            list.items
                .borrow_mut()
                .extend(items.into_iter().map(|item| guarded(&self.guard, item)));
            if let Some(unknown) = open {
                list.open(&unknown);
            }
            return Ok(());
        }
        let value = self.binary(&old, stmt.op, &operand, place)?;
        self.assign(&stmt.target, value)
    }

    /// Takes a name out of a scope, in the branch that runs.
    pub(in crate::python) fn unbind(&mut self, scope: &Rc<Scope<'a>>, name: &str, place: Place) {
        if self.guard.is_certain() {
            scope.names.borrow_mut().remove(name);
        } else {
            self.bind_in(scope, name, Value::Absent, place);
        }
    }

    pub(super) fn delete(&mut self, target: &'a Expr) -> Eval<'a, ()> {
        match target {
            Expr::Name(name) => {
                let scope = Rc::clone(&self.frame().scope);
                self.unbind(&scope, name.id.as_str(), self.place(target));
            }
            Expr::Subscript(subscript) => {
                let container = self.expression(&subscript.value)?;
                let index = self.expression(&subscript.slice)?;
                self.delete_item(&container, &index, self.place(target))?;
            }
            Expr::Tuple(tuple) => tuple
                .elts
                .iter()
                .try_for_each(|target| self.delete(target))?,
            _ => {}
        }
        Ok(())
    }
}

/// The index into a sequence of `len` that Python means by `at`.
pub(super) fn position(at: i64, len: usize) -> Option<usize> {
    let len = i64::try_from(len).ok()?;
    let at = if at < 0 { at.checked_add(len)? } else { at };
    (0..len)
        .contains(&at)
        .then(|| usize::try_from(at).ok())
        .flatten()
}

/// What Python says where a sequence of another length is taken apart.
fn wrong_length(targets: &[Expr], found: usize) -> String {
    let is_starred = |target: &Expr| matches!(target, Expr::Starred(_));
    if targets.iter().any(is_starred) {
        let least = targets.len() - 1;
        format!("not enough values to unpack (expected at least {least}, got {found})")
    } else if found < targets.len() {
        let expected = targets.len();
        format!("not enough values to unpack (expected {expected}, got {found})")
    } else {
        format!("too many values to unpack (expected {})", targets.len())
    }
}
