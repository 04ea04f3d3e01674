//! What the host keeps while a load runs. The interpreter owns it, and looks at none of it:
//! these are the data alone, what is done with them stands where they are used.

use std::any::Any;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::value::class::{Class, Instance};
use super::value::schema::Schema;
use super::value::{Unknown, Value};
use crate::model::{LoadFault, ObjectId};
use crate::source::{FileId, Place, yaml};

/// What the host keeps.
#[derive(Default)]
pub(crate) struct Kept<'a> {
    pub(crate) components: Components<'a>,
    pub(crate) documents: Documents<'a>,
    /// The open composition functions (`@job`, `@graph`), innermost last.
    pub(crate) compositions: Vec<Vec<Invocation<'a>>>,
    /// Faults about definitions that are lost unless the location holds them after all.
    pub(crate) pending: Vec<(ObjectId, Option<ObjectId>, LoadFault)>,
    /// The places of the definitions that the location holds, copies included.
    pub(crate) held: FxHashSet<Place>,
    /// The modules that a collector looked through.
    pub(crate) collected: FxHashSet<Rc<str>>,
    /// The files that the loader of a defs folder imported.
    pub(crate) defs_files: Vec<FileId>,
}

/// An op or graph that a composition function invoked.
#[derive(Debug, Clone)]
pub(crate) struct Invocation<'a> {
    pub(crate) node: Value<'a>,
    /// The alias that is given, if it is known.
    pub(crate) alias: Option<Result<Rc<str>, Rc<Unknown>>>,
    pub(crate) place: Place,
    /// Whether every load that gets so far invokes it.
    pub(crate) is_certain: bool,
}

/// The folder that is loaded.
#[derive(Debug)]
pub(crate) struct DefsRoot {
    pub(crate) directory: PathBuf,
    pub(crate) module: String,
    pub(crate) project: PathBuf,
}

/// A component that is being loaded.
#[derive(Debug)]
pub(crate) struct Loading<'a> {
    /// The part of the file that is looked at.
    pub(crate) place: Place,
    /// The folder or file that stands for it.
    pub(crate) path: PathBuf,
    /// The template variables that it adds.
    pub(crate) variables: Vec<(Rc<str>, Value<'a>)>,
    /// The type of the component.
    pub(crate) declared_at: Place,
    /// The environment variables that the file lists.
    pub(crate) requirements: Vec<String>,
    /// Whether there are no other variables.
    pub(crate) is_exact: bool,
}

/// A folder whose files a component keeps from being loaded.
#[derive(Debug)]
pub(crate) struct ClosedFolder {
    pub(crate) directory: PathBuf,
    /// The type of the component.
    pub(crate) component: Place,
    pub(crate) name: String,
}

/// A model that a resolver was given, and the YAML that it stands for.
pub(crate) type Model<'a> = (Rc<Instance<'a>>, Arc<yaml::Node>, FileId);

/// What a load knows of components.
#[derive(Debug, Default)]
pub(crate) struct Components<'a> {
    pub(crate) root: Option<Rc<DefsRoot>>,
    /// The components that are being loaded, innermost last.
    pub(crate) loading: Vec<Loading<'a>>,
    /// The attributes of classes. The classes are kept, so that no other takes their address.
    pub(crate) schemas: FxHashMap<*const Class<'a>, (Rc<Class<'a>>, Rc<Schema<'a>>)>,
    pub(crate) models: Vec<Model<'a>>,
    /// The components of each path, and what it holds.
    pub(crate) made: FxHashMap<PathBuf, Vec<Value<'a>>>,
    pub(crate) closed: Vec<ClosedFolder>,
    pub(crate) built: FxHashMap<PathBuf, Value<'a>>,
}

/// A document as the library read it that knows its kind.
pub(crate) type Document = Rc<dyn Any>;

/// What libraries have read of files, and what was made of it.
#[derive(Default)]
pub(crate) struct Documents<'a> {
    /// By path; or why there is none.
    pub(crate) read: FxHashMap<PathBuf, Result<Document, String>>,
    /// The parts that code has looked at, by document and name. The documents stay in
    /// `read`, so that no other takes their address.
    pub(crate) parts: FxHashMap<(*const (), &'static str), Value<'a>>,
    /// By the op that computes what was made of one.
    pub(crate) made: FxHashMap<ObjectId, Made<'a>>,
}

/// What definitions were made of.
#[derive(Clone)]
pub(crate) struct Made<'a> {
    pub(crate) document: Document,
    pub(crate) translator: Option<Value<'a>>,
}
