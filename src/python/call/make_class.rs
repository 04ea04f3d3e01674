//! Class statements: the class object, its fields, its members.

use std::cell::RefCell;
use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtClassDef};

use super::class_kind::{
    class_kind, decorator_name, has_metaclass, is_named, is_opaque, is_record_decorator,
    resolution_order,
};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::class::{Class, ClassKind, Field, FieldDefault};
use crate::python::value::frame::Frame;
use crate::python::value::function::{Argument, Arguments};
use crate::python::value::scope::{Scope, ScopeKind};
use crate::python::value::{Unknown, Value};

impl<'a> Interpreter<'a> {
    pub(in crate::python) fn make_class(&mut self, def: &'a StmtClassDef) -> Eval<'a> {
        let place = self.place(&def.name);
        let bases = def.arguments.iter().flat_map(|it| it.args.iter());
        let bases = bases.map(|base| self.expression(base));
        let bases = bases.collect::<Result<Vec<_>, _>>()?;
        let mut decorators = def.decorator_list.iter().map(|it| &it.expression);
        let record_decorator = decorators.find(|it| is_record_decorator(it));
        let record_decorator = record_decorator.map(decorator_name);
        let kind = class_kind(&bases, record_decorator.is_some());
        let scope = self.run_class_body(def)?;
        let module = Rc::clone(&self.frame().module);
        let parents: Vec<Rc<Class<'a>>> = bases
            .iter()
            .filter_map(|base| match base {
                Value::Class(class) => Some(Rc::clone(class)),
                _ => None,
            })
            .collect();
        let fields = self.fields(def, &scope, &parents);
        let validators = self.validators(def)?;
        let class = Rc::new(Class {
            name: Rc::from(def.name.as_str()),
            place,
            kind,
            opaque_base: bases.iter().any(is_opaque) || has_metaclass(def),
            bases,
            order: RefCell::default(),
            scope,
            module,
            fields,
            record_decorator,
            validators,
            members: RefCell::default(),
        });
        *class.order.borrow_mut() = resolution_order(&class, &parents);
        own_methods(&class);
        if kind == ClassKind::Enum {
            self.make_members(&class, def)?;
        }
        self.run_class_hooks(&class, def)?;
        Ok(Value::Class(class))
    }

    /// What Python calls once a class is made: `__init_subclass__` of a parent. What a
    /// metaclass of the project does is not followed.
    fn run_class_hooks(&mut self, class: &Rc<Class<'a>>, def: &'a StmtClassDef) -> Eval<'a, ()> {
        let place = class.place;
        let mut arguments = Arguments::of([Value::Class(Rc::clone(class))], place);
        let keywords = def.arguments.iter();
        for keyword in keywords.flat_map(|arguments| arguments.keywords.iter()) {
            let value = self.expression(&keyword.value)?;
            match keyword
                .arg
                .as_ref()
                .map(ruff_python_ast::Identifier::as_str)
            {
                Some("metaclass") if matches!(value, Value::Class(_)) => {
                    let reason = format!("the metaclass of `{}` is not followed", class.name);
                    self.unknowns.push(Unknown::new(&reason, place));
                }
                Some("metaclass") | None => {}
                Some(name) => {
                    let argument = Argument { value, place };
                    arguments.keywords.push((Rc::from(name), argument));
                }
            }
        }
        self.set_names(class)?;
        let inherited = class.order.borrow().iter().skip(1).find_map(|parent| {
            let hook = parent.scope.read("__init_subclass__")?;
            Some(match hook {
                Value::Descriptor(descriptor) => descriptor.function.clone(),
                hook => hook,
            })
        });
        if let Some(hook) = inherited {
            self.call(&hook, arguments)?;
        }
        Ok(())
    }

    /// Calls `__set_name__` of the members that have it.
    fn set_names(&mut self, class: &Rc<Class<'a>>) -> Eval<'a, ()> {
        for name in class.scope.sorted_names() {
            let member = class.scope.peek(&name).map(|binding| binding.value);
            if let Some(Value::Instance(member)) = member
                && let Some(hook) = member.class.lookup("__set_name__")
            {
                let receiver = Value::Instance(Rc::clone(&member));
                let owner = Value::Class(Rc::clone(class));
                let arguments = Arguments::of([receiver, owner, Value::Str(name)], class.place);
                self.call(&hook, arguments)?;
            }
        }
        Ok(())
    }

    pub(super) fn run_class_body(&mut self, def: &'a StmtClassDef) -> Eval<'a, Rc<Scope<'a>>> {
        let frame = self.frame();
        let module = Rc::clone(&frame.module);
        let outer = if Rc::ptr_eq(&frame.scope, &module.scope) {
            None
        } else {
            Some(Rc::clone(&frame.scope))
        };
        let scope = Scope::new(ScopeKind::Class, outer);
        let frame = Frame {
            module,
            scope: Rc::clone(&scope),
            function: None,
            entered: self.guard.clone(),
            returned: Vec::new(),
            broken: None,
            yielded: Vec::new(),
        };
        self.frames.push(frame);
        let result = self.block(&def.body);
        self.frames.pop();
        result.map(|_| scope)
    }

    /// The annotated names of a class body, after those of the parents.
    pub(super) fn fields(
        &mut self,
        def: &'a StmtClassDef,
        scope: &Scope<'a>,
        parents: &[Rc<Class<'a>>],
    ) -> Vec<Field<'a>> {
        let mut fields: Vec<Field<'a>> = Vec::new();
        for field in parents.iter().rev().flat_map(|parent| &parent.fields) {
            replace(&mut fields, field.clone());
        }
        for stmt in &def.body {
            let Stmt::AnnAssign(stmt) = stmt else {
                continue;
            };
            let Expr::Name(name) = &*stmt.target else {
                continue;
            };
            if is_class_variable(&stmt.annotation) || is_named(&stmt.annotation, "KW_ONLY") {
                continue;
            }
            let value = scope.peek(name.id.as_str()).map(|binding| binding.value);
            let default = match (stmt.value.as_deref(), value) {
                (Some(written), Some(value)) => self.field_default(written, value),
                _ => None,
            };
            let left_out = stmt.value.as_deref().and_then(left_out_of_constructor);
            let in_constructor =
                !matches!(left_out, Some(Expr::BooleanLiteral(flag)) if !flag.value);
            replace(
                &mut fields,
                Field {
                    name: Rc::from(name.id.as_str()),
                    default,
                    in_constructor,
                    annotation: Some((&stmt.annotation, Rc::clone(&self.frame().module))),
                    is_aliased: [Some(&*stmt.annotation), stmt.value.as_deref()]
                        .into_iter()
                        .flatten()
                        .any(names_an_alias),
                },
            );
        }
        fields
    }

    /// The default of `field(default=..., default_factory=...)` or of a plain value.
    fn field_default(&mut self, written: &'a Expr, value: Value<'a>) -> Option<FieldDefault<'a>> {
        let Expr::Call(call) = written else {
            return Some(FieldDefault::Value(value));
        };
        if !matches!(decorator_name(written), "field" | "Field" | "ib" | "attrib") {
            return Some(FieldDefault::Value(value));
        }
        // The call itself is opaque; what it says is read from its arguments.
        let keyword = |name: &str| {
            let keyword = call.arguments.find_keyword(name);
            keyword.map(|keyword| &keyword.value)
        };
        if let Some(default) = keyword("default").or_else(|| call.arguments.args.first()) {
            return match default {
                Expr::EllipsisLiteral(_) => None,
                default => Some(FieldDefault::Value(
                    self.expression(default).unwrap_or(value),
                )),
            };
        }
        let factory = keyword("default_factory").or_else(|| keyword("factory"))?;
        Some(match self.expression(factory) {
            Ok(factory) => FieldDefault::Factory(factory),
            Err(_) => FieldDefault::Value(value),
        })
    }
}

impl Class<'_> {
    /// Whether its members are strings.
    pub(crate) fn is_str_enum(&self) -> bool {
        self.inherits(&|base| matches!(base, Value::External(path) if path.ends_with("StrEnum")))
            || self.inherits(&|base| matches!(base, Value::Native(native) if native.0 == "str"))
    }
}

/// What `field(init=...)` says of whether the constructor takes the field.
fn left_out_of_constructor(written: &Expr) -> Option<&Expr> {
    let Expr::Call(call) = written else {
        return None;
    };
    let keyword = call.arguments.find_keyword("init");
    keyword
        .filter(|_| is_named(&call.func, "field"))
        .map(|keyword| &keyword.value)
}

/// `Field(alias="other")`, alone or within an annotation.
fn names_an_alias(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => call.arguments.keywords.iter().any(|keyword| {
            let name = keyword
                .arg
                .as_ref()
                .map(ruff_python_ast::Identifier::as_str);
            matches!(name, Some("alias" | "validation_alias"))
        }),
        Expr::Subscript(subscript) => match &*subscript.slice {
            Expr::Tuple(tuple) => tuple.elts.iter().any(names_an_alias),
            element => names_an_alias(element),
        },
        _ => false,
    }
}

fn replace<'a>(fields: &mut Vec<Field<'a>>, field: Field<'a>) {
    match fields.iter_mut().find(|known| known.name == field.name) {
        Some(known) => *known = field,
        None => fields.push(field),
    }
}

fn is_class_variable(annotation: &Expr) -> bool {
    let head = match annotation {
        Expr::Subscript(subscript) => &*subscript.value,
        expr => expr,
    };
    match head {
        Expr::Name(name) => name.id.as_str() == "ClassVar",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "ClassVar",
        _ => false,
    }
}

/// Tells the methods of a class whose they are, for `super()`.
fn own_methods(class: &Rc<Class<'_>>) {
    for name in class.scope.sorted_names() {
        let function = match class.scope.peek(&name).map(|binding| binding.value) {
            Some(Value::Function(function)) => function,
            Some(Value::Descriptor(descriptor)) => match &descriptor.function {
                Value::Function(function) => Rc::clone(function),
                _ => continue,
            },
            _ => continue,
        };
        *function.class.borrow_mut() = Rc::downgrade(class);
    }
}
