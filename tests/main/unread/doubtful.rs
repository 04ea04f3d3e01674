//! Files that some ways of reading them refuse are doubted, and analysed all the same.

use super::found;
use crate::support::Tree;

const TWICE: &[u8] = b"import dagster as dg\n\na = dg.AssetSpec('a')\n\
                       defs = dg.Definitions(assets=[a, dg.AssetSpec('a')])\n";

#[test]
fn what_python_may_take_is_analysed() {
    let heads = [&b"# caf\xe9\n"[..], b"# coding: uft-8\n", b"1  # caf\xe9\n"];
    for head in heads {
        let tree = Tree::new(&[]);
        tree.add("definitions.py", [head, TWICE].concat());
        let expected = [
            "warning DAG002 definitions.py:1",
            "warning DAG414 definitions.py:5",
        ];
        assert_eq!(found(&tree, &[]), expected);
    }
}
