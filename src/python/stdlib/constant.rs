//! The constants of the standard library.

use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::function::Native;

/// The constants of the standard library.
pub(super) fn constant<'a>(path: &str) -> Option<Value<'a>> {
    Some(match path {
        "typing.TYPE_CHECKING" | "typing_extensions.TYPE_CHECKING" => Value::Bool(false),
        "os.sep" | "os.path.sep" => Value::str("/"),
        "os.curdir" => Value::str("."),
        "os.pardir" => Value::str(".."),
        "os.linesep" => Value::str("\n"),
        "math.pi" => Value::Float(std::f64::consts::PI),
        "math.e" => Value::Float(std::f64::consts::E),
        "math.inf" => Value::Float(f64::INFINITY),
        "math.nan" => Value::Float(f64::NAN),
        "sys.maxsize" => Value::Int(i64::MAX),
        "string.ascii_lowercase" => Value::str("abcdefghijklmnopqrstuvwxyz"),
        "string.ascii_uppercase" => Value::str("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "string.ascii_letters" => {
            Value::str("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        }
        "string.digits" => Value::str("0123456789"),
        "string.hexdigits" => Value::str("0123456789abcdefABCDEF"),
        "string.octdigits" => Value::str("01234567"),
        "string.punctuation" => Value::str("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
        "string.whitespace" => Value::str(" \t\n\r\x0b\x0c"),
        "re.IGNORECASE" | "re.I" => Value::Int(2),
        "re.MULTILINE" | "re.M" => Value::Int(8),
        "re.DOTALL" | "re.S" => Value::Int(16),
        "logging.DEBUG" => Value::Int(10),
        "logging.INFO" => Value::Int(20),
        "logging.WARNING" => Value::Int(30),
        "logging.ERROR" => Value::Int(40),
        "logging.CRITICAL" => Value::Int(50),
        "importlib.import_module" => Value::Native(Native("importlib.import_module")),
        "functools.cached_property" => Value::Native(Native("functools.cached_property")),
        "builtins" => return None,
        path => {
            return path
                .strip_prefix("builtins.")
                .and_then(Interpreter::builtin);
        }
    })
}
