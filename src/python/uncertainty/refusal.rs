//! What Python raises for is never taken for a value.

use super::result;

#[test]
fn what_python_refuses_is_no_value() {
    for code in [
        "f\"{'a':+}\"",
        "f\"{'a':#}\"",
        "f\"{'a':,}\"",
        "f\"{'a':=5}\"",
        "f\"{'a':d}\"",
        "f\"{5:.2}\"",
        "f\"{5:,x}\"",
        "f\"{5:s}\"",
        "f\"{5:5q}\"",
        "f\"{5:5d5}\"",
        "f\"{1.5:d}\"",
        "f\"{1.5:x}\"",
        "f\"{None:5}\"",
        "f\"{[]:5}\"",
        "'%d' % 'a'",
        "'%s %s' % (1,)",
        "'%s' % (1, 2)",
        "'%(a)s' % {}",
        "'%(a)s' % 5",
        "'%c' % 'ab'",
        "'%q' % 1",
        "'%' % 1",
        "'a' % 1",
        "__import__('math').sqrt(-1.0)",
        "chr(-1)",
        "ord('ab')",
        "ord('')",
        "'a'.translate('b')",
        "'a'.ljust(3, 'xy')",
        "''.maketrans('ab', 'c')",
    ] {
        let code = code.replace("__import__('math')", "math");
        let text = result(&format!("import math\nresult = {code}\n"));
        let is_value = !text.starts_with("raises") && !text.starts_with('?');
        assert!(!is_value, "{code}: {text}");
    }
}
