//! Programs that never end, never fit, or hold themselves.

use crate::support::Tree;

/// What such a program computes is unknown, and the definitions around it are still found.
#[test]
fn hostile_programs_end() {
    let programs = [
        "def f(n):\n    return f(n + 1)\nx = f(0)\n",
        "x = []\nx.append(x)\ny = []\ny.append(y)\nz = x == y\nt = f'{x}'\n",
        "x = {}\nx[1] = x\ny = {}\ny[1] = y\nz = x == y\nt = str(x)\n",
        "x = 'a' * 10**12\ny = [0] * 10**12\nz = 10**10**10\nw = 1 << 10**12\n",
        "x = 'a'\nfor i in range(100):\n    x = x + x\n",
        "x = [0]\nfor i in range(100):\n    x = x + x\n",
        "x = [i for i in range(10**15)]\nfor i in range(10**15):\n    y = i\n",
        "x = [1]\nfor i in x:\n    x.append(i)\n",
        "x = '%1000000000000d' % 5\ny = f'{5:1000000000000d}'\nz = 'a'.rjust(10**13)\n",
        "x = ('a' * 100000).join(['b' * 100000] * 100000)\n",
        "class A:\n    def __add__(self, other):\n        return self + other\nx = A() + A()\n",
        "y = lambda f: (lambda x: x(x))(lambda y: f(lambda *a: y(y)(*a)))\nx = y(lambda s: lambda n: s(n))(1)\n",
        "def d(f):\n    return d(f)\n@d\ndef x():\n    pass\n",
    ];
    for program in programs {
        let location = loaded(program, &[]);
        assert_eq!(
            location["assets"][0]["key"], "orders",
            "{program}: {location:#}"
        );
    }
}

/// Where one ends only with the budget, the unknown names the place.
#[test]
#[expect(clippy::too_many_lines, reason = "one list: the programs")]
fn programs_that_spend_the_budget_are_told() {
    let programs = [
        // Recursion that Python itself would end with an exception.
        "class A:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\nx = A().y\n",
        "class A:\n    @property\n    def p(self):\n        return self.p\nx = A().p\n",
        "class A:\n    def __repr__(self):\n        return f'{self}'\nx = str(A())\n",
        "class A:\n    def __eq__(self, other):\n        return other == self\nx = A() == A()\n",
        "class A:\n    def __len__(self):\n        return len(self)\nx = len(A()) or bool(A())\n",
        "class A:\n    def __iter__(self):\n        return iter(self)\nx = list(A())\n",
        "class A:\n    def __call__(self):\n        return self()\nx = A()()\n",
        "class A:\n    def __init__(self):\n        self.a = A()\nx = A()\n",
        "class A:\n    def __init_subclass__(cls):\n        class B(A):\n            pass\nclass C(A):\n    pass\n",
        "class A:\n    def __hash__(self):\n        return hash(self)\nx = {A(): 1}\n",
        "def g():\n    yield from g()\nx = list(g())\n",
        "def a():\n    return b()\ndef b():\n    return a()\nx = a()\n",
        "def f(*a, **k):\n    return f(*a, *a, **k)\nx = f(1)\n",
        "import functools\n@functools.cache\ndef f(n):\n    return f(n + 1)\nx = f(0)\n",
        "import functools\nf = lambda: f()\nfor i in range(2000):\n    f = functools.partial(f)\nx = f()\n",
        // Loops without an end.
        "while True:\n    pass\n",
        "n = 0\nwhile n >= 0:\n    n += 1\n",
        "def g():\n    while True:\n        yield 1\nx = list(g())\n",
        "import itertools\nx = list(itertools.count())\ny = sum(itertools.repeat(1))\nz = list(itertools.cycle([1]))\n",
        "d = {0: 0}\nfor k in d:\n    d[k + 1] = k\n",
        "x = iter(lambda: 1, 2)\ny = list(x)\n",
        "for i in range(10**6):\n    for j in range(10**6):\n        for k in range(10**6):\n            pass\n",
        "x = [a + b + c for a in range(10**4) for b in range(10**4) for c in range(10**4)]\n",
        "import itertools\nx = list(itertools.product(range(1000), repeat=1000))\ny = list(itertools.permutations(range(100)))\nz = list(itertools.combinations(range(1000), 500))\n",
        // Sizes without a bound.
        "x = 'ab'.replace('', 'a' * 10**6)\nfor i in range(40):\n    x = x.replace('a', 'aa')\n",
        "x = ','.join(['a' * 10**5] * 10**5)\ny = ('a,' * 10**6).split(',')\nz = 'a'.center(10**12).zfill(10**12)\n",
        "x = 2 ** (2 ** (2 ** 20))\ny = 10 ** 10 ** 10 % 7\nz = 1 << (1 << 40)\nw = int('9' * 10**6) ** 1000\n",
        "x = bytes(10**15)\ny = b'a' * 10**15\nz = list(range(10**15))\nw = [[0] * 10**6] * 10**6\n",
        "x = f'{1:>{10**15}}'\ny = '{:{}}'.format(1, 10**15)\nz = '%*d' % (10**15, 1)\nw = f'{1.0:.{10**15}f}'\n",
        "x = []\nfor i in range(60):\n    x = [x, x]\ny = str(x)\nz = x == x.copy()\nimport copy\nw = copy.deepcopy(x)\nv = hash(str(x))\n",
        "x = ()\nfor i in range(10**5):\n    x = (x,)\ny = x == x\nz = repr(x)\nw = {x: 1}\n",
        "x = {}\nfor i in range(10**5):\n    x = {'a': x}\nimport json\ny = json.dumps(x)\nz = str(x)\n",
        "x = (1,)\nfor i in range(60):\n    x = x + x\n",
        "x = 'a'\nfor i in range(200):\n    x = f'{x}{x}'\ny = x.upper().title().swapcase()\n",
        // Regular expressions that backtrack.
        "import re\nx = re.match(r'(a+)+$', 'a' * 5000 + 'b')\ny = re.sub(r'(x*)*y', '', 'x' * 5000)\nz = re.findall('(' * 500, 'a')\n",
        "import re\nx = re.compile('a{1,1000000}{1,1000000}')\ny = re.sub('', 'a' * 10**6, 'b' * 10**6)\n",
        // Branches, decisions and classes without number.
        "import os\nx = []\nfor i in range(200):\n    if os.getenv(f'E{i}'):\n        x.append(i)\ny = str(x)\nz = len(x)\n",
        "import os\nx = ''\nfor i in range(200):\n    x += os.getenv(f'E{i}', 'a')\n",
        "for i in range(10**5):\n    class A:\n        pass\n    A = type('A', (A,), {})\n",
        "class A: pass\nfor i in range(3000):\n    A = type(f'A{i}', (A,), {'x': i})\nx = A().x\ny = A.__mro__\n",
        "match {'a': [[[[1]]]]}:\n    case {'a': [*x]}:\n        pass\nwhile x:\n    x = [x]\n",
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(n):\n    return f(n) + f(n)\nx = f(1)\n",
        "def f(n):\n    return 1 if n < 2 else f(n - 1) + f(n - 2)\nx = f(60)\n",
        "try:\n    while True:\n        try:\n            raise ValueError\n        except ValueError:\n            continue\nfinally:\n    pass\n",
        "def f():\n    try:\n        return f()\n    finally:\n        return f()\nx = f()\n",
        "import definitions\nx = definitions.defs\nfrom definitions import *\n",
        "x = [1]\nfor i in range(60):\n    x = [*x, *x]\ny = (*x, *x)\nz = {**{i: i for i in x}}\n",
    ];
    for program in programs {
        let location = loaded(program, &["--config", "max-steps = 300000"]);
        let found = location["assets"][0]["key"] == "orders";
        let told = location["complete"] == false && location["unknowns"][0]["line"].is_u64();
        assert!(found || told, "{program}: {location:#}");
    }
}

/// The code location of a program with an asset behind it.
fn loaded(program: &str, options: &[&str]) -> serde_json::Value {
    let text = format!(
        "import dagster as dg\n{program}\n@dg.asset\ndef orders():\n    pass\n\ndefs = dg.Definitions(assets=[orders])\n"
    );
    let tree = Tree::new(&[("definitions.py", &text)]);
    let words = ["list", "--format", "json", "-f", "definitions.py"];
    let run = tree.run(&[&words, options].concat());
    assert_eq!(run.code, 0, "{program}: {run:?}");
    run.json()["code_locations"][0].clone()
}
