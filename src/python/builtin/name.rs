//! The names that exist: builtins, methods of builtin types, and what is modelled of
//! the standard library.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::exception;
use crate::python::stdlib;
use crate::python::value::function::Native;

macro_rules! methods {
    ($class:literal: $($name:literal)*) => { &[$(concat!($class, ".", $name)),*] };
}

/// Python 3.9 to 3.14, `builtins`.
const FUNCTIONS: &[&str] = &[
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
    "__import__",
    "NotImplemented",
    "anext",
    "aiter",
    "exit",
    "quit",
];

const METHODS: &[&[&str]] = &[
    methods!("str": "capitalize" "casefold" "center" "count" "encode" "endswith" "expandtabs" "find" "format"
        "format_map" "index" "isalnum" "isalpha" "isascii" "isdecimal" "isdigit" "isidentifier" "islower" "isnumeric"
        "isprintable" "isspace" "istitle" "isupper" "join" "ljust" "lower" "lstrip" "maketrans" "partition"
        "removeprefix" "removesuffix" "replace" "rfind" "rindex" "rjust" "rpartition" "rsplit" "rstrip" "split"
        "splitlines" "startswith" "strip" "swapcase" "title" "translate" "upper" "zfill"
        "__len__" "__contains__" "__getitem__" "__str__" "__repr__" "__format__"),
    methods!("bytes": "decode" "hex" "fromhex" "startswith" "endswith" "strip" "upper" "lower" "split" "join" "replace"
        "count" "find" "splitlines" "rstrip" "lstrip" "__len__" "__contains__" "__getitem__"),
    methods!("list": "append" "clear" "copy" "count" "extend" "index" "insert" "pop" "remove" "reverse" "sort"
        "appendleft" "extendleft" "popleft" "rotate"
        "__len__" "__contains__" "__getitem__" "__iter__" "__setitem__" "__repr__" "__str__"),
    methods!("tuple": "count" "index" "__len__" "__contains__" "__getitem__" "__iter__"),
    methods!("dict": "clear" "copy" "fromkeys" "get" "items" "keys" "pop" "popitem" "setdefault" "update" "values"
        "move_to_end" "most_common" "elements"
        "__len__" "__contains__" "__getitem__" "__iter__" "__setitem__" "__repr__" "__str__"),
    methods!("set": "add" "clear" "copy" "difference" "difference_update" "discard" "intersection"
        "intersection_update" "isdisjoint" "issubset" "issuperset" "pop" "remove" "symmetric_difference"
        "symmetric_difference_update" "union" "update" "__len__" "__contains__" "__iter__"),
    methods!("frozenset": "copy" "difference" "intersection" "isdisjoint" "issubset" "issuperset"
        "symmetric_difference" "union" "__len__" "__contains__" "__iter__"),
    methods!("int": "bit_length" "bit_count" "to_bytes" "from_bytes" "conjugate" "as_integer_ratio" "is_integer"
        "__str__" "__repr__"),
    methods!("float": "is_integer" "hex" "fromhex" "as_integer_ratio" "conjugate" "__str__" "__repr__"),
    methods!("range": "count" "index" "__len__" "__contains__" "__iter__"),
    methods!("generator": "read" "readline" "readlines" "close" "send" "write" "seek" "__next__" "__iter__"
        "__enter__" "__exit__"),
    methods!("object": "__init__" "__new__" "__setattr__" "__getattribute__"),
    methods!("pathlib.Path": "absolute" "as_posix" "as_uri" "cwd" "exists" "expanduser" "glob" "home" "is_absolute"
        "is_dir" "is_file" "is_relative_to" "is_symlink" "iterdir" "joinpath" "match" "mkdir" "open" "read_bytes"
        "read_text" "relative_to" "resolve" "rglob" "samefile" "stat" "touch" "unlink" "with_name" "with_stem"
        "with_suffix" "write_bytes" "write_text" "__str__" "__fspath__" "rename" "replace" "rmdir" "walk" "lstat"),
];

/// The builtin, the method (`str.join`) or the modelled function (`os.path.join`) of a
/// dotted name.
pub(in crate::python) fn find(path: &str) -> Option<Native> {
    static KNOWN: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let methods = METHODS.iter().copied().flatten();
        let library = stdlib::MODELLED.iter().copied().flatten();
        FUNCTIONS
            .iter()
            .chain(methods)
            .chain(library)
            .copied()
            .chain(exception::names())
            .collect()
    });
    known.get(path).copied().map(Native)
}
