//! The names of a modelled library: what they are called, take and make.

use super::arguments::Call;
use crate::python::interpreter::{Eval, Interpreter};

/// What calling a name of the API does.
#[derive(Clone, Copy)]
pub(crate) enum Make {
    /// It makes an object of its arguments.
    Object(Maker),
    /// It is a decorator, with arguments or bare.
    Decorator(Maker),
    /// A class whose objects are compared by their arguments and not looked into.
    Plain,
    /// A function that gives data: no definition, and never looked into.
    Data,
}

/// A function that makes what a call of the API makes.
pub(crate) type Maker = for<'a> fn(&mut Interpreter<'a>, &Call<'a>) -> Eval<'a>;

/// A name of the API of `dagster` or of one of its integration libraries.
pub(crate) struct Api {
    /// The top module of the library.
    pub(crate) package: &'static str,
    pub(crate) name: &'static str,
    /// The parameters in order, `*` before the keyword-only ones.
    pub(crate) parameters: &'static str,
    pub(crate) make: Make,
}

impl Api {
    /// Whether it is a class of Dagster whose objects are looked into.
    pub(crate) fn makes_objects(&self) -> bool {
        let is_class = self.name.starts_with(|it: char| it.is_ascii_uppercase());
        self.package == "dagster" && is_class && matches!(self.make, Make::Object(_))
    }
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
