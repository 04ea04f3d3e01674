//! The call stack.

use std::rc::Rc;

use super::function::Function;
use super::module::Module;
use super::scope::Scope;
use super::value::{Choice, Value};
use crate::model::Guard;

/// One running module body, class body or function call.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) module: Rc<Module<'a>>,
    pub(super) scope: Rc<Scope<'a>>,
    /// The function that runs; none for module and class bodies.
    pub(super) function: Option<Rc<Function<'a>>>,
    /// The condition under which the frame was entered.
    pub(super) entered: Guard,
    /// What was returned in arms of undecided branches so far.
    pub(super) returned: Choice<'a>,
    /// What is left after a conditional `break` of the innermost loop.
    pub(super) broken: Option<Guard>,
    /// What a generator has yielded so far.
    pub(super) yielded: Vec<Value<'a>>,
}
