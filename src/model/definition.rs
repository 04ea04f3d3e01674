//! Definitions: what a code location holds.
//!
//! One entry is one *object* as it arrives at the location's repository: the same
//! object listed twice is one entry, a copy that a loader made is another entry.

use std::sync::Arc;

use super::AssetKey;
use crate::source::Place;

/// The identity of a Python object of one static load. Dagster compares definitions
/// by identity, not by equality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub u32);

/// The undecided branches that must go one way for something to exist.
///
/// Each pair is a branch and the arm taken. No pair: it exists for certain.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Guard(Arc<[(u32, u8)]>);

impl Guard {
    /// A guard of pairs of branch and arm.
    pub fn new(mut arms: Vec<(u32, u8)>) -> Self {
        arms.sort_unstable();
        arms.dedup();
        Self(arms.into())
    }

    /// Whether it exists whichever way the branches go.
    pub fn is_certain(&self) -> bool {
        self.0.is_empty()
    }

    /// The branches and arms, sorted.
    pub fn arms(&self) -> &[(u32, u8)] {
        &self.0
    }

    /// Whether both can exist in one load: no branch goes two ways.
    pub fn compatible(&self, other: &Self) -> bool {
        let (few, many) = if self.0.len() <= other.0.len() {
            (self, other)
        } else {
            (other, self)
        };
        few.0
            .iter()
            .all(|&(branch, arm)| many.arms_of(branch).iter().all(|&(_, a)| a == arm))
    }

    /// The arms of one branch; the pairs are sorted.
    fn arms_of(&self, branch: u32) -> &[(u32, u8)] {
        let start = self.0.partition_point(|&(b, _)| b < branch);
        let rest = &self.0[start..];
        &rest[..rest.partition_point(|&(b, _)| b == branch)]
    }

    /// Whether this holds wherever `other` holds.
    pub fn implied_by(&self, other: &Self) -> bool {
        self.0.len() <= other.0.len()
            && (self.0.iter()).all(|pair| other.0.binary_search(pair).is_ok())
    }

    /// Both at once.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        if self.is_certain() {
            return other.clone();
        }
        if other.is_certain() {
            return self.clone();
        }
        Self::new(self.0.iter().chain(other.0.iter()).copied().collect())
    }
}

/// What kind of object stands for an asset. The kinds meet duplicates differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetKind {
    /// Made by a decorator or `AssetsDefinition`, with a body: materializable.
    Materializable,
    /// A bare `AssetSpec`, or an `AssetsDefinition` without a body.
    Spec,
    /// A `SourceAsset`.
    Source,
    /// An observable source asset: external, with a body.
    Observable,
}

/// The group of an asset. Every asset is in one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Group {
    /// The one of this name, which is [`Group::DEFAULT`] where the code gives none.
    Named(String),
    /// It may be any.
    Unknown,
}

impl Group {
    /// What Dagster calls the group of the assets that are given none.
    pub const DEFAULT: &str = "default";

    /// Its name, when known.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Unknown => None,
        }
    }

    /// Whether both may be one group.
    pub fn may_be(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Unknown, _) | (_, Self::Unknown)) || self == other
    }
}

/// What Dagster compares of two `AssetSpec`s of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpecValue {
    /// A digest of all attributes; equal digests are equal specs.
    Known(String),
    /// Some attribute is not known, so neither is equality.
    Unknown,
}

/// An asset of a code location.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its key.
    pub key: AssetKey,
    /// The name of the decorated function, or the call that makes it.
    pub place: Place,
    /// What stands for it.
    pub kind: AssetKind,
    /// The `AssetsDefinition` (or spec) that it is part of.
    pub object: ObjectId,
    /// The op or graph that computes it; copies of an asset share it.
    pub node: Option<ObjectId>,
    /// When it exists.
    pub guard: Guard,
    /// Its group.
    pub group: Group,
    /// The keys that it depends on, as far as they are known.
    pub deps: Vec<AssetKey>,
    /// What its function takes the values of; those that are in `deps` too included.
    pub inputs: Vec<Input>,
    /// Its attributes, to tell equal specs from differing ones.
    pub spec: SpecValue,
    /// The loaders that brought it in, outermost last.
    pub brought_by: Vec<Place>,
}

/// A parameter of the function of an asset that Dagster fills with the value of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The other asset.
    pub key: AssetKey,
    /// The parameter.
    pub place: Place,
}

/// An asset check of a code location.
#[derive(Debug, Clone)]
pub struct AssetCheck {
    /// The asset that is checked.
    pub asset: AssetKey,
    /// Its name, unique per asset.
    pub name: String,
    /// Where it is made.
    pub place: Place,
    /// The object that it is part of.
    pub object: ObjectId,
    /// When it exists.
    pub guard: Guard,
    /// The loaders that brought it in, outermost last.
    pub brought_by: Vec<Place>,
}

/// What makes a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// `@job` or `graph.to_job()`.
    Op,
    /// `define_asset_job`.
    Asset,
}

/// A job of a code location.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its name.
    pub name: String,
    /// Where it is made.
    pub place: Place,
    /// What makes it.
    pub kind: JobKind,
    /// Its identity.
    pub object: ObjectId,
    /// When it exists.
    pub guard: Guard,
    /// The schedule or sensor that brought it in, if it is not listed itself.
    pub brought_by: Vec<Place>,
}

/// Schedules and sensors share one namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutomationKind {
    /// A schedule.
    Schedule,
    /// A sensor of any kind.
    Sensor,
}

/// A schedule or a sensor of a code location.
#[derive(Debug, Clone)]
pub struct Automation {
    /// Its name.
    pub name: String,
    /// Which of the two.
    pub kind: AutomationKind,
    /// Where it is made.
    pub place: Place,
    /// Its identity.
    pub object: ObjectId,
    /// When it exists.
    pub guard: Guard,
}

/// A resource of a code location.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The key that it is bound to.
    pub key: String,
    /// The key in the mapping, or the call that provides it.
    pub place: Place,
    /// When it exists.
    pub guard: Guard,
}

/// What a node name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// The op of an asset, or of several (`@multi_asset`).
    Asset,
    /// The op of an asset check.
    AssetCheck,
    /// An op.
    Op,
    /// A graph.
    Graph,
    /// The graph of a job, named like it.
    Job,
}

/// An op or graph that a job of the location uses, the implicit asset job included.
/// Names are unique in the location unless the object is the same.
#[derive(Debug, Clone)]
pub struct Node {
    /// The op or graph name.
    pub name: String,
    /// What it belongs to.
    pub kind: NodeKind,
    /// Where it is made.
    pub place: Place,
    /// Its identity: copies of an asset share their op.
    pub object: ObjectId,
    /// The job that uses it; `None` for the implicit job of all assets.
    pub job: Option<String>,
    /// When it exists.
    pub guard: Guard,
}
