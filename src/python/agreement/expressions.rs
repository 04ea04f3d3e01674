//! The expressions of generated programs, by kind.

use super::program::{Kind, Program};

impl Program {
    /// An expression of a kind, so many levels deep.
    pub(super) fn expression(&mut self, kind: Kind, depth: usize) -> String {
        if depth == 0 || self.random.below(5) == 0 {
            if let Some(name) = self.known(kind) {
                return name;
            }
            return self.literal(kind);
        }
        let depth = depth - 1;
        match kind {
            Kind::Int => self.int(depth),
            Kind::Text => self.text(depth),
            Kind::Flag => self.flag(depth),
            Kind::Ints => self.ints(depth),
            Kind::Texts => self.texts(depth),
            Kind::Table => self.table(depth),
        }
    }

    fn literal(&mut self, kind: Kind) -> String {
        let number = self.random.below(12);
        let text = self.random.pick(&[
            "'a'",
            "'raw'",
            "'Big One'",
            "''",
            "'x_y'",
            "'é'",
            "'12'",
            "\"it's\"",
        ]);
        match kind {
            Kind::Int if number == 11 => "-7".into(),
            Kind::Int => number.to_string(),
            Kind::Text => text.into(),
            Kind::Flag => self.random.pick(&["True", "False"]).into(),
            Kind::Ints => format!("[{number}, 3, 1]"),
            Kind::Texts => format!("[{text}, 'b']"),
            Kind::Table => format!("{{'k': {number}, {text}: 2}}"),
        }
    }

    fn int(&mut self, depth: usize) -> String {
        let (a, b) = (
            self.expression(Kind::Int, depth),
            self.expression(Kind::Int, depth),
        );
        match self.random.below(12) {
            0 => format!("({a} + {b})"),
            1 => format!("({a} - {b})"),
            2 => format!("(({a} * {b}) % 1000)"),
            3 => format!("({a} // (abs({b}) + 1))"),
            4 => format!("({a} % 7)"),
            5 => format!("len({})", self.expression(Kind::Text, depth)),
            6 => format!("sum({})", self.expression(Kind::Ints, depth)),
            7 => format!("max({a}, {b}, key=lambda n: -n)"),
            8 => format!(
                "{}.get({}, {a})",
                self.expression(Kind::Table, depth),
                self.expression(Kind::Text, depth)
            ),
            9 => format!("{}.count('a')", self.expression(Kind::Text, depth)),
            10 => format!("({a} if {} else {b})", self.expression(Kind::Flag, depth)),
            _ => format!(
                "sum(n * 2 for n in {} if n > {a})",
                self.expression(Kind::Ints, depth)
            ),
        }
    }

    fn text(&mut self, depth: usize) -> String {
        let (a, b) = (
            self.expression(Kind::Text, depth),
            self.expression(Kind::Text, depth),
        );
        let number = self.expression(Kind::Int, depth);
        match self.random.below(17) {
            0 => format!("({a} + {b})"),
            1 => match (self.known(Kind::Int), self.known(Kind::Text)) {
                (Some(number), Some(text)) => {
                    format!("f'{{{number}:03d}}_{{{text}!r}}{{{text}:>3}}'")
                }
                _ => format!("(str({a}) + '{{:+}}'.format({number}))"),
            },
            2 => format!("{a}.upper()"),
            3 => format!("{a}.replace('a', {b})[:30]"),
            4 => format!("'-'.join({})", self.expression(Kind::Texts, depth)),
            5 => format!("'{{}}:{{x}}'.format({a}, x={number})"),
            6 => format!("('%s_%d' % ({a}, {number}))"),
            7 => format!("({a} or {b})"),
            8 => format!("{a}.title().strip()"),
            9 => format!("{a}[::-1]"),
            10 => format!("{a}[{number}:]"),
            11 => format!("repr({})", self.expression(Kind::Ints, depth)),
            12 => format!("({a}.split('_') + ['n'])[0]"),
            13 => format!("{a}.rjust(4, '.')"),
            14 => match self.functions.last().cloned() {
                Some(function) => format!(
                    "{function}({number}, *[1, 2, 3][:{}], c={a}, z=1)",
                    self.random.below(4)
                ),
                None => format!("{a}.removeprefix('r')"),
            },
            15 => match self.classes.last().cloned() {
                Some(class) => format!("({class}({a}).label({number}) + {class}.of('q').upper)"),
                None => format!("{a}.capitalize()"),
            },
            _ => format!("str({})", self.expression(Kind::Table, depth)),
        }
    }

    fn flag(&mut self, depth: usize) -> String {
        let (a, b) = (
            self.expression(Kind::Int, depth),
            self.expression(Kind::Int, depth),
        );
        let text = self.expression(Kind::Text, depth);
        match self.random.below(9) {
            0 => format!("({a} < {b})"),
            1 => format!("({a} == {b})"),
            2 => format!("({text} in {})", self.expression(Kind::Table, depth)),
            3 => format!("{text}.startswith('r')"),
            4 => format!("(not {text})"),
            5 => format!("({a} > 2 and {b} < 9)"),
            6 => format!(
                "any(n > {a} for n in {})",
                self.expression(Kind::Ints, depth)
            ),
            7 => format!("all({})", self.expression(Kind::Texts, depth)),
            _ => format!("(0 <= {a} <= {b})"),
        }
    }

    fn ints(&mut self, depth: usize) -> String {
        let list = self.expression(Kind::Ints, depth);
        let number = self.expression(Kind::Int, depth);
        match self.random.below(10) {
            0 => format!("[n + {number} for n in {list}]"),
            1 => format!("sorted({list})"),
            2 => format!("({list} + [{number}])"),
            3 => format!("list(range({number} % 6))"),
            4 => format!("list(map(lambda n: n % 5, {list}))"),
            5 => format!("[i * n for i, n in enumerate({list}, 1)]"),
            6 => format!("{list}[{number}:]"),
            7 => format!("[len(t) for t in {}]", self.expression(Kind::Texts, depth)),
            8 => format!("list({}.values())", self.expression(Kind::Table, depth)),
            _ => format!("[n for n in {list} if n % 2]"),
        }
    }

    fn texts(&mut self, depth: usize) -> String {
        let list = self.expression(Kind::Texts, depth);
        let text = self.expression(Kind::Text, depth);
        match self.random.below(9) {
            0 => format!("[t + {text} for t in {list}]"),
            1 => format!("sorted(set({list}))"),
            2 => format!("{text}.split('_')"),
            3 => format!("[*{list}, {text}]"),
            4 => format!("list({})", self.expression(Kind::Table, depth)),
            5 => format!(
                "[f'{{k}}={{v}}' for k, v in {}.items()]",
                self.expression(Kind::Table, depth)
            ),
            6 => format!("list(filter(None, {list}))"),
            7 => format!("[a + b for a, b in zip({list}, {text})]"),
            _ => format!("[str(n) for n in {}]", self.expression(Kind::Ints, depth)),
        }
    }

    fn table(&mut self, depth: usize) -> String {
        let (text, number) = (
            self.expression(Kind::Text, depth),
            self.expression(Kind::Int, depth),
        );
        match self.random.below(6) {
            0 => format!(
                "{{t: len(t) for t in {}}}",
                self.expression(Kind::Texts, depth)
            ),
            1 => format!(
                "{{**{}, {text}: {number}}}",
                self.expression(Kind::Table, depth)
            ),
            2 => format!(
                "dict(zip({}, {}))",
                self.expression(Kind::Texts, depth),
                self.expression(Kind::Ints, depth)
            ),
            3 => format!(
                "({} | {{{text}: {number}}})",
                self.expression(Kind::Table, depth)
            ),
            4 => format!(
                "dict.fromkeys({}, {number})",
                self.expression(Kind::Texts, depth)
            ),
            _ => format!("dict(a={number}, b=1)"),
        }
    }
}
