//! What is not known: why, and which unknowns are the same value.

use std::path::Path;
use std::rc::Rc;

use crate::source::Place;

/// Longer ways from an origin are not told apart from one another.
const LONGEST: usize = 200;

/// Something that only running the code could tell.
#[derive(Debug)]
pub(crate) struct Unknown {
    /// Why: "value comes from `requests.get(...)`".
    pub(crate) reason: String,
    /// Where the knowledge ends.
    pub(crate) place: Place,
    /// Which value it is, where another unknown can be the same one.
    pub(crate) identity: Option<Identity>,
    /// What it may turn out to be.
    pub(crate) nature: Nature,
}

/// What an unknown may turn out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Anything, a definition too.
    Anything,
    /// Something that has nothing to do with Dagster: a text, a number, what another library
    /// makes. It is no definition.
    Data,
}

/// Which value an unknown is. Equal identities are equal values, so that one test of them
/// decides the next.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    origin: Origin,
    /// What was done with the origin, as code would say it: `.lower()`, ` == 'x'`.
    way: Rc<str>,
}

/// Where an unknown begins that can be met again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Origin {
    /// The environment variable of this name.
    Variable(Rc<str>),
    /// The date that a document has, as it is written there.
    Date(Rc<str>),
    /// What a call of this text gives, each time.
    Call(Rc<str>),
    /// The content of a file that is not there, and that a library would have made.
    MissingFile(Rc<Path>),
    /// The unknown whose truth is this branch.
    Branch(u32),
}

impl Identity {
    fn of(origin: Origin) -> Self {
        let way = Rc::from("");
        Self { origin, way }
    }

    /// The environment variable of this name.
    pub(in crate::python) fn of_variable(name: &str) -> Self {
        Self::of(Origin::Variable(Rc::from(name)))
    }

    /// A date in a document.
    pub(in crate::python) fn of_date(text: &str) -> Self {
        Self::of(Origin::Date(Rc::from(text)))
    }

    /// What a call gives each time that it is made with the same arguments.
    pub(in crate::python) fn of_call(written: &str) -> Self {
        Self::of(Origin::Call(Rc::from(written)))
    }

    /// The unknown whose truth is a branch.
    pub(in crate::python) fn of_branch(branch: u32) -> Self {
        Self::of(Origin::Branch(branch))
    }

    /// The environment variable that it is: itself, not what is made of it.
    pub(in crate::python) fn variable(&self) -> Option<&str> {
        match &self.origin {
            Origin::Variable(name) if self.way.is_empty() => Some(name),
            _ => None,
        }
    }

    /// Whether it is an environment variable, or comes from one.
    pub(in crate::python) fn is_from_environment(&self) -> bool {
        matches!(self.origin, Origin::Variable(_))
    }

    /// What comes of it by a further step, unless that is too long to follow.
    pub(in crate::python) fn then(&self, step: &str) -> Option<Self> {
        (self.way.len() + step.len() <= LONGEST).then(|| self.with(step))
    }

    /// The comparison of it with a value that is written so.
    pub(in crate::python) fn compared(&self, operator: &str, other: &str) -> Self {
        self.with(&format!(" {operator} {other}"))
    }

    fn with(&self, step: &str) -> Self {
        Self {
            origin: self.origin.clone(),
            way: Rc::from(format!("{}{step}", self.way)),
        }
    }
}

impl Unknown {
    /// What may be anything, and is no other unknown.
    pub(crate) fn new(reason: impl Into<String>, place: Place) -> Rc<Self> {
        Rc::new(Self {
            reason: reason.into(),
            place,
            identity: None,
            nature: Nature::Anything,
        })
    }

    /// What is no definition, and no other unknown.
    pub(crate) fn data(reason: impl Into<String>, place: Place) -> Rc<Self> {
        Rc::new(Self {
            reason: reason.into(),
            place,
            identity: None,
            nature: Nature::Data,
        })
    }

    /// What is no definition, and the same as others of its identity.
    pub(in crate::python) fn identified(
        reason: impl Into<String>,
        place: Place,
        identity: Identity,
    ) -> Rc<Self> {
        Rc::new(Self {
            reason: reason.into(),
            place,
            identity: Some(identity),
            nature: Nature::Data,
        })
    }

    /// The content of a file that is not there, and that a library would have made.
    pub(crate) fn of_missing_file(path: &Path, reason: &str, place: Place) -> Rc<Self> {
        let identity = Identity::of(Origin::MissingFile(Rc::from(path)));
        Self::identified(reason, place, identity)
    }

    /// One with the same reason.
    pub(in crate::python) fn following(&self, identity: Option<Identity>) -> Rc<Self> {
        Rc::new(Self {
            reason: self.reason.clone(),
            place: self.place,
            identity,
            nature: self.nature,
        })
    }

    /// Whether it may turn out to be a definition.
    pub(crate) fn may_be_definition(&self) -> bool {
        self.nature == Nature::Anything
    }

    /// The file whose content it is, where that is not there.
    pub(crate) fn missing_file(&self) -> Option<&Path> {
        match self.identity.as_ref()? {
            Identity {
                origin: Origin::MissingFile(path),
                way,
            } if way.is_empty() => Some(path),
            _ => None,
        }
    }

    /// The date that it is, as a document has it.
    pub(crate) fn date(&self) -> Option<&str> {
        match self.identity.as_ref()? {
            Identity {
                origin: Origin::Date(text),
                way,
            } if way.is_empty() => Some(text),
            _ => None,
        }
    }
}
