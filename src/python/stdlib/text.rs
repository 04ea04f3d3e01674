//! `textwrap`, `string.Template` and the functions of `operator` that stand for operators.

use ruff_python_ast::{CmpOp, Operator};

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::Arguments;

/// The functions of `operator` that stand for a binary operator.
const OPERATORS: &[(&str, Operator)] = &[
    ("operator.add", Operator::Add),
    ("operator.concat", Operator::Add),
    ("operator.sub", Operator::Sub),
    ("operator.mul", Operator::Mult),
    ("operator.truediv", Operator::Div),
    ("operator.floordiv", Operator::FloorDiv),
    ("operator.mod", Operator::Mod),
    ("operator.pow", Operator::Pow),
    ("operator.or_", Operator::BitOr),
    ("operator.and_", Operator::BitAnd),
];

/// Those that stand for a comparison.
const COMPARISONS: &[(&str, CmpOp)] = &[
    ("operator.eq", CmpOp::Eq),
    ("operator.ne", CmpOp::NotEq),
    ("operator.lt", CmpOp::Lt),
    ("operator.le", CmpOp::LtE),
    ("operator.gt", CmpOp::Gt),
    ("operator.ge", CmpOp::GtE),
    ("operator.is_", CmpOp::Is),
    ("operator.is_not", CmpOp::IsNot),
];

impl<'a> Interpreter<'a> {
    /// An operator as a function; none where the name is of another function.
    pub(super) fn call_operator(
        &mut self,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Option<Eval<'a>> {
        let [left, right] = arguments.positional.as_slice() else {
            return None;
        };
        let (left, right, place) = (&left.value, &right.value, arguments.place);
        if let Some((_, op)) = OPERATORS.iter().find(|(known, _)| *known == name) {
            return Some(self.binary(left, *op, right, place));
        }
        if let Some((_, op)) = COMPARISONS.iter().find(|(known, _)| *known == name) {
            return Some(self.compare(left, *op, right, place));
        }
        match name {
            "operator.contains" => Some(self.compare(right, CmpOp::In, left, place)),
            "operator.getitem" => Some(self.subscript(left, right, place)),
            _ => None,
        }
    }

    pub(super) fn call_text(&self, name: &str, arguments: &Arguments<'a>) -> Value<'a> {
        let text = arguments.at(0).and_then(Value::as_str);
        let found = match (name, text) {
            ("textwrap.dedent", Some(text)) => Some(dedent(text)),
            ("textwrap.indent", Some(text)) if arguments.keywords.is_empty() => {
                let prefix = arguments.at(1).and_then(Value::as_str);
                prefix.map(|prefix| indent(text, prefix))
            }
            _ => None,
        };
        found.map_or_else(|| self.unknown_call(name, arguments), Value::str)
    }
}

/// The text without the white space that all of its lines begin with; lines of nothing
/// but white space count for nothing and become empty.
fn dedent(text: &str) -> String {
    let blank = |line: &str| line.chars().all(|letter| matches!(letter, ' ' | '\t'));
    let margin = |line: &str| -> usize {
        line.bytes()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    };
    let mut shared: Option<&str> = None;
    for line in text.split('\n').filter(|line| !blank(line)) {
        let own = &line[..margin(line)];
        shared = Some(match shared {
            None => own,
            Some(shared) => {
                let same = shared.bytes().zip(own.bytes());
                &shared[..same.take_while(|(a, b)| a == b).count()]
            }
        });
    }
    let cut = shared.map_or(0, str::len);
    let lines = text.split('\n');
    let lines = lines.map(|line| if blank(line) { "" } else { &line[cut..] });
    lines.collect::<Vec<_>>().join("\n")
}

/// The text with a prefix before each line that is not blank.
fn indent(text: &str, prefix: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        if line.trim().is_empty() {
            line.to_owned()
        } else {
            format!("{prefix}{line}")
        }
    });
    lines.collect()
}
