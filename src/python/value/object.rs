//! The objects that the `dagster` API makes.

use std::rc::Rc;

use super::arguments::Call;
use super::{Unknown, Value};
use crate::model::{AssetKey, AssetKind, AutomationKind, JobKind, NodeKind, ObjectId};
use crate::source::Place;

/// A fact, or the reason why it is not known.
pub(crate) type Known<T> = Result<T, Rc<Unknown>>;

/// An object of the API.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    pub(crate) id: ObjectId,
    /// The name of the decorated function, or the call.
    pub(crate) place: Place,
    /// The loaders that made this copy, outermost last.
    pub(crate) brought_by: Rc<[Place]>,
    pub(crate) data: Data<'a>,
}

/// What an object is.
#[derive(Debug, Clone)]
pub(crate) enum Data<'a> {
    /// `dagster.asset(...)` before it meets its function.
    Decorator(Rc<Call<'a>>),
    AssetKey(AssetKey),
    Spec(Spec<'a>),
    /// `SourceAsset`
    Source(Spec<'a>),
    /// `AssetsDefinition`, checks alone included.
    Assets(Assets<'a>),
    CheckSpec(CheckSpec),
    /// An op or a graph.
    Node(NodeData<'a>),
    /// `op.alias("x")` and the like, before it is invoked.
    Invocable {
        node: Rc<Object<'a>>,
        alias: Option<Known<Rc<str>>>,
    },
    /// What an invocation in a composition gives.
    Output,
    Job(JobData<'a>),
    Automation(AutomationData<'a>),
    Definitions(Contents<'a>),
    /// A function under `@definitions`.
    Lazy {
        function: Value<'a>,
        takes_context: bool,
    },
    Repository(Contents<'a>),
    /// A function under `@component_instance`.
    ComponentInstance(Value<'a>),
    /// What `env` is in a template.
    EnvScope,
    /// An object that is handed on and never looked into, of the class or by the function
    /// `name`: two that have the same arguments are the same.
    Plain {
        name: &'static str,
        arguments: Vec<(Rc<str>, Value<'a>)>,
    },
}

/// An `AssetSpec`, or the part of an `AssetsDefinition` that is one asset.
#[derive(Debug, Clone)]
pub(crate) struct Spec<'a> {
    pub(crate) key: Known<AssetKey>,
    pub(crate) group: Option<Known<String>>,
    pub(crate) deps: Vec<AssetKey>,
    /// What the parameters of the function are named after: dependencies, where there are
    /// such assets.
    pub(crate) inputs: Vec<Input>,
    /// The other arguments, to compare specs.
    pub(crate) attributes: Vec<(Rc<str>, Value<'a>)>,
    pub(crate) place: Place,
}

impl<'a> Spec<'a> {
    pub(crate) fn attribute(&self, name: &str) -> Option<Value<'a>> {
        self.attributes
            .iter()
            .find(|(known, _)| &**known == name)
            .map(|(_, value)| value.clone())
    }
}

/// A parameter of the function of an asset.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    /// The asset that it is named after.
    pub(crate) key: AssetKey,
    pub(crate) place: Place,
    /// Whether it is the value of that asset for certain: no context, configuration or
    /// resource.
    pub(crate) is_required: bool,
}

/// `AssetCheckSpec`, or what an `@asset_check` makes.
#[derive(Debug, Clone)]
pub(crate) struct CheckSpec {
    pub(crate) asset: Known<AssetKey>,
    pub(crate) name: Known<String>,
    pub(crate) place: Place,
}

impl CheckSpec {
    /// What an op, or the output of one, is called after it.
    pub(crate) fn python_identifier(&self) -> Known<String> {
        match (&self.asset, &self.name) {
            (Ok(asset), Ok(name)) => Ok(format!(
                "{}_{}",
                asset.to_python_identifier(),
                name.replace('.', "_")
            )),
            (Err(unknown), _) | (_, Err(unknown)) => Err(Rc::clone(unknown)),
        }
    }
}

/// `AssetsDefinition`
#[derive(Debug, Clone)]
pub(crate) struct Assets<'a> {
    pub(crate) specs: Vec<Spec<'a>>,
    pub(crate) checks: Vec<CheckSpec>,
    /// The op or graph that computes it; copies share it.
    pub(crate) node: Option<Rc<Object<'a>>>,
    pub(crate) kind: AssetKind,
    /// Set when it may have further assets or checks.
    pub(crate) open: Option<Rc<Unknown>>,
}

impl Assets<'_> {
    /// Whether it holds checks and no asset.
    pub(crate) fn is_checks_only(&self) -> bool {
        self.specs.is_empty() && !self.checks.is_empty()
    }
}

/// An op or a graph.
#[derive(Debug, Clone)]
pub(crate) struct NodeData<'a> {
    pub(crate) name: Known<String>,
    pub(crate) kind: NodeKind,
    /// The names in a dict that is given for `out=`; none where there is one output.
    pub(crate) outputs: Option<Value<'a>>,
    /// The nodes that a graph invokes.
    pub(crate) children: Vec<Rc<Object<'a>>>,
}

/// A job.
#[derive(Debug, Clone)]
pub(crate) struct JobData<'a> {
    pub(crate) name: Known<String>,
    pub(crate) kind: JobKind,
    /// Of a resolved job: its graph.
    pub(crate) graph: Option<Rc<Object<'a>>>,
    /// What it was made with, by parameter.
    pub(crate) arguments: Vec<(Rc<str>, Value<'a>)>,
}

/// A schedule or a sensor.
#[derive(Debug, Clone)]
pub(crate) struct AutomationData<'a> {
    pub(crate) name: Known<String>,
    pub(crate) kind: AutomationKind,
    /// The name of its Python class.
    pub(crate) class: &'static str,
    /// What it was made with, by parameter.
    pub(crate) arguments: Vec<(Rc<str>, Value<'a>)>,
    /// What it targets: jobs and assets.
    pub(crate) targets: Vec<Value<'a>>,
    /// Whether its default status is `RUNNING`.
    pub(crate) starts_itself: bool,
}

/// What a `Definitions` or a repository holds, flat, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contents<'a> {
    /// The name of a repository, where it is known.
    pub(crate) repository: Option<String>,
    pub(crate) assets: Vec<Value<'a>>,
    pub(crate) asset_checks: Vec<Value<'a>>,
    pub(crate) jobs: Vec<Value<'a>>,
    pub(crate) schedules: Vec<Value<'a>>,
    pub(crate) sensors: Vec<Value<'a>>,
    /// Key, value, and the place of the key.
    pub(crate) resources: Vec<(Rc<str>, Value<'a>, Place)>,
    pub(crate) loggers: Vec<(Rc<str>, Value<'a>, Place)>,
    pub(crate) executor: Option<(Value<'a>, Place)>,
    /// Where the list of asset checks stands.
    pub(crate) asset_checks_at: Option<Place>,
    /// The call of `load_from_defs_folder` that gave it a component tree.
    pub(crate) component_tree: Option<Place>,
    /// What may be there besides, and of which kinds.
    pub(crate) open: Vec<(crate::model::Kind, Rc<Unknown>)>,
}

impl<'a> Contents<'a> {
    /// Every definition that has a name of its own, of all kinds.
    pub(crate) fn definitions(&self) -> impl Iterator<Item = &Value<'a>> {
        let assets = self.assets.iter().chain(&self.asset_checks);
        let automations = self.schedules.iter().chain(&self.sensors);
        assets.chain(&self.jobs).chain(automations)
    }

    /// Opens several kinds for one reason.
    pub(crate) fn open(&mut self, kinds: &[crate::model::Kind], unknown: &Rc<Unknown>) {
        self.open
            .extend(kinds.iter().map(|kind| (*kind, Rc::clone(unknown))));
    }

    /// The value of an argument, as an attribute of the object shows it.
    pub(crate) fn argument(&self, name: &str) -> Value<'a> {
        let items = match name {
            "assets" => &self.assets,
            "asset_checks" => &self.asset_checks,
            "jobs" => &self.jobs,
            "schedules" => &self.schedules,
            "sensors" => &self.sensors,
            _ => {
                let dict = super::container::Dict::default();
                for (key, value, _) in &self.resources {
                    let hashed = super::container::Key::Str(Rc::clone(key));
                    dict.insert(hashed, Value::Str(Rc::clone(key)), value.clone());
                }
                return Value::Dict(Rc::new(dict));
            }
        };
        let list = super::container::List::new(items.clone());
        if let Some((_, unknown)) = self.open.first() {
            list.open(unknown);
        }
        Value::List(Rc::new(list))
    }
}

impl Object<'_> {
    /// The same object with one more place that brought it in.
    pub(crate) fn brought(&self, by: Place) -> Rc<Self> {
        let brought_by = self.brought_by.iter().copied().chain([by]).collect();
        Rc::new(Self {
            id: self.id,
            place: self.place,
            brought_by,
            data: self.data.clone(),
        })
    }
}

impl Contents<'_> {
    /// Notes on every definition that `by` brought it in.
    pub(crate) fn brought(&mut self, by: Place) {
        let lists = [
            &mut self.assets,
            &mut self.asset_checks,
            &mut self.jobs,
            &mut self.schedules,
            &mut self.sensors,
        ];
        for item in lists.into_iter().flatten() {
            if let Value::Object(object) = item {
                *item = Value::Object(object.brought(by));
            }
        }
    }
}

impl Object<'_> {
    /// The name of the Python class.
    pub(crate) fn type_name(&self) -> &'static str {
        match &self.data {
            Data::Decorator(_) | Data::Lazy { .. } | Data::ComponentInstance(_) => "function",
            Data::AssetKey(_) => "AssetKey",
            Data::Spec(_) => "AssetSpec",
            Data::Source(_) => "SourceAsset",
            Data::Assets(assets) if assets.is_checks_only() => "AssetChecksDefinition",
            Data::Assets(assets) if assets.kind == AssetKind::Observable => "SourceAsset",
            Data::Assets(_) => "AssetsDefinition",
            Data::CheckSpec(_) => "AssetCheckSpec",
            Data::Node(node) if node.kind == NodeKind::Graph => "GraphDefinition",
            Data::Node(_) => "OpDefinition",
            Data::Invocable { .. } => "PendingNodeInvocation",
            Data::Output => "InvokedNodeOutputHandle",
            Data::Job(job) if job.kind == JobKind::Op => "JobDefinition",
            Data::Job(_) => "UnresolvedAssetJobDefinition",
            Data::Automation(automation) => automation.class,
            Data::Definitions(_) => "Definitions",
            Data::Repository(_) => "RepositoryDefinition",
            Data::EnvScope => "EnvScope",
            Data::Plain { name, .. } => name,
        }
    }

    /// What people call it, where it is a definition that a name stands for.
    pub(crate) fn definition_kind(&self) -> Option<&'static str> {
        Some(match &self.data {
            Data::Assets(assets) if assets.is_checks_only() => "asset check",
            Data::Assets(_) => "asset",
            Data::Spec(_) => "asset spec",
            Data::Source(_) => "source asset",
            Data::Node(node) if node.kind == NodeKind::Graph => "graph",
            Data::Node(_) => "op",
            Data::Job(_) => "job",
            Data::Automation(automation) if automation.kind == AutomationKind::Schedule => {
                "schedule"
            }
            Data::Automation(_) => "sensor",
            Data::Definitions(_) => "Definitions object",
            Data::Repository(_) => "repository",
            Data::Lazy { .. } => "@definitions function",
            _ => return None,
        })
    }

    /// Whether it can be called, where that is known.
    pub(crate) fn is_callable(&self) -> Option<bool> {
        match &self.data {
            Data::Decorator(_)
            | Data::Lazy { .. }
            | Data::ComponentInstance(_)
            | Data::Node(_)
            | Data::Invocable { .. }
            | Data::Automation(_)
            | Data::EnvScope => Some(true),
            Data::Assets(assets) => Some(assets.kind != AssetKind::Observable),
            Data::Job(job) => Some(job.kind == JobKind::Op),
            Data::Plain { .. } => None,
            _ => Some(false),
        }
    }

    /// The key, if it is an `AssetKey`: equal keys are equal values.
    pub(crate) fn asset_key(&self) -> Option<AssetKey> {
        match &self.data {
            Data::AssetKey(key) => Some(key.clone()),
            _ => None,
        }
    }
}
