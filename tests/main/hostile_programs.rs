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
        let text = format!(
            "import dagster as dg\n{program}\n@dg.asset\ndef orders():\n    pass\n\ndefs = dg.Definitions(assets=[orders])\n"
        );
        let tree = Tree::new(&[("definitions.py", &text)]);
        let run = tree.run(&["list", "--format", "json", "-f", "definitions.py"]);
        assert_eq!(run.code, 0, "{program}: {run:?}");
        let assets = &run.json()["code_locations"][0]["assets"];
        assert_eq!(assets[0]["key"], "orders", "{program}: {run:?}");
    }
}
