# Programs as projects write them at module level. Every name that they leave bound is
# compared with what CPython binds.

# --- dataclasses
from dataclasses import dataclass, field, replace, asdict, astuple, fields
from typing import ClassVar, Optional

@dataclass
class Base:
    name: str
    tags: list = field(default_factory=list)
    kind: ClassVar[str] = "base"

@dataclass
class Table(Base):
    schema: str = "public"
    columns: dict = field(default_factory=lambda: {"id": "int"})
    full: str = field(init=False, default="")

    def __post_init__(self):
        object.__setattr__(self, "full", f"{self.schema}.{self.name}")

    @property
    def key(self):
        return [self.schema, self.name]

@dataclass(order=True, kw_only=True)
class Point:
    x: int = 1
    y: int = field(default=2, repr=False)

@dataclass
class Config:
    table: Table
    point: Point = field(default_factory=Point)

    @classmethod
    def of(cls, name, **rest):
        return cls(table=Table(name), **rest)

t = Table("orders", schema="raw")
a = (t.name, t.schema, t.full, t.key, t.tags, t.columns, t.kind, Table.kind)
b = replace(t, name="users")
c = (b.name, b.schema, b.full)
d = asdict(Config.of("x", point=Point(x=3)))
e = astuple(Point(x=5))
f = [field_.name for field_ in fields(Table)]
g = [Point(x=1) == Point(x=1), Point(x=1) == Point(x=2), Point(x=1) < Point(x=2)]
h = sorted([Point(x=3), Point(x=1)])[0].x
i = t.tags is Table("other").tags
j = [Config.of("z").point.y, Config.of("z").table.columns["id"]]
k = repr(Point(x=9))
l = repr(Base("n"))
m = {**asdict(Base("n", ["t"])), "more": 1}
del t, b, Table, Base, Point, Config, replace, asdict, astuple, fields, field, dataclass, ClassVar, Optional

# --- enums
from enum import Enum, IntEnum, StrEnum, auto

class Color(Enum):
    RED = "red"
    GREEN = "green"
    CRIMSON = "red"

    @property
    def upper(self):
        return self.value.upper()

    @classmethod
    def names(cls):
        return [member.name for member in cls]

class Level(IntEnum):
    LOW = auto()
    HIGH = auto()

class Layer(str, Enum):
    BRONZE = "bronze"
    SILVER = "silver"

class Auto(StrEnum):
    ONE = auto()
    TWO = auto()

class Pair(Enum):
    A = ("a", 1)
    B = ("b", 2)

    def __init__(self, label, number):
        self.label = label
        self.number = number

a = [color.value for color in Color]
b = [Color("red").name, Color["GREEN"].value, Color.CRIMSON.name, Color.RED.upper]
c = Color.names()
d = [Level.HIGH.value, Level.HIGH > Level.LOW, Level.LOW == 1, int(Level.HIGH)]
e = [Layer.BRONZE == "bronze", f"{Layer.SILVER.value}_x", Layer("bronze").name]
f = [str(Auto.ONE), f"{Auto.TWO}", Auto.ONE == "one", "_".join([Auto.ONE, Auto.TWO])]
g = [Pair.A.label, Pair.B.number, Pair.A.value]
h = list(Color.__members__)
i = [len(Color), Color.RED in Color, Color.RED is Color.CRIMSON, Color.RED == "red"]
j = {Color.RED: 1}[Color.CRIMSON]
k = [isinstance(Layer.BRONZE, str), isinstance(Color.RED, Color)]
l = Layer.BRONZE.upper() + Layer.BRONZE
m = [layer for layer in Layer if layer != Layer.BRONZE][0].value
del Color, Level, Layer, Auto, Pair, Enum, IntEnum, StrEnum, auto

# --- named tuples and typed dicts
from collections import namedtuple
from typing import NamedTuple, TypedDict

class Source(NamedTuple):
    name: str
    schema: str = "raw"

    @property
    def full(self):
        return f"{self.schema}.{self.name}"

Pair = namedtuple("Pair", "left right")
Triple = namedtuple("Triple", ["x", "y", "z"], defaults=[3])
Functional = NamedTuple("Functional", [("a", int), ("b", str)])

class Row(TypedDict, total=False):
    id: int
    name: str

s = Source("orders")
a = [s.name, s.schema, s.full, s[0], len(s), list(s)]
name, schema = s
b = s._replace(name="users").full
c = s._asdict()
d = Source._fields
p = Pair(1, right=2)
e = [p.left, p[1], p == (1, 2), p == Pair(1, 2), tuple(p)]
f = [Triple(1, 2).z, Triple(1, 2, 4)._asdict()["z"], Triple._make([7, 8, 9]).y]
g = Functional(a=1, b="x").b
row = Row(id=1)
row["name"] = "n"
h = [pair.left for pair in [Pair(1, 2), Pair(3, 4)]]
i = {pair.left: pair.right for pair in map(Pair._make, [(1, 2), (3, 4)])}
j = sorted([Pair(2, 1), Pair(1, 2)])[0].left
k = isinstance(s, tuple)
del s, p, Source, Pair, Triple, Functional, Row, namedtuple, NamedTuple, TypedDict

# --- classes
class Meta_:
    registry = {}

    def __init_subclass__(cls, /, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Meta_.registry[key or cls.__name__.lower()] = cls

    def __init__(self, name, *args, **kwargs):
        self.name = name
        self.args = args
        self.kwargs = kwargs

    def __call__(self, suffix):
        return self.name + suffix

    def __getitem__(self, at):
        return self.args[at]

    def __len__(self):
        return len(self.args)

    def __iter__(self):
        yield from self.args

    def __contains__(self, item):
        return item in self.args

    def __eq__(self, other):
        return isinstance(other, Meta_) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __add__(self, other):
        return type(self)(self.name + other.name)

    def __repr__(self):
        return f"<{self.name}>"

    def __bool__(self):
        return bool(self.name)

class First(Meta_):
    level = 1

    def describe(self):
        return f"first {self.name}"

class Mixin:
    def describe(self):
        return "mixin " + super().describe()

class Second(Mixin, First, key="two"):
    level = First.level + 1

    @staticmethod
    def make(*names):
        return [Second(name) for name in names]

    @classmethod
    def default(cls):
        return cls("default")

    @property
    def label(self):
        return self._label if hasattr(self, "_label") else "none"

    @label.setter
    def label(self, value):
        self._label = value.upper()

x = Second("x", 1, 2, key="v")
a = [x.describe(), x("!"), x[1], len(x), list(x), 2 in x, x.kwargs, x.level]
b = [key for key in Meta_.registry]
c = [made.name for made in Second.make("p", "q")] + [Second.default().name]
x.label = "shout"
d = [x.label, Second("y").label, x == Second("x"), x != Second("y"), {x: 1}[Second("x")]]
e = repr([x, x + Second("z")])
f = [cls.__name__ for cls in Second.__mro__]
g = [issubclass(Second, First), isinstance(x, Mixin), type(x).__name__, x.__class__.__name__]
h = bool(Second("")) or "empty"
i = getattr(x, "missing", "fallback")
setattr(x, "extra", 5)
j = [x.extra, hasattr(x, "nothing"), vars(Second("v"))["name"]]
k = Meta_.registry["two"]("made").describe()
del x, Meta_, First, Second, Mixin

# --- closures and decorators
from functools import partial, reduce, wraps, lru_cache, cached_property

def tagged(*tags, upper=False):
    def wrap(fn):
        @wraps(fn)
        def inner(*args, **kwargs):
            result = fn(*args, **kwargs)
            return (tags, result.upper() if upper else result)

        inner.tags = tags
        return inner

    return wrap

@tagged("a", "b", upper=True)
def shout(text, end="!"):
    return text + end

a = [shout("x"), shout("y", end="?"), shout.__name__, shout.tags]
late = [lambda: n for n in range(3)]
b = [f() for f in late]
bound = [lambda n=n: n for n in range(3)]
c = [f() for f in bound]

def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count

    return step

step = counter()
d = [step(), step(), counter()()]
total = 0

def add(n):
    global total
    total += n
    return total

e = [add(1), add(2), total]
double = partial(lambda a, b, c=0: (a, b, c), 1, c=9)
f = [double(2), double(2, c=3)]
g = reduce(lambda acc, n: {**acc, n: n * n}, [1, 2], {})

@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

h = fib(15)

class Lazy:
    made = 0

    @cached_property
    def value(self):
        Lazy.made += 1
        return "v"

lazy = Lazy()
i = [lazy.value, lazy.value, Lazy.made]

def spread(first, /, second, *rest, key, **more):
    return first, second, rest, key, more

j = spread(1, *[2, 3, 4], key=5, **{"x": 6})
k = spread(*"ab", key=None)
l = (lambda *args, **kw: (args, sorted(kw.items())))(1, z=1, a=2)
del shout, late, bound, step, double, fib, lazy, Lazy, tagged, counter, add, spread, f
del partial, reduce, wraps, lru_cache, cached_property

# --- generators and iteration
import itertools
from itertools import chain, groupby, islice, product, zip_longest

def walk(tree, prefix=()):
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from walk(value, (*prefix, key))
        else:
            yield ".".join((*prefix, key)), value

a = list(walk({"a": {"b": 1, "c": {"d": 2}}, "e": 3}))

def numbers():
    n = 0
    while n < 4:
        yield n
        n += 1

b = [*numbers()]
first, *middle, last = numbers()
gen = (n * n for n in range(5) if n % 2)
c = [next(gen), list(gen), next(gen, "done")]
d = {key: [*group] for key, group in groupby(sorted(["ax", "by", "az"]), key=lambda s: s[0])}
e = list(product("ab", [1, 2]))
f = dict(zip_longest("abc", [1, 2], fillvalue=0))
g = list(islice(itertools.count(10, 5), 3))
h = list(chain.from_iterable([[1], [2, 3]]))
i = [(n, letter) for n, letter in enumerate("xy", start=1)]
j = [x for row in [[1, 2], [3]] for x in row if x != 2]
k = {n % 3 for n in range(7)}
l = any(n > 3 for n in range(5)) and all(n < 5 for n in range(5))
m = [y := 5, y**2, y]
n = sum(x * y for x, y in zip([1, 2], [3, 4]))
o = list(map(str.upper, ["a", "b"])) + list(filter(None, ["", "c"]))
p = sorted({"b": 2, "a": 1}.items(), key=lambda pair: -pair[1])
q = [*reversed([1, 2, 3])][:2]
r = max([{"n": 1}, {"n": 3}], key=lambda d: d["n"])["n"]
if (found := [s for s in ("x", "yy") if len(s) > 1]):
    u = found[0]
del walk, numbers, gen, itertools, chain, groupby, islice, product, zip_longest

# --- try, with and match
from contextlib import contextmanager, suppress, ExitStack, nullcontext

log = []

class Managed:
    def __enter__(self):
        log.append("enter")
        return self

    def __exit__(self, kind, value, trace):
        log.append(kind.__name__ if kind else "exit")
        return kind is KeyError

@contextmanager
def section(name):
    yield name.upper()

with Managed() as m, section("x") as s:
    log.append(s)
with Managed():
    raise KeyError("gone")
with suppress(ValueError):
    int("x")
    log.append("never")
with nullcontext(5) as five:
    pass

class OwnError(ValueError):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code

def attempt(work):
    try:
        return work()
    except OwnError as error:
        return f"own {error.code} {error}"
    except (KeyError, IndexError) as error:
        return type(error).__name__
    except Exception as error:
        return str(error)
    else:
        return "else"
    finally:
        log.append("finally")

def fail():
    raise OwnError(7)

def chained():
    try:
        {}["k"]
    except KeyError as error:
        raise RuntimeError("chained") from error

a = [attempt(fail), attempt(lambda: [][1]), attempt(lambda: 1 / 0), attempt(chained), attempt(lambda: 1)]

def kind(value):
    match value:
        case None:
            return "none"
        case bool():
            return "bool"
        case int() | float() if value > 10:
            return "large"
        case int(n):
            return f"int {n}"
        case [first, *rest]:
            return f"list {first} {len(rest)}"
        case {"type": "csv", **others}:
            return f"csv {sorted(others)}"
        case str() as text:
            return text.title()
        case _:
            return "other"

b = [kind(v) for v in (None, True, 11, 3, [1, 2, 3], {"type": "csv", "path": "p"}, "a b", object)]
for n in range(5):
    if n == 3:
        break
else:
    n = "unbroken"
i = 0
while True:
    i += 1
    if i % 2:
        continue
    if i > 6:
        break
order = []
for n in range(4):
    try:
        if n == 1:
            continue
        order.append(n)
        if n == 2:
            break
    except ValueError:
        order.append("never")
    else:
        order.append("else")
    finally:
        order.append("finally")


def left(n):
    try:
        if n:
            return "left"
    except ValueError:
        return "never"
    else:
        return "else"
    finally:
        order.append(n)


d = [left(0), left(1)]
c = log
try:
    from nowhere_at_all import thing
except ImportError:
    thing = None
assert not thing
del Managed, section, m, contextmanager, suppress, ExitStack, nullcontext, OwnError, attempt, fail, chained, kind, left

# --- strings
import re
import string
import textwrap

a = [f"{3.14159:.2f}", f"{42:05d}", f"{'x':>4}|", f"{'x':<4}|", f"{1234567:,}", f"{0.25:.0%}", f"{255:#x}"]
name_ = "n"
b = [f"{name_!r}", f"{name_=}", "{} {x}".format(1, x=2), "%s-%03d" % ("a", 7), "{0[0]}{1.real}".format("ab", 2)]
c = string.Template("$a-${b}").substitute(a=1, b="x")
d = textwrap.dedent("""
    one
      two
""").strip()
e = re.sub(r"[^a-z]+", "_", "a-b c").strip("_")
f = re.findall(r"(\w)(\d)", "a1 b2")
g = re.match(r"(?P<x>\d+)-(?P<y>\d+)", "12-34").groupdict()
h = ["a_b".split("_"), "a,b".partition(","), "x".join("abc"), "AbC".swapcase(), "abc"[::-1], "a b".title()]
i = ["ab".zfill(4), "ab".center(6, "*"), "a.b.c".rsplit(".", 1), "aXb".lower().removesuffix("b"), "x=1".split("=")]
j = "camelCaseName"
k = "".join("_" + ch.lower() if ch.isupper() else ch for ch in j)
l = ["a" < "b", "a" in "cat", "cat".find("t"), "cat".index("a"), "  x ".strip(), "a\nb".splitlines()]
m = "abc".translate(str.maketrans({"a": "1", "b": None}))
n = [str(1.0), repr("it's"), str([1, "a"]), str(None), bytes("a", "utf-8").decode()]
o = textwrap.indent("a\nb", "> ")
p = string.ascii_lowercase[:3] + string.digits[-1]
q = re.compile(r"\s+").split("a  b c")
del re, string, textwrap

# --- containers
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
import copy
import operator

a = defaultdict(list)
a["x"].append(1)
a = dict(a)
b = Counter("banana").most_common(1)
c = dict(OrderedDict([("z", 1), ("a", 2)]))
d = list(deque([1, 2, 3]))
e = {**{"a": 1}, "b": 2} | {"c": 3}
f = [1, 2, 3, 4, 5][1:-1:2]
g = copy.deepcopy({"a": [1]})
g["a"].append(2)
h = sorted([{"n": 2}, {"n": 1}], key=operator.itemgetter("n"))
i = operator.add(1, 2) + operator.mul(2, 3)
j = {"a": {"b": 1}}.get("a", {}).get("b")
k = [*{"a": 1, "b": 2}], {"a": 1}.setdefault("b", []), dict.fromkeys("ab", 0)
l = {1, 2} & {2, 3} | {9}, {1, 2} - {1}, frozenset([1]) <= {1, 2}
m = [[0] * 2 for _ in range(2)]
m[0][1] = 7
n = list(dict(a=1).items()), list(zip(*[(1, "a"), (2, "b")]))
o = ChainMap({"a": 1}, {"a": 2, "b": 3})["b"]
p = [3, 1, 2]
p.sort(reverse=True)
q = p.pop(0), p.index(1), p.count(2), p + [9], p * 2
r = [1, 2, 3]
r[1:2] = ["x", "y"]
s = (1, 2) + (3,), (1, 2, 3).index(2), ("a",) * 2
first_, *others = ("a", "b", "c")
t = {"b": 1, "a": 2}
u = min(t, key=t.get), max(t.values()), sorted(t, reverse=True), list(reversed(t))
v = divmod(7, 3), abs(-2), round(2.567, 1), pow(2, 5), 7 // 2, -7 % 3, int("12"), float("1.5"), bool([])
del ChainMap, Counter, OrderedDict, defaultdict, deque, copy, operator

# --- introspection
import importlib
import inspect
import math
import sys
import types

def plain(): ...

class Thing:
    attribute = 1

    def method(self): ...

module = sys.modules[__name__]
a = getattr(module, "plain") is plain
b = sorted(n for n, v in vars(module).items() if inspect.isfunction(v))
c = [n for n, v in inspect.getmembers(module, inspect.isclass)]
d = [n for n in dir(Thing) if not n.startswith("_")]
e = "Thing" in globals(), globals()["plain"].__name__
f = importlib.import_module("math") is not None
g = types.SimpleNamespace(x=1, y=[2]).y
h = [callable(plain), callable(1), type(1) is int, type("a").__name__, isinstance([], (list, tuple))]
globals()["made"] = 5
i = made
j = Thing.__name__, Thing.method.__name__, plain.__module__ == __name__
del module, plain, Thing, importlib, inspect, math, sys, types

# --- dates as far as names need them
from datetime import date, datetime, timedelta

start = date(2024, 1, 30)
a = [(start + timedelta(days=n)).isoformat() for n in range(3)]
b = datetime(2024, 2, 3, 4, 5).strftime("%Y-%m-%d %H:%M")
c = [start.year, start.month, start.day, start.weekday()]
d = (date(2024, 3, 1) - start).days
e = f"{start:%Y%m%d}"
f = date(2024, 1, 1) < start, start == date(2024, 1, 30), str(start), str(timedelta(hours=36))
g = datetime.strptime("2024-05-06", "%Y-%m-%d").date().isoformat()
h = date.fromisoformat("2024-01-31").replace(day=1).isoformat()
i = timedelta(days=1, hours=2).total_seconds()
del date, datetime, timedelta, start

# --- what builtins refuse
import functools
import itertools
import re
from collections import Counter, OrderedDict, deque, namedtuple
from enum import Enum

class Color(Enum):
    RED = 1

class Plain:
    kept = 1

Pair = namedtuple("Pair", "x y")

def refusal(work):
    try:
        return work()
    except Exception as error:
        return type(error).__name__

a = [refusal(work) for work in (
    lambda: [1].index(2), lambda: (1,).index(2), lambda: [].pop(), lambda: [1].pop(1), lambda: [1].pop(-2),
    lambda: [1].remove(2), lambda: {}.pop("a"), lambda: {}.popitem(), lambda: set().pop(), lambda: {1}.remove(2),
    lambda: {"a": 1}["b"], lambda: [1][1], lambda: [1][-2], lambda: (1,)[5], lambda: "a"[3], lambda: {}[None],
)]
b = [refusal(work) for work in (
    lambda: "a".split(""), lambda: "a".rsplit(""), lambda: "ab".index("z"), lambda: "ab".rindex("z"),
    lambda: "".join(["a", 1]), lambda: "".join([None]), lambda: "{}".format(), lambda: "{x}".format(), lambda: "{1}".format(0),
    lambda: "{a}".format_map({}), lambda: "{".format(), lambda: "}".format(), lambda: "{a".format(a=1), lambda: "{0[}".format([1]),
    lambda: "{0[k]}".format({}),
)]
c = [refusal(work) for work in (
    lambda: int("x"), lambda: int(""), lambda: int("1.5"), lambda: int("_1"), lambda: int("1_"), lambda: int("1__0"),
    lambda: int("09", 0), lambda: int("0x", 16), lambda: int("_f", 16), lambda: int("12", 2), lambda: int("- 1"), lambda: int("+-1"),
    lambda: int(None), lambda: int([1]), lambda: int({}), lambda: int((1,)), lambda: int("0b2", 0), lambda: int("g", 16), lambda: int("1a"),
    lambda: float("x"), lambda: float(""), lambda: float("1_"), lambda: float("_1"), lambda: float("1__0"), lambda: float("1_.5"),
    lambda: float("1._5"), lambda: float("1_e5"), lambda: float("in_f"), lambda: float("1e"), lambda: float("1 2"),
)]
d = [refusal(work) for work in (
    lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: divmod(1, 0), lambda: 1.5 / 0,
    lambda: min([]), lambda: max(()), lambda: min([], key=len), lambda: next(iter([])), lambda: next(iter("a")),
    lambda: functools.reduce(lambda a, b: a, []), lambda: functools.reduce(lambda a, b: a, [], 5),
    lambda: deque().pop(), lambda: deque().popleft(), lambda: Counter()["x"], lambda: OrderedDict()["x"],
)]
e = [refusal(work) for work in (
    lambda: Plain.nope, lambda: Plain().nope, lambda: Plain._fields, lambda: Plain.kept, lambda: Color.BLUE, lambda: Color(5),
    lambda: Pair(1, 2).z, lambda: getattr(Plain, "nope"), lambda: getattr(Plain, "nope", "d"), lambda: hasattr(Plain, "nope"), lambda: undefined_name, lambda: (lambda a: a)(), lambda: (lambda: 1)(2), lambda: (lambda a: a)(b=1), lambda: (lambda a, /: a)(a=1), lambda: (lambda *, a: a)(1),
)]
f = [refusal(work) for work in (
    lambda: [x for x, in [(1, 2)]], lambda: (lambda: [y for y, z in [(1,)]])(), lambda: list(zip([1], [2], strict=True)),
    lambda: Pair(1, 2, x=3), lambda: {**{"a": 1}}["a"], lambda: dict(a=1, **{"b": 2}), lambda: [*"ab"][5], lambda: str(1)[0],
)]
del refusal, functools, itertools, re, Counter, OrderedDict, deque, namedtuple, Enum, Color, Plain, Pair
