//! The builtin exceptions: which class is a kind of which.

/// The exception classes, and which class each is a kind of.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("ArithmeticError", "Exception"),
    ("AssertionError", "Exception"),
    ("AttributeError", "Exception"),
    ("BaseException", "object"),
    ("BaseExceptionGroup", "BaseException"),
    ("BlockingIOError", "OSError"),
    ("BrokenPipeError", "ConnectionError"),
    ("BufferError", "Exception"),
    ("BytesWarning", "Warning"),
    ("ChildProcessError", "OSError"),
    ("ConnectionAbortedError", "ConnectionError"),
    ("ConnectionError", "OSError"),
    ("ConnectionRefusedError", "ConnectionError"),
    ("ConnectionResetError", "ConnectionError"),
    ("DeprecationWarning", "Warning"),
    ("EOFError", "Exception"),
    ("EncodingWarning", "Warning"),
    ("Exception", "BaseException"),
    ("ExceptionGroup", "BaseExceptionGroup"),
    ("FileExistsError", "OSError"),
    ("FileNotFoundError", "OSError"),
    ("FloatingPointError", "ArithmeticError"),
    ("FutureWarning", "Warning"),
    ("GeneratorExit", "BaseException"),
    ("ImportError", "Exception"),
    ("ImportWarning", "Warning"),
    ("IndentationError", "SyntaxError"),
    ("IndexError", "LookupError"),
    ("InterruptedError", "OSError"),
    ("IsADirectoryError", "OSError"),
    ("KeyError", "LookupError"),
    ("KeyboardInterrupt", "BaseException"),
    ("LookupError", "Exception"),
    ("MemoryError", "Exception"),
    ("ModuleNotFoundError", "ImportError"),
    ("NameError", "Exception"),
    ("NotADirectoryError", "OSError"),
    ("NotImplementedError", "RuntimeError"),
    ("OSError", "Exception"),
    ("OverflowError", "ArithmeticError"),
    ("PendingDeprecationWarning", "Warning"),
    ("PermissionError", "OSError"),
    ("ProcessLookupError", "OSError"),
    ("RecursionError", "RuntimeError"),
    ("ReferenceError", "Exception"),
    ("ResourceWarning", "Warning"),
    ("RuntimeError", "Exception"),
    ("RuntimeWarning", "Warning"),
    ("StopAsyncIteration", "Exception"),
    ("StopIteration", "Exception"),
    ("SyntaxError", "Exception"),
    ("SyntaxWarning", "Warning"),
    ("SystemError", "Exception"),
    ("SystemExit", "BaseException"),
    ("TabError", "IndentationError"),
    ("TimeoutError", "OSError"),
    ("TypeError", "Exception"),
    ("UnboundLocalError", "NameError"),
    ("UnicodeDecodeError", "UnicodeError"),
    ("UnicodeEncodeError", "UnicodeError"),
    ("UnicodeError", "ValueError"),
    ("UnicodeTranslateError", "UnicodeError"),
    ("UnicodeWarning", "Warning"),
    ("UserWarning", "Warning"),
    ("ValueError", "Exception"),
    ("Warning", "Exception"),
    ("ZeroDivisionError", "ArithmeticError"),
];

/// Other names of one class.
const ALIASES: &[(&str, &str)] = &[("EnvironmentError", "OSError"), ("IOError", "OSError")];

/// What `json` raises, which has no name among the builtins.
const OF_LIBRARIES: &[(&str, &str)] = &[("JSONDecodeError", "ValueError")];

/// The names of all of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    EXCEPTIONS.iter().chain(ALIASES).map(|(name, _)| *name)
}

/// Whether a builtin is an exception class.
pub(in crate::python) fn is_exception(name: &str) -> bool {
    names().any(|known| known == name)
}

/// Whether an exception class is a kind of another, both by name.
pub(in crate::python) fn is_kind_of(class: &str, base: &str) -> bool {
    let (class, base) = (own_name(class), own_name(base));
    // A group of `Exception` objects is an `Exception` besides.
    class == base
        || (class, base) == ("ExceptionGroup", "Exception")
        || base_of(class).is_some_and(|class| is_kind_of(class, base))
}

fn base_of(class: &str) -> Option<&'static str> {
    let mut known = EXCEPTIONS.iter().chain(OF_LIBRARIES);
    known
        .find(|(name, _)| *name == class)
        .map(|(_, base)| *base)
}

fn own_name(class: &str) -> &str {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == class);
    alias.map_or(class, |(_, name)| name)
}
