//! The state of one static load, and what every part of it shares: the budget, the
//! path condition, faults and unknowns.

use std::cell::Cell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::host::Host;
use super::kept::Kept;
use super::value::choice::{MOST, join, over};
use super::value::frame::Frame;
use super::value::module::Module;
use super::value::unknown::Identity;
use super::value::{Choice, Unknown, Value};
use crate::budget::Budget;
use crate::model::{Guard, LoadFault, ModuleImport, ObjectId, Target};
use crate::source::disk::Disk;
use crate::source::{FileId, Place, Sources};

/// An exception on its way up, or the end of the load.
#[derive(Debug, Clone)]
pub(crate) enum Raise<'a> {
    Exception(Rc<Exception<'a>>),
    /// The step budget is spent: nothing further is evaluated.
    Exhausted(Rc<Unknown>),
}

/// A Python exception.
#[derive(Debug)]
pub(crate) struct Exception<'a> {
    /// `ImportError`, `ValueError`: what `except` clauses are matched against.
    pub(crate) class: Rc<str>,
    pub(crate) message: String,
    pub(crate) value: Value<'a>,
    pub(crate) place: Place,
    /// Whether the source itself says so (a `raise`, an import that cannot work, a
    /// value that Dagster refuses), rather than our reading of an operation.
    pub(crate) is_explicit: bool,
    /// What to record when nothing catches it.
    pub(crate) fault: Option<LoadFault>,
}

/// The value of an expression, or what it raises.
pub(crate) type Eval<'a, T = Value<'a>> = Result<T, Raise<'a>>;

/// Whether a value is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    True,
    False,
    Unknown,
}

impl From<bool> for Truth {
    fn from(flag: bool) -> Self {
        if flag { Self::True } else { Self::False }
    }
}

/// The elements of an iterable.
#[derive(Debug, Default)]
pub(crate) struct Elements<'a> {
    /// Those that are known; one may be a choice with [`Value::Absent`].
    pub(crate) items: Vec<Value<'a>>,
    /// Set when there may be more.
    pub(crate) open: Option<Rc<Unknown>>,
}

/// One static load. Every room adds its methods to it.
///
/// What a method may touch: `sources`, `target` and `host` stay as they are. `faults`,
/// `unknowns` and what is imported only grow, through methods that see to it that each is
/// there once. `depth`, `here`, `guard`, `handlers` and `frames` are those of what runs: who
/// changes one puts it back when that has run. What the host keeps is the host's.
pub(crate) struct Interpreter<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) target: &'a Target,
    /// What modelled libraries add.
    pub(crate) host: &'static dyn Host,
    /// What is left of the steps, and the other bounds.
    pub(crate) budget: Budget,
    pub(crate) depth: u32,
    /// The statement or expression that runs, for what has no place of its own; a `place`
    /// that a method is given is what a finding would underline.
    pub(crate) here: Place,
    /// `sys.modules`, as far as the project goes.
    pub(crate) modules: FxHashMap<Rc<str>, Option<Rc<Module<'a>>>>,
    /// The branches taken on the way to the statement that runs.
    pub(crate) guard: Guard,
    /// Undecided branches so far; those of one source (an environment variable) are one.
    branches: u32,
    branch_of: FxHashMap<Identity, u32>,
    objects: u32,
    /// How many enclosing `try` statements catch `ImportError`, and how many there are.
    pub(crate) import_handlers: u32,
    pub(crate) handlers: u32,
    /// The exceptions that handlers deal with, innermost last.
    pub(crate) handled: Vec<Rc<Exception<'a>>>,
    /// Arms that are taken in every load that succeeds: the other one raises.
    assumed: Guard,
    /// The branch of each unknown value that was tested. The values are kept, so that
    /// no other takes their address.
    tested: FxHashMap<*const Unknown, (Rc<Unknown>, u32)>,
    /// The branches that several alternatives with one outcome became.
    pub(crate) merged_ways: FxHashMap<Vec<(Guard, bool)>, u32>,
    /// The functions that run, innermost last, with their scopes.
    pub(crate) frames: Vec<Frame<'a>>,
    pub(crate) faults: Vec<LoadFault>,
    /// The same, to tell each once.
    pub(crate) told: FxHashSet<LoadFault>,
    /// What the load as a whole could not follow.
    pub(crate) unknowns: Vec<Rc<Unknown>>,
    pub(crate) imported: Vec<FileId>,
    pub(crate) imports: Vec<ModuleImport>,
    /// The files of each, to note it once.
    pub(crate) import_pairs: FxHashSet<(FileId, FileId)>,
    /// Whether the code went to another current directory.
    pub(crate) is_moved: bool,
    /// Whether code that is not seen was handed something that it may have changed since.
    pub(in crate::python) has_handed_out: Cell<bool>,
    /// The environment variables that the code itself has set.
    pub(crate) variables_set: FxHashSet<Rc<str>>,
    /// Whether it has set variables that are not known.
    pub(crate) sets_any_variable: bool,
    /// Whether the code looked at `sys.path`, and so may have changed it.
    pub(crate) touches_path: bool,
    /// How much it has put into `sys.modules`.
    pub(crate) modules_put: u32,
    /// The directories that are being walked, to see links that lead back.
    pub(crate) walking: Vec<std::path::PathBuf>,
    /// What the host keeps.
    pub(crate) kept: Kept<'a>,
}

impl<'a> Interpreter<'a> {
    /// The disk that the code location lies on.
    pub(crate) fn disk(&self) -> &'a Disk {
        self.sources.disk()
    }

    pub(crate) fn new(
        sources: &'a Sources,
        target: &'a Target,
        host: &'static dyn Host,
        budget: Budget,
        here: Place,
    ) -> Self {
        Self {
            sources,
            target,
            host,
            budget,
            depth: 0,
            here,
            modules: FxHashMap::default(),
            guard: Guard::default(),
            branches: 0,
            branch_of: FxHashMap::default(),
            objects: 0,
            import_handlers: 0,
            handlers: 0,
            handled: Vec::new(),
            assumed: Guard::default(),
            tested: FxHashMap::default(),
            merged_ways: FxHashMap::default(),
            frames: Vec::new(),
            faults: Vec::new(),
            told: FxHashSet::default(),
            unknowns: Vec::new(),
            imported: Vec::new(),
            imports: Vec::new(),
            import_pairs: FxHashSet::default(),
            is_moved: false,
            has_handed_out: Cell::new(false),
            variables_set: FxHashSet::default(),
            sets_any_variable: false,
            touches_path: false,
            modules_put: 0,
            walking: Vec::new(),
            kept: Kept::default(),
        }
    }

    /// Pays for one step of work.
    pub(crate) fn step(&mut self, place: Place) -> Eval<'a, ()> {
        self.here = place;
        self.pay(1, place)
    }

    /// Pays for some steps of work.
    pub(crate) fn pay(&mut self, steps: usize, place: Place) -> Eval<'a, ()> {
        match self.budget.steps.checked_sub(steps as u64) {
            Some(steps) => {
                self.budget.steps = steps;
                Ok(())
            }
            None => Err(Raise::Exhausted(Unknown::new(
                "the load takes more steps than daglint's budget allows",
                place,
            ))),
        }
    }

    /// Runs `work` one level deeper; past the depth limit the result is unknown.
    pub(crate) fn deeper(
        &mut self,
        place: Place,
        work: impl FnOnce(&mut Self) -> Eval<'a>,
    ) -> Eval<'a> {
        if self.depth >= self.budget.depth {
            return Ok(Value::unknown(
                "nested more deeply than daglint follows",
                place,
            ));
        }
        self.depth += 1;
        let result = work(self);
        self.depth -= 1;
        result
    }

    /// The identity of a new object.
    pub(crate) fn new_object(&mut self) -> ObjectId {
        self.objects += 1;
        ObjectId(self.objects)
    }

    /// The number of a new undecided branch.
    pub(crate) fn new_branch(&mut self) -> u32 {
        self.branches += 1;
        self.branches
    }

    /// The branch that the truth of one identity is: the same each time.
    pub(in crate::python) fn branch_of(&mut self, identity: &Identity) -> u32 {
        if let Some(&branch) = self.branch_of.get(identity) {
            return branch;
        }
        let branch = self.new_branch();
        self.branch_of.insert(identity.clone(), branch);
        branch
    }

    /// The environment variable that a branch asks for.
    pub(crate) fn variable_of(&self, branch: u32) -> Option<String> {
        let mut identities = self.branch_of.iter();
        let (identity, _) = identities.find(|(_, known)| **known == branch)?;
        Some(identity.variable()?.to_owned())
    }

    /// The branch that the truth of one unknown value is: the same each time.
    pub(crate) fn branch_of_unknown(&mut self, unknown: &Rc<Unknown>) -> u32 {
        let address = Rc::as_ptr(unknown);
        if let Some((_, branch)) = self.tested.get(&address) {
            return *branch;
        }
        let branch = self.new_branch();
        self.tested.insert(address, (Rc::clone(unknown), branch));
        branch
    }

    /// Takes the arms that `guard` has beyond `outer` for given from here on.
    pub(crate) fn assume(&mut self, guard: &Guard, outer: &Guard) {
        if !outer.is_certain() {
            // Only within those arms; there the condition itself says it.
            self.guard = guard.clone();
            return;
        }
        self.assumed = self.assumed.and(guard);
    }

    /// A condition without what is assumed anyway, or `None` if it contradicts that.
    pub(crate) fn beyond_assumed(&self, guard: &Guard) -> Option<Guard> {
        if !guard.compatible(&self.assumed) {
            return None;
        }
        let arms = guard
            .arms()
            .iter()
            .filter(|pair| !self.assumed.arms().contains(pair))
            .copied();
        Some(Guard::new(arms.collect()))
    }

    /// Runs `work` under a further condition.
    pub(crate) fn under<T>(&mut self, guard: &Guard, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.guard.clone();
        self.guard = outer.and(guard);
        let result = work(self);
        self.guard = outer;
        result
    }

    /// The alternatives of a value that can hold here, and the value itself where it
    /// is the only one.
    pub(crate) fn settle(&self, value: Value<'a>) -> Value<'a> {
        let Value::Choice(choice) = &value else {
            return value;
        };
        let known = self.guard.and(&self.assumed);
        let mut held = super::value::choice::held(choice, &known);
        if held.len() == 1 && held[0].0.implied_by(&known) {
            return held.swap_remove(0).1;
        }
        if held.len() == choice.len() {
            value
        } else {
            Value::Choice(Rc::new(held))
        }
    }

    /// As [`Self::settle`], of what a name is bound to that is read: where it is not bound,
    /// Python would raise, and the code would not load. A `try` around it may go on.
    pub(crate) fn settle_bound(&self, value: Value<'a>) -> Value<'a> {
        let value = self.settle(value);
        let Value::Choice(choice) = &value else {
            return value;
        };
        let is_absent = |(_, value): &(Guard, Value<'a>)| matches!(value, Value::Absent);
        if self.handlers > 0 || !choice.iter().any(is_absent) || choice.iter().all(is_absent) {
            return value;
        }
        let held = super::value::choice::held(choice, &self.guard).into_iter();
        let mut bound: Choice<'a> = held.filter(|it| !is_absent(it)).collect();
        match bound.len() {
            0 => value,
            1 => bound.swap_remove(0).1,
            _ => Value::Choice(Rc::new(bound)),
        }
    }

    /// Does something with each alternative of a choice, under its condition, and
    /// makes a choice of the results.
    pub(crate) fn lift(
        &mut self,
        choice: &Choice<'a>,
        mut work: impl FnMut(&mut Self, Value<'a>) -> Eval<'a>,
    ) -> Eval<'a> {
        let mut results: Choice<'a> = Vec::new();
        let mut absent = false;
        for (guard, value) in super::value::choice::held(choice, &self.guard) {
            if matches!(value, Value::Absent) {
                absent = true;
                continue;
            }
            match self.under(&guard, |cx| work(cx, value)) {
                Ok(result) => results.push((guard, result)),
                Err(Raise::Exhausted(unknown)) => return Err(Raise::Exhausted(unknown)),
                // One way raises: had the code gone it, nothing would load. What is
                // left are the other ways.
                Err(raise) if results.is_empty() && choice.len() == 1 => return Err(raise),
                Err(Raise::Exception(_)) => {}
            }
        }
        if absent {
            results.push((Guard::default(), Value::Absent));
        }
        Ok(join(results, self.here))
    }

    /// What a name or an element is after `new` is written over `old` here: a choice
    /// where an undecided branch is open.
    pub(crate) fn written(&self, old: Option<Value<'a>>, new: Value<'a>) -> Value<'a> {
        if self.guard.is_certain() {
            return new;
        }
        match over(&self.guard, new, old.unwrap_or(Value::Absent)) {
            Value::Choice(choice) if choice.len() > MOST => Value::unknown(
                "there are more alternatives than daglint follows",
                self.here,
            ),
            value => value,
        }
    }
}
