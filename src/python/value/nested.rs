//! Values within values without end: a chain of them is dropped on as much stack as it
//! needs.

use std::ops::Deref;

use super::class::Instance;
use super::container::{Dict, List};
use super::function::{BoundMethod, Partial};
use super::scope::Scope;
use super::{Iterator_, Value};

/// What is left of the stack when more is taken, and how much that is.
const RED_ZONE: usize = 128 << 10;
const MORE_STACK: usize = 4 << 20;

/// The elements of a tuple.
#[derive(Debug)]
pub(crate) struct Items<'a>(Vec<Value<'a>>);

impl<'a> From<Vec<Value<'a>>> for Items<'a> {
    fn from(items: Vec<Value<'a>>) -> Self {
        Self(items)
    }
}

impl<'a> Deref for Items<'a> {
    type Target = [Value<'a>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// Drops what a value holds.
fn drop_held<T>(held: T) {
    stacker::maybe_grow(RED_ZONE, MORE_STACK, || drop(held));
}

impl Drop for Items<'_> {
    fn drop(&mut self) {
        drop_held(std::mem::take(&mut self.0));
    }
}

impl Drop for List<'_> {
    fn drop(&mut self) {
        drop_held(self.items.take());
    }
}

impl Drop for Dict<'_> {
    fn drop(&mut self) {
        drop_held(self.take());
    }
}

impl Drop for Instance<'_> {
    fn drop(&mut self) {
        drop_held(self.attributes.take());
    }
}

impl Drop for Scope<'_> {
    fn drop(&mut self) {
        drop_held((self.names.take(), self.outer.take()));
    }
}

impl Drop for Iterator_<'_> {
    fn drop(&mut self) {
        drop_held((self.items.take(), self.waiting.take()));
    }
}

impl Drop for Partial<'_> {
    fn drop(&mut self) {
        let callee = std::mem::replace(&mut self.callee, Value::None);
        drop_held((callee, std::mem::take(&mut self.arguments.positional)));
    }
}

impl Drop for BoundMethod<'_> {
    fn drop(&mut self) {
        drop_held(std::mem::replace(&mut self.receiver, Value::None));
    }
}
