//! The call stack.

use std::rc::Rc;

use super::function::Function;
use super::module::Module;
use super::scope::Scope;
use super::{Choice, Value};
use crate::model::Guard;

/// One running module body, class body or function call.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) module: Rc<Module<'a>>,
    pub(crate) scope: Rc<Scope<'a>>,
    /// The function that runs; none for module and class bodies.
    pub(crate) function: Option<Rc<Function<'a>>>,
    /// The condition under which the frame was entered.
    pub(crate) entered: Guard,
    /// What was returned in arms of undecided branches so far.
    pub(crate) returned: Choice<'a>,
    /// What is left after a conditional `break` of the innermost loop.
    pub(crate) broken: Option<Guard>,
    /// What a generator has yielded so far.
    pub(crate) yielded: Vec<Value<'a>>,
}
