//! What containers hold after something that is not known was done to them.

use super::check;

#[test]
fn what_is_taken_from_an_order_that_is_not_known_may_be_any() {
    let reason = "value comes from `set.pop(...)`";
    check(&[
        (
            "s = {1, 2}\ns.pop()\nresult = s",
            "{(absent | 1), (absent | 2)}",
        ),
        ("s = {1, 2}\ns.pop()\nresult = 1 if 1 in s else 2", "1 | 2"),
        ("s = {1, 2}\nresult = s.pop()", &format!("? {reason}")),
        ("s = {1}\ns.pop()\nresult = s", "{}"),
        (
            "d = {'a': 1}\nif u:\n    d['b'] = 2\nd.popitem()\nresult = 1 if 'a' in d else 2",
            "1 | 2",
        ),
        (
            "from collections import deque\nq = deque([1, 2])\nif u:\n    q.rotate()\nresult = 1 if q[0] == 1 else 2",
            "1 | 2",
        ),
        (
            "from collections import Counter\nc = Counter('a')\nc.update(u)\nresult = 1 if c['a'] == 1 else 2",
            "1 | 2",
        ),
    ]);
}

#[test]
fn a_namespace_with_names_that_are_not_known_may_have_any() {
    check(&[
        (
            "globals()[u] = 1\nresult = 1 if 'z' in globals() else 2",
            "1 | 2",
        ),
        ("result = 1 if 'z' in globals() else 2", "2"),
        (
            "globals()[u] = 1\nresult = 1 if 'u' in globals() else 2",
            "1",
        ),
        (
            "a = 1\nif u:\n    del a\nresult = 1 if 'a' in globals() else 2",
            "1 | 2",
        ),
        (
            "a = 5\nresult = globals().popitem()",
            "? value comes from `globals(...)`",
        ),
        (
            "a = 5\nresult = globals().pop(u)",
            "? value comes from `requests.get(...)`",
        ),
    ]);
}
