//! Lists, dicts and sets: mutable, shared by reference, and possibly known in part.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Unknown, Value};
use crate::model::Guard;

/// A `list`. An element that exists only in some branches is a choice with
/// [`Value::Absent`] among its alternatives.
#[derive(Debug, Default)]
pub(crate) struct List<'a> {
    pub(crate) items: RefCell<Vec<Value<'a>>>,
    /// Set when further elements may exist: the list was extended by something unknown.
    pub(crate) open: RefCell<Option<Rc<Unknown>>>,
}

impl<'a> List<'a> {
    pub(crate) fn new(items: Vec<Value<'a>>) -> Self {
        Self {
            items: RefCell::new(items),
            open: RefCell::new(None),
        }
    }

    /// Records that elements may exist that are not known. The first reason stays.
    pub(crate) fn open(&self, unknown: &Rc<Unknown>) {
        self.open
            .borrow_mut()
            .get_or_insert_with(|| Rc::clone(unknown));
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open.borrow().is_some()
    }
}

/// What a value is as a key of a dict or an element of a set: its equality, where
/// that can be told. `1`, `1.0` and `True` are one key, as in Python.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Key {
    None,
    Int(i64),
    Float(u64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    Tuple(Rc<[Key]>),
    Frozen(Rc<[Key]>),
    Path(Rc<std::path::PathBuf>),
    AssetKey(crate::model::AssetKey),
    /// Objects that are equal only to themselves.
    Identity(usize),
}

/// One entry of a [`Dict`].
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) key: Value<'a>,
    /// Possibly a choice with [`Value::Absent`].
    pub(crate) value: Value<'a>,
}

/// What a dict has for keys that are missing.
#[derive(Debug, Clone)]
pub(crate) enum Missing<'a> {
    /// `collections.defaultdict`: what this makes, and the dict keeps it.
    Made(Value<'a>),
    /// `collections.Counter`: zero, and the dict stays as it is.
    Zero,
}

/// A `dict` in insertion order; a `set` is one whose values are `None`.
#[derive(Debug, Default)]
pub(crate) struct Dict<'a> {
    entries: RefCell<Vec<Option<Entry<'a>>>>,
    index: RefCell<FxHashMap<Key, usize>>,
    live: Cell<usize>,
    /// Set when further entries may exist.
    pub(crate) open: RefCell<Option<Rc<Unknown>>>,
    /// What a key that is missing has, where the dict says so.
    pub(crate) default: RefCell<Option<Missing<'a>>>,
}

impl<'a> Dict<'a> {
    /// What it holds; nothing is left.
    pub(crate) fn take(&self) -> Vec<Option<Entry<'a>>> {
        self.index.take();
        self.live.set(0);
        self.entries.take()
    }

    pub(crate) fn open(&self, unknown: &Rc<Unknown>) {
        self.open
            .borrow_mut()
            .get_or_insert_with(|| Rc::clone(unknown));
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open.borrow().is_some()
    }

    pub(crate) fn len(&self) -> usize {
        self.live.get()
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Value<'a>> {
        let at = *self.index.borrow().get(key)?;
        self.entries.borrow()[at]
            .as_ref()
            .map(|entry| entry.value.clone())
    }

    pub(crate) fn insert(&self, key: Key, written: Value<'a>, value: Value<'a>) {
        let known = self.index.borrow().get(&key).copied();
        if let Some(at) = known {
            if let Some(entry) = &mut self.entries.borrow_mut()[at] {
                entry.value = value;
            }
        } else {
            let mut entries = self.entries.borrow_mut();
            self.index.borrow_mut().insert(key, entries.len());
            entries.push(Some(Entry {
                key: written,
                value,
            }));
            self.live.set(self.live.get() + 1);
        }
    }

    pub(crate) fn remove(&self, key: &Key) -> Option<Value<'a>> {
        let at = self.index.borrow_mut().remove(key)?;
        self.live.set(self.live.get() - 1);
        self.entries.borrow_mut()[at]
            .take()
            .map(|entry| entry.value)
    }

    pub(crate) fn clear(&self) {
        self.entries.borrow_mut().clear();
        self.index.borrow_mut().clear();
        self.live.set(0);
        *self.open.borrow_mut() = None;
    }

    /// The entries, in order.
    pub(crate) fn entries(&self) -> Vec<Entry<'a>> {
        self.entries.borrow().iter().flatten().cloned().collect()
    }

    /// The keys as written, in order.
    pub(crate) fn keys(&self) -> Vec<Value<'a>> {
        self.entries
            .borrow()
            .iter()
            .flatten()
            .map(|entry| entry.key.clone())
            .collect()
    }
}

/// The key that a value is, or `None` where its equality is not known.
pub(crate) fn key_of(value: &Value<'_>) -> Option<Key> {
    key_within(value, &mut 10_000)
}

/// The key of a value of at most so many parts: tuples share parts, and a few of them
/// can stand for more than there is memory.
#[expect(
    clippy::too_many_lines,
    reason = "one match: the key of each kind of value"
)]
fn key_within(value: &Value<'_>, left: &mut usize) -> Option<Key> {
    *left = left.checked_sub(1)?;
    Some(match value {
        Value::None => Key::None,
        Value::Bool(flag) => Key::Int(i64::from(*flag)),
        Value::Int(number) => Key::Int(*number),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "only taken where the round trip is exact"
        )]
        #[expect(
            clippy::cast_precision_loss,
            reason = "only taken where the round trip is exact"
        )]
        #[expect(clippy::float_cmp, reason = "an exact round trip is what is asked")]
        Value::Float(number) if (*number as i64) as f64 == *number => Key::Int(*number as i64),
        Value::Float(number) => Key::Float(number.to_bits()),
        Value::Str(text) => Key::Str(Rc::clone(text)),
        Value::Bytes(bytes) => Key::Bytes(Rc::clone(bytes)),
        Value::Path(path) => Key::Path(Rc::clone(path)),
        Value::Tuple(items) => Key::Tuple(
            items
                .iter()
                .map(|item| key_within(item, left))
                .collect::<Option<_>>()?,
        ),
        Value::Set(items, true) => {
            let mut keys = items
                .keys()
                .iter()
                .map(|item| key_within(item, left))
                .collect::<Option<Vec<_>>>()?;
            keys.sort();
            Key::Frozen(keys.into())
        }
        Value::Function(function) => identity(function),
        Value::Class(class) => identity(class),
        Value::Module(module) => identity(module),
        Value::Instance(instance) if instance.class.equality_is_identity() => identity(instance),
        Value::Object(object) => match object.asset_key() {
            Some(key) => Key::AssetKey(key),
            None => identity(object),
        },
        Value::Api(api) => Key::Identity(std::ptr::from_ref(*api).addr()),
        _ => return None,
    })
}

fn identity<T: ?Sized>(shared: &Rc<T>) -> Key {
    Key::Identity(Rc::as_ptr(shared).addr())
}

/// An element as a list holds it when it is added under `guard`.
pub(crate) fn guarded<'a>(guard: &Guard, value: Value<'a>) -> Value<'a> {
    if guard.is_certain() {
        return value;
    }
    super::choice::over(guard, value, Value::Absent)
}
