//! Names that Dagster takes, refuses, or makes itself.

use super::{codes, listed, of_file};

#[test]
fn a_name_that_is_given_as_nothing_is_none() {
    let asset = |arguments: &str| {
        format!("@dg.asset({arguments})\ndef x(): ...\ndefs = dg.Definitions(assets=[x])")
    };
    for (arguments, key) in [
        ("key='a', name=None", "a"),
        ("key='a', key_prefix=None", "a"),
        ("key='a', key_prefix=[]", "a"),
        ("key='a', name='', key_prefix=''", "a"),
        ("key='', name='b'", "b"),
        ("key=[], name='b'", "b"),
        ("name='', key_prefix='p'", "p/x"),
    ] {
        let code = asset(arguments);
        assert_eq!(of_file(&code), [""; 0], "{arguments}");
        assert_eq!(listed(&code), [key], "{arguments}");
    }
    for arguments in ["key='a', name='b'", "key='a', key_prefix=['p']"] {
        assert_eq!(codes(&asset(arguments)), ["DAG600"], "{arguments}");
    }
    let unnamed = "@dg.op(name='')\ndef o(): ...\n@dg.job(name='')\ndef j(): o()\n\
                   @dg.graph\ndef g(): o()\n\
                   defs = dg.Definitions(jobs=[j, g.to_job(name='')])";
    assert_eq!(of_file(unnamed), [""; 0]);
    assert_eq!(listed(unnamed), ["g", "j"]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn names_are_judged_wherever_they_are_given() {
    let before = "@dg.op\ndef o(): ...\n@dg.graph\ndef g(): o()\n@dg.asset\ndef a(): ...\n";
    for code in [
        "g.to_job(name='a-b')",
        "dg.OpDefinition(compute_fn=lambda _: 1, name='a-b')",
        "dg.GraphDefinition(name='a-b', node_defs=[o])",
        "dg.JobDefinition(graph_def=g, name='a-b')",
        "o.configured({}, name='a-b')",
        "dg.AssetOut(group_name='raw data')",
        "dg.load_assets_from_current_module(group_name='raw data')",
        "dg.AssetSpec('a').replace_attributes(group_name='raw data')",
        "dg.SourceAsset('a').with_attributes(group_name='raw data')",
        "dg.AssetsDefinition.from_op(o, group_name='raw data')",
    ] {
        let code = format!("{before}x = {code}\ndefs = dg.Definitions()");
        assert_eq!(codes(&code), ["DAG605"], "{code}");
    }
    for decorated in [
        "@dg.multi_asset(outs={'type': dg.AssetOut(key='ok')})",
        "@dg.multi_asset(outs={'a': dg.AssetOut()}, group_name='raw data')",
        "@dg.asset(check_specs=[dg.AssetCheckSpec('a-b', asset='x')])",
        "@dg.multi_asset_check(specs=[dg.AssetCheckSpec('a-b', asset='x')])",
        "@dg.multi_asset_check(name='a-b', specs=[])",
        "@dg.op(out={'a-b': dg.Out()})",
        "@dg.op(ins={'type': dg.In(dg.Nothing)})",
        "@dg.graph(out={'a-b': dg.GraphOut()})",
    ] {
        let code = format!("{decorated}\ndef x(): ...\ndefs = dg.Definitions()");
        assert_eq!(codes(&code), ["DAG605"], "{decorated}");
    }
    for alias in ["a-b", "type", ""] {
        let code = format!(
            "{before}@dg.job\ndef j():\n    o.alias('{alias}')()\ndefs = dg.Definitions(jobs=[j])"
        );
        assert_eq!(codes(&code), ["DAG605"], "{alias}");
    }
    for code in [
        "dg.load_assets_from_modules([], group_name='raw data')",
        "dg.AssetOut(group_name='raw/data', key=['x-y', 'z.z'])",
        "dg.AssetCheckSpec('a-b', asset='a')",
    ] {
        let code = format!("{before}x = {code}\ndefs = dg.Definitions()");
        assert!(!codes(&code).contains(&"DAG605".to_owned()), "{code}");
    }
    let observable = |name: &str, held: &str| {
        codes(&format!(
            "@dg.observable_source_asset(name='{name}')\ndef x(): ...\n\
             defs = dg.Definitions(assets=[{held}])"
        ))
    };
    assert_eq!(observable("raw data", "x"), ["DAG605"]);
    assert!(!observable("raw data", "").contains(&"DAG605".to_owned()));
    assert_eq!(observable("a-b", "x"), [""; 0]);
}

#[test]
fn nodes_are_numbered_as_dagster_does() {
    let within = |body: &str| {
        codes(&format!(
            "import os\n@dg.op\ndef load(): ...\n@dg.op\ndef clean(): ...\n\
             @dg.job\ndef j():\n    {}\ndefs = dg.Definitions(jobs=[j])",
            body.replace("; ", "\n    ")
        ))
    };
    for body in [
        "load(); clean.alias('load')()",
        "clean.alias('load')(); load()",
        "load.alias('load')(); load()",
        "load(); load(); clean.alias('load_2')()",
        "clean.alias('load_2')(); load(); load()",
    ] {
        assert_eq!(within(body), ["DAG407"], "{body}");
    }
    for body in [
        "load(); load(); clean()",
        "load.alias('x')(); load()",
        "load(); clean.alias('load_2')()",
        "load(); load.alias(os.environ['NAME'])()",
        "load() if os.environ.get('X') else load(); clean.alias('load_2')()",
    ] {
        let found = within(body);
        assert!(!found.contains(&"DAG407".to_owned()), "{body}: {found:?}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn two_objects_under_one_key_cannot_be_merged() {
    let merged = |argument: &str, first: &str, second: &str| {
        let part = |value: &str| match argument {
            "executor" => format!("dg.Definitions(executor={value})"),
            _ => format!("dg.Definitions({argument}={{'k': {value}}})"),
        };
        let (first, second) = (part(first), part(second));
        codes(&format!("defs = dg.Definitions.merge({first}, {second})"))
    };
    for (argument, first, second) in [
        (
            "loggers",
            "dg.json_console_logger",
            "dg.colored_console_logger",
        ),
        (
            "executor",
            "dg.in_process_executor",
            "dg.multi_or_in_process_executor",
        ),
        (
            "executor",
            "dg.in_process_executor",
            "dg.in_process_executor.configured({})",
        ),
        ("resources", "[1]", "[1]"),
        ("resources", "{'a': 1}", "{'a': 1}"),
        ("resources", "1.5", "2.5"),
        ("resources", "None", "1"),
        ("resources", "True", "1"),
    ] {
        let found = merged(argument, first, second);
        assert_eq!(found, ["DAG206"], "{argument}: {first}, {second}");
    }
    for (argument, same) in [
        ("loggers", "dg.json_console_logger"),
        ("executor", "dg.multi_or_in_process_executor"),
        ("resources", "1"),
        ("resources", "1.5"),
        ("resources", "'x'"),
    ] {
        let found = merged(argument, same, same);
        assert_eq!(found, [""; 0], "{argument}: {same}");
    }
}
