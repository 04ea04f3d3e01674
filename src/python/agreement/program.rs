//! Random module-level programs of the Python that definitions are built with.

use std::fmt::Write;

/// Numbers that look random and are the same in each run (`SplitMix64`).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xd134_2543_de82_ef95) ^ 0x5555_5555_5555_5555)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }

    pub(super) fn pick<'t, T: ?Sized>(&mut self, of: &[&'t T]) -> &'t T {
        of[self.below(of.len())]
    }
}

/// The kinds of values that a program computes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Text,
    Flag,
    Ints,
    Texts,
    Table,
}

const KINDS: &[&Kind] = &[
    &Kind::Int,
    &Kind::Text,
    &Kind::Flag,
    &Kind::Ints,
    &Kind::Texts,
    &Kind::Table,
];

/// A program while it is being written.
pub(super) struct Program {
    pub(super) random: Random,
    pub(super) text: String,
    pub(super) names: Vec<(String, Kind)>,
    /// Functions of two integers and a text that give a text.
    pub(super) functions: Vec<String>,
    /// Classes with a method `label(number)` and a field `name`.
    pub(super) classes: Vec<String>,
    pub(super) indent: usize,
    pub(super) made: usize,
}

impl Program {
    /// The text of the program of a number.
    pub(super) fn generate(seed: u64) -> String {
        let mut program = Self {
            random: Random::new(seed),
            text: String::new(),
            names: Vec::new(),
            functions: Vec::new(),
            classes: Vec::new(),
            indent: 0,
            made: 0,
        };
        for _ in 0..6 + program.random.below(10) {
            program.statement();
        }
        program.text
    }

    fn line(&mut self, line: &str) {
        let indent = "    ".repeat(self.indent);
        let _ = writeln!(self.text, "{indent}{line}");
    }

    fn new_name(&mut self) -> String {
        self.made += 1;
        format!("v{}", self.made)
    }

    /// A known name of a kind, if there is one.
    pub(super) fn known(&mut self, kind: Kind) -> Option<String> {
        let fitting: Vec<String> = self
            .names
            .iter()
            .filter(|(_, known)| *known == kind)
            .map(|(name, _)| name.clone())
            .collect();
        (!fitting.is_empty()).then(|| fitting[self.random.below(fitting.len())].clone())
    }

    fn statement(&mut self) {
        let kind = *self.random.pick(KINDS);
        match self.random.below(if self.indent < 2 { 16 } else { 8 }) {
            0..=3 => {
                let value = self.expression(kind, 3);
                let name = self.new_name();
                self.line(&format!("{name} = {value}"));
                self.declare(name, kind);
            }
            4 => self.change(),
            5 => {
                let (name, other) = (self.new_name(), self.new_name());
                let (left, right) = (
                    self.expression(Kind::Int, 2),
                    self.expression(Kind::Text, 2),
                );
                self.line(&format!("{name}, {other} = {left}, {right}"));
                self.declare(name, Kind::Int);
                self.declare(other, Kind::Text);
            }
            6 => {
                let (first, rest) = (self.new_name(), self.new_name());
                let values = self.expression(Kind::Ints, 2);
                self.line(&format!("{first}, *{rest} = [0, *{values}]"));
                self.declare(first, Kind::Int);
                self.declare(rest, Kind::Ints);
            }
            7 => self.update_text(),
            8 | 9 => self.branch(),
            10 | 11 => self.loop_over(),
            12 => self.define_function(),
            13 => self.define_class(),
            14 => self.attempt(),
            _ => self.late_binding(),
        }
    }

    /// Names bound in a block may not exist after it.
    fn declare(&mut self, name: String, kind: Kind) {
        self.names.push((name, kind));
    }

    /// Runs `work` in an indented block; what it binds is not known after it.
    fn block(&mut self, work: impl FnOnce(&mut Self)) {
        let known = (self.names.len(), self.functions.len(), self.classes.len());
        self.indent += 1;
        let before = self.text.len();
        work(self);
        if self.text.len() == before {
            self.line("pass");
        }
        self.indent -= 1;
        self.names.truncate(known.0);
        self.functions.truncate(known.1);
        self.classes.truncate(known.2);
    }

    fn change(&mut self) {
        let (number, text) = (
            self.expression(Kind::Int, 1),
            self.expression(Kind::Text, 1),
        );
        let list = self.known(Kind::Ints);
        let texts = self.known(Kind::Texts);
        let table = self.known(Kind::Table);
        let line = match (self.random.below(9), list, texts, table) {
            (0, Some(list), ..) => format!("{list}.append({number})"),
            (1, Some(list), ..) => format!("{list}.extend([{number}, 3])"),
            (2, Some(list), ..) => format!("{list}.insert(1, {number})"),
            (3, Some(list), ..) => format!("{list}.sort(reverse=True)"),
            (4, _, Some(texts), _) => format!("{texts} += [{text}]"),
            (5, _, Some(texts), _) => format!("{texts}.reverse()"),
            (6, _, _, Some(table)) => format!("{table}[{text}] = {number}"),
            (7, _, _, Some(table)) => format!("{table}.update({{{text}: {number}}}, extra=1)"),
            (_, _, _, Some(table)) => format!("{table}.setdefault({text}, {number})"),
            _ => return,
        };
        self.line(&line);
    }

    fn update_text(&mut self) {
        let value = self.expression(Kind::Text, 2);
        match self.known(Kind::Text) {
            Some(name) => self.line(&format!("{name} = ({name} + {value})[:20]")),
            None => self.line("pass"),
        }
    }

    fn branch(&mut self) {
        let condition = self.expression(Kind::Flag, 2);
        let name = self.new_name();
        let kind = *self.random.pick(KINDS);
        let (one, other) = (self.expression(kind, 2), self.expression(kind, 2));
        self.line(&format!("if {condition}:"));
        let line = format!("{name} = {one}");
        self.block(|program| {
            program.line(&line);
            program.statement();
        });
        self.line("else:");
        let line = format!("{name} = {other}");
        self.block(|program| program.line(&line));
        self.declare(name, kind);
    }

    fn loop_over(&mut self) {
        let (item, found) = (self.new_name(), self.new_name());
        let (header, kind) = match self.random.below(4) {
            0 => (format!("range({})", self.random.below(6)), Kind::Int),
            1 => (self.expression(Kind::Texts, 2), Kind::Text),
            2 => (
                format!("sorted({})", self.expression(Kind::Table, 2)),
                Kind::Text,
            ),
            _ => (self.expression(Kind::Ints, 2), Kind::Int),
        };
        self.line(&format!("{found} = []"));
        self.line(&format!("for {item} in {header}:"));
        let step = self.random.below(4);
        self.block(|program| {
            program.declare(item.clone(), kind);
            if step == 0 {
                let condition = program.expression(Kind::Flag, 1);
                program.line(&format!("if {condition}:"));
                program.block(|program| program.line("continue"));
            }
            let value = program.expression(Kind::Text, 2);
            program.line(&format!("{found}.append({value})"));
            if step == 1 {
                program.line(&format!("if len({found}) > 2:"));
                program.block(|program| program.line("break"));
            }
        });
        if step == 2 {
            self.line("else:");
            self.block(|program| program.line(&format!("{found}.append('end')")));
        }
        self.declare(found, Kind::Texts);
    }

    fn define_function(&mut self) {
        let name = self.new_name();
        self.line(&format!("def {name}(a, b=2, *rest, c='c', **more):"));
        self.block(|program| {
            program.declare("a".into(), Kind::Int);
            program.declare("b".into(), Kind::Int);
            program.declare("c".into(), Kind::Text);
            let condition = program.expression(Kind::Flag, 2);
            let (early, late) = (
                program.expression(Kind::Text, 2),
                program.expression(Kind::Text, 2),
            );
            program.line(&format!("if {condition}:"));
            program.block(|program| program.line(&format!("return {early}")));
            program.line("inner = lambda t: f'{t}{a}{len(rest)}{sorted(more)}'");
            program.line(&format!("return inner({late})"));
        });
        self.functions.push(name);
    }

    fn define_class(&mut self) {
        let name = self.new_name();
        let parent = match self.random.below(2) {
            0 if !self.classes.is_empty() => {
                let at = self.random.below(self.classes.len());
                format!("({})", self.classes[at])
            }
            _ => String::new(),
        };
        let prefix = self.expression(Kind::Text, 1);
        let text = self.expression(Kind::Text, 1);
        self.line(&format!("class {name}{parent}:"));
        let inherits = !parent.is_empty();
        self.block(|program| {
            program.line(&format!("prefix = {prefix}"));
            if !inherits {
                program.line("def __init__(self, name, size=1):");
                program.block(|program| {
                    program.line("self.name = name");
                    program.line("self.size = size + 1");
                });
            }
            let more = if inherits {
                " + super().label(number)"
            } else {
                ""
            };
            program.line("def label(self, number):");
            program.block(|program| {
                program.line(&format!(
                    "return f'{{self.prefix}}_{{self.name}}_{{number + self.size}}' + {text}{more}"
                ));
            });
            program.line("@property");
            program.line("def upper(self):");
            program.block(|program| program.line("return self.name.upper()"));
            program.line("@classmethod");
            program.line("def of(cls, name):");
            program.block(|program| program.line("return cls(name, size=3)"));
        });
        self.classes.push(name);
    }

    fn attempt(&mut self) {
        let (name, key) = (self.new_name(), self.expression(Kind::Text, 1));
        let table = self.expression(Kind::Table, 1);
        let number = self.expression(Kind::Int, 1);
        let risky = match self.random.below(4) {
            0 => format!("({table})[{key}]"),
            1 => format!("10 // ({number})"),
            2 => format!("int({key})"),
            _ => format!("[1, 2][{number}]"),
        };
        self.line("try:");
        self.block(|program| program.line(&format!("{name} = {risky}")));
        self.line("except (KeyError, ZeroDivisionError, ValueError):");
        self.block(|program| program.line(&format!("{name} = -1")));
        self.line("except IndexError:");
        self.block(|program| program.line(&format!("{name} = -2")));
        self.declare(name, Kind::Int);
    }

    fn late_binding(&mut self) {
        let (name, made) = (self.new_name(), self.new_name());
        let values = self.expression(Kind::Texts, 1);
        let default = self.random.pick(&["", "x=x", "y=x"]);
        let body = if default == "y=x" { "y" } else { "x" };
        self.line(&format!("{made} = []"));
        self.line(&format!("for x in [*{values}, 'z']:"));
        self.block(|program| program.line(&format!("{made}.append(lambda {default}: {body})")));
        self.line(&format!("{name} = [f() for f in {made}]"));
        self.declare(name, Kind::Texts);
    }
}
