//! What the host keeps while a load runs. The interpreter owns it, and looks at none of it:
//! these are the data alone, what is done with them stands where they are used.

use std::any::Any;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::class::{Class, Instance};
use super::schema::Schema;
use super::value::{Unknown, Value};
use crate::model::{LoadFault, ObjectId};
use crate::source::{FileId, Place, yaml};

/// What the host keeps.
#[derive(Default)]
pub(in crate::evaluate) struct Kept<'a> {
    pub(in crate::evaluate) components: Components<'a>,
    pub(in crate::evaluate) documents: Documents<'a>,
    /// The open composition functions (`@job`, `@graph`), innermost last.
    pub(in crate::evaluate) compositions: Vec<Vec<Invocation<'a>>>,
    /// Faults about definitions that are lost unless the location holds them after all.
    pub(in crate::evaluate) pending: Vec<(ObjectId, Option<ObjectId>, LoadFault)>,
    /// The places of the definitions that the location holds, copies included.
    pub(in crate::evaluate) held: FxHashSet<Place>,
    /// The modules that a collector looked through.
    pub(in crate::evaluate) collected: FxHashSet<Rc<str>>,
}

/// An op or graph that a composition function invoked.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct Invocation<'a> {
    pub(in crate::evaluate) node: Value<'a>,
    /// The alias that is given, if it is known.
    pub(in crate::evaluate) alias: Option<Result<Rc<str>, Rc<Unknown>>>,
    pub(in crate::evaluate) place: Place,
    /// Whether every load that gets so far invokes it.
    pub(in crate::evaluate) is_certain: bool,
}

/// The folder that is loaded.
#[derive(Debug)]
pub(in crate::evaluate) struct DefsRoot {
    pub(in crate::evaluate) directory: PathBuf,
    pub(in crate::evaluate) module: String,
    pub(in crate::evaluate) project: PathBuf,
}

/// A component that is being loaded.
#[derive(Debug)]
pub(in crate::evaluate) struct Loading<'a> {
    /// The part of the file that is looked at.
    pub(in crate::evaluate) place: Place,
    /// The folder or file that stands for it.
    pub(in crate::evaluate) path: PathBuf,
    /// The template variables that it adds.
    pub(in crate::evaluate) variables: Vec<(Rc<str>, Value<'a>)>,
    /// The type of the component.
    pub(in crate::evaluate) declared_at: Place,
    /// The environment variables that the file lists.
    pub(in crate::evaluate) requirements: Vec<String>,
    /// Whether there are no other variables.
    pub(in crate::evaluate) is_exact: bool,
}

/// A folder whose files a component keeps from being loaded.
#[derive(Debug)]
pub(in crate::evaluate) struct ClosedFolder {
    pub(in crate::evaluate) directory: PathBuf,
    /// The type of the component.
    pub(in crate::evaluate) component: Place,
    pub(in crate::evaluate) name: String,
}

/// A model that a resolver was given, and the YAML that it stands for.
pub(in crate::evaluate) type Model<'a> = (Rc<Instance<'a>>, Arc<yaml::Node>, FileId);

/// What a load knows of components.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct Components<'a> {
    pub(in crate::evaluate) root: Option<Rc<DefsRoot>>,
    /// The components that are being loaded, innermost last.
    pub(in crate::evaluate) loading: Vec<Loading<'a>>,
    /// The attributes of classes. The classes are kept, so that no other takes their address.
    pub(in crate::evaluate) schemas: FxHashMap<*const Class<'a>, (Rc<Class<'a>>, Rc<Schema<'a>>)>,
    pub(in crate::evaluate) models: Vec<Model<'a>>,
    /// The components of each path, and what it holds.
    pub(in crate::evaluate) made: FxHashMap<PathBuf, Vec<Value<'a>>>,
    pub(in crate::evaluate) closed: Vec<ClosedFolder>,
    pub(in crate::evaluate) built: FxHashMap<PathBuf, Value<'a>>,
}

/// A document as the library read it that knows its kind.
pub(in crate::evaluate) type Document = Rc<dyn Any>;

/// What libraries have read of files, and what was made of it.
#[derive(Default)]
pub(in crate::evaluate) struct Documents<'a> {
    /// By path; or why there is none.
    pub(in crate::evaluate) read: FxHashMap<PathBuf, Result<Document, String>>,
    /// The parts that code has looked at, by document and name. The documents stay in
    /// `read`, so that no other takes their address.
    pub(in crate::evaluate) parts: FxHashMap<(*const (), &'static str), Value<'a>>,
    /// By the op that computes what was made of one.
    pub(in crate::evaluate) made: FxHashMap<ObjectId, Made<'a>>,
}

/// What definitions were made of.
#[derive(Clone)]
pub(in crate::evaluate) struct Made<'a> {
    pub(in crate::evaluate) document: Document,
    pub(in crate::evaluate) translator: Option<Value<'a>>,
}
