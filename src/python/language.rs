//! The statements and expressions of Python.

mod arithmetic;
mod assign;
pub(crate) mod attribute;
mod caught;
mod compare;
mod comprehension;
mod condition;
mod control;
mod exception;
mod expression;
mod f_string;
mod iterate;
mod match_statement;
mod operator;
mod raise;
pub(crate) mod statement;
mod subscript;
mod try_statement;
pub(crate) mod unknown;
mod with_statement;
