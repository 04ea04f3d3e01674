//! The modelled part of the standard library.
//!
//! A name that is not listed here stays opaque: `Value::External`.

mod arrange;
mod collections;
mod constant;
mod copying;
mod csv;
pub(crate) mod data;
mod dataclasses;
mod environ;
mod file;
pub(crate) mod fnmatch;
mod functools;
mod glob;
pub(super) mod introspect;
mod itertools;
mod math;
mod os_path;
pub(crate) mod pure_path;
pub(super) mod re;
mod record;
mod text;
pub(crate) mod walk;
mod yaml;
pub(crate) mod yaml_scalar;

use super::builtin::find;
use super::interpreter::{Eval, Interpreter};
use super::value::function::{Arguments, Native};
use super::value::unknown::Identity;
use super::value::{Unknown, Value};

/// The functions and types that are modelled, by dotted name.
pub(super) const MODELLED: &[&[&str]] = &[
    &[
        "re.compile",
        "re.sub",
        "re.match",
        "re.fullmatch",
        "re.search",
        "re.findall",
        "re.split",
        "re.Pattern",
        "re.Match",
        "re.Match.group",
        "re.Match.groups",
        "re.Match.groupdict",
    ],
    &[
        "json.load",
        "json.loads",
        "tomllib.load",
        "tomllib.loads",
        "tomli.load",
        "tomli.loads",
        "toml.load",
        "toml.loads",
        "yaml.safe_load",
        "yaml.safe_load_all",
        "yaml.full_load",
        "yaml.full_load_all",
        "yaml.load",
        "yaml.load_all",
    ],
    &["csv.reader", "csv.DictReader"],
    &[
        "abc.abstractmethod",
        "typing.final",
        "typing.override",
        "typing.overload",
        "typing.no_type_check",
        "typing.runtime_checkable",
        "typing_extensions.override",
        "typing_extensions.final",
        "atexit.register",
        "functools.total_ordering",
        "functools.identity",
        "pydantic.computed_field",
    ],
    &["typing.cast", "typing_extensions.cast"],
    &[
        "os.environ",
        "os.environ.get",
        "os.environ.setdefault",
        "os.environ.update",
        "os.environ.pop",
        "os.environ.copy",
        "os.getenv",
        "os.getcwd",
        "os.listdir",
        "os.walk",
        "os.makedirs",
        "os.mkdir",
        "os.fspath",
        "os.chdir",
        "os.putenv",
    ],
    &[
        "os.path.join",
        "os.path.dirname",
        "os.path.basename",
        "os.path.abspath",
        "os.path.realpath",
        "os.path.normpath",
        "os.path.exists",
        "os.path.isfile",
        "os.path.isdir",
        "os.path.isabs",
        "os.path.split",
        "os.path.splitext",
        "os.path.relpath",
        "os.path.expanduser",
    ],
    &[
        "glob.glob",
        "glob.iglob",
        "fnmatch.fnmatch",
        "fnmatch.filter",
    ],
    &[
        "pathlib.Path",
        "pathlib.PurePath",
        "pathlib.PosixPath",
        "pathlib.PurePosixPath",
    ],
    &[
        "functools.partial",
        "functools.wraps",
        "functools.wraps.apply",
        "functools.update_wrapper",
        "functools.lru_cache",
        "functools.cache",
        "functools.reduce",
    ],
    &[
        "operator.itemgetter",
        "operator.itemgetter.apply",
        "operator.attrgetter",
        "operator.attrgetter.apply",
        "operator.methodcaller",
        "operator.methodcaller.apply",
    ],
    &[
        "itertools.product",
        "itertools.chain",
        "itertools.chain.from_iterable",
        "itertools.combinations",
        "itertools.combinations_with_replacement",
        "itertools.permutations",
        "itertools.repeat",
        "itertools.zip_longest",
        "itertools.islice",
        "itertools.count",
        "itertools.cycle",
        "itertools.groupby",
        "itertools.starmap",
        "itertools.accumulate",
        "itertools.takewhile",
        "itertools.dropwhile",
        "itertools.filterfalse",
        "itertools.pairwise",
        "itertools.batched",
        "itertools.tee",
    ],
    &[
        "collections.defaultdict",
        "collections.OrderedDict",
        "collections.Counter",
        "collections.deque",
    ],
    &[
        "collections.namedtuple",
        "collections.namedtuple.make",
        "typing.NamedTuple",
        "types.SimpleNamespace",
    ],
    &[
        "inspect.getmembers",
        "inspect.getmodule",
        "inspect.getfile",
        "inspect.getsourcefile",
        "inspect.isclass",
        "inspect.isfunction",
        "inspect.ismodule",
        "inspect.ismethod",
        "inspect.isgeneratorfunction",
        "inspect.iscoroutinefunction",
        "pkgutil.iter_modules",
        "pkgutil.walk_packages",
        "sys.modules",
        "sys.modules.get",
    ],
    &[
        "dataclasses.asdict",
        "dataclasses.astuple",
        "dataclasses.fields",
        "dataclasses.is_dataclass",
        "dataclasses.replace",
    ],
    &[
        "operator.add",
        "operator.and_",
        "operator.concat",
        "operator.contains",
        "operator.eq",
        "operator.floordiv",
        "operator.ge",
        "operator.getitem",
        "operator.gt",
        "operator.is_",
        "operator.is_not",
        "operator.le",
        "operator.lt",
        "operator.mod",
        "operator.mul",
        "operator.ne",
        "operator.or_",
        "operator.pow",
        "operator.sub",
        "operator.truediv",
        "textwrap.dedent",
        "textwrap.indent",
    ],
    &["copy.copy", "copy.deepcopy"],
    &[
        "math.ceil",
        "math.floor",
        "math.sqrt",
        "math.prod",
        "math.gcd",
        "math.isnan",
        "math.log2",
        "math.trunc",
        "math.fabs",
    ],
    &[
        "logging.getLogger",
        "logging.basicConfig",
        "logging.info",
        "logging.debug",
        "logging.warning",
        "logging.error",
        "logging.Logger.info",
        "logging.Logger.debug",
        "logging.Logger.warning",
        "logging.Logger.warn",
        "logging.Logger.error",
        "logging.Logger.exception",
        "logging.Logger.critical",
        "logging.Logger.log",
        "logging.Logger.setLevel",
        "logging.Logger.addHandler",
        "logging.captureWarnings",
        "logging.disable",
    ],
    &[
        "warnings.warn",
        "warnings.filterwarnings",
        "warnings.simplefilter",
        "dotenv.load_dotenv",
        "sys.path.append",
        "sys.path.insert",
        "sys.path.extend",
        "sys.setrecursionlimit",
        "sys.stdout.write",
        "pprint.pprint",
        "gc.collect",
        "time.sleep",
        "random.seed",
    ],
    &[
        "datetime.datetime",
        "datetime.date",
        "datetime.time",
        "datetime.timedelta",
    ],
];

impl<'a> Interpreter<'a> {
    /// The value of a modelled name of the standard library.
    pub(super) fn stdlib(path: &str) -> Option<Value<'a>> {
        if let Some(value) = constant::constant(path) {
            return Some(value);
        }
        path.contains('.')
            .then(|| find(path))
            .flatten()
            .map(Value::Native)
    }

    /// Calls a modelled function whose arguments have no alternatives.
    #[expect(
        clippy::too_many_lines,
        reason = "one table: the modelled functions by module"
    )]
    pub(super) fn call_stdlib(&mut self, native: Native, arguments: &Arguments<'a>) -> Eval<'a> {
        let name = native.0;
        match name.split_once('.').unwrap_or((name, "")) {
            ("inspect" | "pkgutil", _) | ("sys", "modules.get") => {
                self.call_introspection(name, arguments)
            }
            ("collections", "namedtuple.make") => self.make_named_tuple(arguments),
            ("collections", "namedtuple") | ("typing", "NamedTuple") => {
                self.call_named_tuple(name, arguments)
            }
            ("dataclasses", _) => self.call_dataclasses(name, arguments),
            ("types", _) => Ok(self.call_simple_namespace(arguments)),
            ("functools", "identity" | "total_ordering")
            | ("abc" | "typing" | "typing_extensions" | "atexit" | "pydantic", _) => {
                let index = usize::from(name.ends_with(".cast"));
                Ok(arguments
                    .at(index)
                    .cloned()
                    .unwrap_or_else(|| self.unknown_call(name, arguments)))
            }
            ("os", _) if name.starts_with("os.path.") => Ok(self.call_os_path(name, arguments)),
            ("os", _) => self.call_os(name, arguments),
            ("glob" | "fnmatch", _) => self.call_glob(name, arguments),
            ("pathlib", "Path" | "PurePath" | "PosixPath" | "PurePosixPath") => {
                Ok(self.make_path(arguments))
            }
            ("pathlib", "Path.cwd") => Ok(self.current_directory(arguments.place).map_or_else(
                |unknown| unknown,
                |directory| Value::Path(std::rc::Rc::new(directory)),
            )),
            ("pathlib", method) => self.call_unbound_path(name, method, arguments),
            ("textwrap", _) => Ok(self.call_text(name, arguments)),
            ("functools" | "operator", _) => match self.call_operator(name, arguments) {
                Some(result) => result,
                None => self.call_functools(name, arguments),
            },
            ("itertools", _) => self.call_itertools(name, arguments),
            ("collections", _) => self.call_collections(name, arguments),
            ("json" | "tomllib" | "tomli" | "toml" | "yaml", _) => {
                self.call_loader(name, arguments)
            }
            ("re", _) => self.call_re(name, arguments),
            ("csv", _) => self.call_csv(name, arguments),
            ("copy", _) => Ok(self.call_copy(name, arguments)),
            ("math", _) => self.call_math(name, arguments),
            ("datetime", _) => Ok(self.date(name, arguments)),
            ("logging", "getLogger") => Ok(Value::external("logging.Logger")),
            (
                "logging" | "warnings" | "dotenv" | "sys" | "pprint" | "gc" | "time" | "random",
                _,
            ) => Ok(Value::None),
            _ => Ok(self.unknown_call(name, arguments)),
        }
    }

    /// `Path.exists(path)`, `Path.cwd()`.
    fn call_unbound_path(
        &mut self,
        name: &str,
        method: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let Some((receiver, rest)) = arguments.positional.split_first() else {
            return Ok(self.unknown_call(name, arguments));
        };
        let method = method.strip_prefix("Path.").unwrap_or(method);
        let rest = Arguments {
            positional: rest.to_vec(),
            ..arguments.clone()
        };
        self.call_method(&receiver.value, method, rest)
    }

    /// A date or a duration is not followed, but it equals one made in the same way.
    fn date(&mut self, name: &str, arguments: &Arguments<'a>) -> Value<'a> {
        let mut written = Vec::new();
        for argument in &arguments.positional {
            let Some(text) = self.to_repr(&argument.value) else {
                return self.unknown_call(name, arguments);
            };
            written.push(text);
        }
        for (keyword, argument) in &arguments.keywords {
            let Some(text) = self.to_repr(&argument.value) else {
                return self.unknown_call(name, arguments);
            };
            written.push(format!("{keyword}={text}"));
        }
        let written = format!("{name}({})", written.join(", "));
        let reason = format!("daglint does not follow dates: `{written}`");
        let identity = Identity::of_call(&written);
        Value::Unknown(Unknown::identified(reason, arguments.place, identity))
    }
}
