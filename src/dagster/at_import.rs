//! What code does while Dagster imports it, apart from making definitions: it reads
//! the environment, talks to other machines, asks for the time.

use ruff_python_ast::{ExceptHandler, Expr, Identifier, Stmt, StmtTry, visitor};

use super::exports;
use crate::model::{Guard, fault};
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::function::{Arguments, Callee};
use crate::python::value::object::Data;
use crate::source::Place;

/// Functions that talk to another process or machine; a dot at the end stands for
/// everything in the module.
const INPUT_OUTPUT: [&str; 33] = [
    "requests.get",
    "requests.post",
    "requests.put",
    "requests.patch",
    "requests.delete",
    "requests.head",
    "requests.request",
    "httpx.get",
    "httpx.post",
    "httpx.put",
    "httpx.patch",
    "httpx.delete",
    "httpx.head",
    "httpx.request",
    "urllib.request.urlopen",
    "urllib.request.urlretrieve",
    "urllib3.request",
    "subprocess.run",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.getoutput",
    "subprocess.Popen",
    "os.system",
    "psycopg2.connect",
    "psycopg.connect",
    "pymysql.connect",
    "pyodbc.connect",
    "oracledb.connect",
    "snowflake.connector.connect",
    "google.cloud.storage.Client",
    "google.cloud.bigquery.Client",
    "google.cloud.secretmanager.SecretManagerServiceClient",
];

/// Functions that give the time.
const TIME: [&str; 7] = [
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "pendulum.now",
    "pendulum.today",
];

/// Variables that every process has, in a container too.
const ALWAYS_SET: [&str; 2] = ["HOME", "PATH"];

impl<'a> Interpreter<'a> {
    /// Records a name that `dagster` does not have, unless a `try` may be about it.
    pub(crate) fn note_dagster_name(&mut self, value: &Value<'a>, name: &Identifier) {
        // What a model of a library imports is daglint's own.
        if self.frame().module.file.is_none() {
            return;
        }
        let is_dagster = matches!(value, Value::External(path) if &**path == "dagster")
            && super::find(name.as_str()).is_none();
        if is_dagster && self.handlers == 0 && !exports::is_exported(name.as_str()) {
            let place = self.place(name);
            self.fault(fault::UnknownDagsterName {
                place,
                former: exports::was_exported(name.as_str()),
                near: exports::nearest(name.as_str()).map(str::to_owned),
                name: name.to_string(),
            });
        }
    }

    /// Looks at a call: whatever is evaluated runs while the module is imported.
    pub(crate) fn note_call(&mut self, callee: &Value<'a>, arguments: &Arguments<'a>) {
        match callee {
            Value::External(path) => self.note_path(path, arguments.place),
            Value::Native(native) => self.note_path(native.0, arguments.place),
            Value::Bound(bound) => {
                let Callee::Method(method) = &bound.callee else {
                    return;
                };
                match &bound.receiver {
                    Value::Native(native) => {
                        self.note_path(&format!("{}.{method}", native.0), arguments.place);
                    }
                    Value::Object(object) if &**method == "get_value" => {
                        let Data::Plain {
                            name,
                            arguments: given,
                        } = &object.data
                        else {
                            return;
                        };
                        let variable = given.first().and_then(|(_, value)| value.as_str());
                        let has_default = arguments.get(0, "default").is_some();
                        if let (Some(variable), "EnvVar" | "EnvVar.int", false) =
                            (variable, *name, has_default)
                        {
                            let variable = variable.to_owned();
                            let place = arguments.place;
                            self.fault(fault::EnvVarAtImport { place, variable });
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn note_path(&mut self, path: &str, place: Place) {
        if INPUT_OUTPUT.contains(&path) {
            let call = path.to_owned();
            self.fault(fault::InputOutputAtImport { place, call });
        } else if TIME.contains(&path) {
            let call = path.to_owned();
            self.fault(fault::TimeAtImport { place, call });
        }
    }

    /// `os.environ[name]`: a `KeyError` where the variable is not set.
    /// What the code has set, or every system sets, is there.
    pub(crate) fn note_environment(&mut self, variable: &str, place: Place) {
        let is_there = self.sets_any_variable
            || self.variables_set.contains(variable)
            || ALWAYS_SET.contains(&variable);
        if self.handlers == 0 && !is_there {
            let variable = variable.to_owned();
            self.fault(fault::EnvironmentAtImport { place, variable });
        }
    }

    /// A `raise` in the arm that is taken where an environment variable is not set.
    pub(crate) fn note_raise(&mut self, guard: &Guard, outer: &Guard, place: Place) {
        let mut beyond = guard
            .arms()
            .iter()
            .filter(|arm| !outer.arms().contains(arm));
        let (Some(&(branch, 0)), None) = (beyond.next(), beyond.next()) else {
            return;
        };
        if let (Some(variable), 0) = (self.variable_of(branch), self.handlers) {
            self.fault(fault::EnvironmentAtImport { place, variable });
        }
    }

    /// `try: from .assets import assets` and `except ImportError: assets = []`: what is
    /// imported here, and dropped without a word where that fails.
    pub(crate) fn note_optional_import(&mut self, stmt: &'a StmtTry, handler: &'a ExceptHandler) {
        if goes_another_way(handler) {
            return;
        }
        for stmt in &stmt.body {
            let Stmt::ImportFrom(import) = stmt else {
                continue;
            };
            for alias in &import.names {
                let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                let scope = std::rc::Rc::clone(&self.frame().scope);
                let value = scope.peek(name).map(|binding| binding.value);
                if value.is_some_and(|value| holds_definitions(&value)) {
                    let place = self.place(alias);
                    let name = name.to_owned();
                    self.fault(fault::OptionalImport { place, name });
                }
            }
        }
    }
}

/// Whether a handler raises, leaves, or imports something in place of what failed.
fn goes_another_way(handler: &ExceptHandler) -> bool {
    struct Finder(bool);
    impl<'a> visitor::Visitor<'a> for Finder {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            self.0 |= matches!(
                stmt,
                Stmt::Raise(_) | Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::Return(_)
            );
            visitor::walk_stmt(self, stmt);
        }

        fn visit_expr(&mut self, expr: &'a Expr) {
            self.0 |= expr
                .as_call_expr()
                .is_some_and(|call| ends_the_process(&call.func));
            visitor::walk_expr(self, expr);
        }
    }
    let ExceptHandler::ExceptHandler(clause) = handler;
    let mut finder = Finder(false);
    visitor::Visitor::visit_body(&mut finder, &clause.body);
    finder.0
}

fn ends_the_process(callee: &Expr) -> bool {
    let name = match callee {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    matches!(name, "exit" | "_exit" | "quit" | "abort")
}

/// Whether a value is a definition, a list with one, or a module with one.
fn holds_definitions(value: &Value<'_>) -> bool {
    match value {
        Value::Object(object) => matches!(
            object.data,
            Data::Assets(_) | Data::Job(_) | Data::Automation(_) | Data::Definitions(_)
        ),
        Value::List(list) => list.items.borrow().iter().any(is_definition),
        Value::Module(module) => {
            let names = module.scope.names.borrow();
            names.values().any(|binding| is_definition(&binding.value))
        }
        _ => false,
    }
}

fn is_definition(value: &Value<'_>) -> bool {
    matches!(value, Value::Object(_)) && holds_definitions(value)
}
