//! Running the body of a module, and looking into what it bound.

use std::rc::Rc;

use ruff_python_ast::Stmt;

use crate::model::LoadFault;
use crate::python::interpreter::{Eval, Interpreter, Raise};
use crate::python::value::frame::Frame;
use crate::python::value::module::{Module, ModuleState};
use crate::python::value::scope::Binding;
use crate::python::value::{Unknown, Value};
use crate::source::{Place, SourceFile};
use crate::syntax::bound_names;

impl<'a> Interpreter<'a> {
    /// Runs the body of a module.
    pub(crate) fn run_module(&mut self, module: &Rc<Module<'a>>) -> Eval<'a, ()> {
        let Some(file) = module.file else {
            module.state.set(ModuleState::Loaded);
            return Ok(());
        };
        if !self.imported.contains(&file.id()) {
            self.imported.push(file.id());
        }
        self.bind_module_names(module, file);
        let Some(tree) = file.parsed().module().filter(|_| file.fault().is_none()) else {
            let reason = "the file cannot be read as Python";
            let unknown = Unknown::new(reason, Place::start_of(file.id()));
            module.open(&unknown);
            self.unknowns.push(unknown);
            module.state.set(ModuleState::Failed);
            return Ok(());
        };
        let here = self.here;
        let outer = std::mem::take(&mut self.guard);
        let depth = self.depth;
        self.depth += 1;
        self.frames.push(Frame {
            module: Rc::clone(module),
            scope: Rc::clone(&module.scope),
            function: None,
            entered: self.guard.clone(),
            returned: Vec::new(),
            broken: None,
            yielded: Vec::new(),
        });
        let result =
            stacker::maybe_grow(512 << 10, 8 << 20, || self.module_body(&tree.body, module));
        self.frames.pop();
        self.depth = depth;
        self.guard = outer;
        self.here = here;
        result
    }

    pub(super) fn bind_module_names(&mut self, module: &Rc<Module<'a>>, file: &'a SourceFile) {
        let place = Place::start_of(file.id());
        let mut names = module.scope.names.borrow_mut();
        let mut bind = |name: &str, value: Value<'a>| {
            names.insert(
                Rc::from(name),
                Binding {
                    value,
                    place,
                    used: true,
                },
            );
        };
        bind("__name__", Value::Str(Rc::clone(&module.name)));
        bind("__file__", Value::str(file.path().to_string_lossy()));
        bind("__package__", Value::str(module.package()));
        bind("__doc__", Value::None);
    }

    /// The statements of a module, one by one: what we cannot follow in one of them
    /// does not keep us from the next.
    pub(crate) fn module_body(
        &mut self,
        body: &'a [Stmt],
        module: &Rc<Module<'a>>,
    ) -> Eval<'a, ()> {
        for stmt in body {
            let Err(raise) = self.block(std::slice::from_ref(stmt)) else {
                continue;
            };
            let exception = match raise {
                Raise::Exhausted(unknown) => {
                    module.open(&unknown);
                    return Err(Raise::Exhausted(unknown));
                }
                Raise::Exception(exception) => exception,
            };
            if self.handlers > 0 {
                module.state.set(ModuleState::Failed);
                self.modules
                    .insert(Rc::clone(&module.name), Some(Rc::clone(module)));
                return Err(Raise::Exception(exception));
            }
            let reason = format!(
                "evaluating this ends with {}: {}",
                exception.class, exception.message
            );
            let unknown = Unknown::new(reason, exception.place);
            module.open(&unknown);
            self.unknowns.push(unknown);
            if let Some(fault) = &exception.fault {
                self.fault(fault.clone());
            }
            if matches!(exception.fault, Some(LoadFault::Raises(_))) {
                module.state.set(ModuleState::Failed);
                return Ok(());
            }
        }
        module.state.set(ModuleState::Loaded);
        Ok(())
    }

    pub(in crate::python) fn module_attribute(
        &mut self,
        module: &Rc<Module<'a>>,
        name: &str,
        place: Place,
    ) -> Eval<'a> {
        if let Some(value) = module.scope.read(name) {
            return Ok(self.settle_bound(value));
        }
        if module.is_package()
            && let Some(submodule) =
                self.import_module(&format!("{}.{name}", module.name), place)?
        {
            return Ok(Value::Module(submodule));
        }
        match name {
            "__path__" if module.is_package() => {
                let paths = module
                    .directories
                    .iter()
                    .map(|path| Value::str(path.to_string_lossy()))
                    .collect();
                return Ok(Value::list(paths));
            }
            "__dict__" => {
                return Ok(Value::Namespace(
                    Rc::clone(&module.scope),
                    Rc::clone(module),
                ));
            }
            _ => {}
        }
        if let Some(unknown) = self.unknown_name(module, name, place) {
            return Ok(Value::Unknown(unknown));
        }
        // A mere folder: an installed package of the name would come before it.
        if module.file.is_none() {
            return Ok(Value::external(format!("{}.{name}", module.name)));
        }
        self.raise(
            "AttributeError",
            format!("module '{}' has no attribute '{name}'", module.name),
            place,
        )
    }

    /// Why a name may be in a module although it is not among those that are known.
    pub(crate) fn unknown_name(
        &self,
        module: &Module<'a>,
        name: &str,
        place: Place,
    ) -> Option<Rc<Unknown>> {
        if let Some(unknown) = &*module.open.borrow() {
            return Some(Rc::clone(unknown));
        }
        let unknown = |reason: &str| Some(Unknown::new(reason, place));
        if module.state.get() != ModuleState::Loaded {
            return unknown("the module is still being imported: an import cycle");
        }
        if module.scope.peek("__getattr__").is_some() {
            return unknown("the module makes its names in `__getattr__`");
        }
        let tree = module.file.and_then(|file| file.parsed().module());
        if tree.is_some_and(|tree| bound_names::may_bind(&tree.body, name)) {
            return unknown("the name is bound in a branch that is not taken");
        }
        None
    }
}
