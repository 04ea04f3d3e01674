#!/usr/bin/env python3
"""Holds the examples of the rules' pages against the real Dagster.

    verdicts.py [--only NAME]

Every example of a page under rules/, and of its cases under tests/rules/, is written to a
directory and loaded as Dagster's own commands load it. `Example` of a rule whose
consequence is `refuses` must be refused, with a message that the page quotes; that of every
other, `Use instead` and `Not reported` must load. A page whose front matter has `unjudged`
is left out, as it says why Dagster has no verdict; so is an example that has such a line
below its heading. The snippets below inventories/ are held
against what Dagster holds for them.

Dagster is imported once; each example is loaded in a fork of that process.
"""

import argparse
import contextlib
import gc
import io
import json
import os
import re
import sys
import tempfile
import traceback
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "rules"
CASES = ROOT / "tests" / "rules"
FENCE = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^(entry|unjudged): (.+)$", re.MULTILINE)


def front_matter(text):
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    return dict(line.split(": ", 1) for line in head.splitlines()), body


def sections(body, mark):
    """The parts of a text by heading; what stands before the first has the name ''."""
    parts, fenced = [("", [])], False
    for line in body.splitlines(keepends=True):
        fenced ^= line.startswith("```")
        if not fenced and line.startswith(f"{mark} "):
            parts.append((line.removeprefix(f"{mark} ").rstrip("\n"), []))
        else:
            parts[-1][1].append(line)
    return [(heading, "".join(lines)) for heading, lines in parts]


def examples(path):
    """(name, what is said of it, files, whether it must load) of each example of a page."""
    front, body = front_matter(path.read_text())
    cases = CASES / path.name
    texts = [("", body), ("Cases", cases.read_text() if cases.exists() else "")]
    for of, text in texts:
        for heading, text in sections(text, "##"):
            if heading not in ("Example", "Use instead", "Not reported"):
                continue
            refused = heading == "Example" and front["consequence"] == "refuses"
            for part, inner in sections(text, "###"):
                fences = FENCE.findall(inner)
                files = {file: content for _, file, content in fences}
                name = " / ".join(filter(None, (front["name"], of, heading, part)))
                if len(files) < len(fences):
                    raise SystemExit(f"{name}: two files of one path")
                if files:
                    said = front | dict(FIELD.findall(inner.split("```")[0]))
                    yield name, said, files, not refused


def quotes(path):
    """The messages of Dagster that a page quotes, as patterns: `...` is any text."""
    _, body = front_matter(path.read_text())
    why = " ".join(dict(sections(body, "##"))["Why is this bad?"].split())
    spans = [double or single for double, single in re.findall(r"``(.+?)``|`(.+?)`", why)]
    return [
        re.compile(".*".join(map(re.escape, span.split("..."))))
        for span in spans
        if len(span.split()) > 2
    ]


def load(root, entry):
    """Raises what Dagster raises when it loads the example."""
    from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

    kind, _, target = entry.partition(" ")
    os.chdir(root)
    if kind == "workspace":
        load_workspace([target])
    elif kind == "dg":
        load_dg(root)
    else:
        argument = {"file": "python_file", "module": "module_name"}[kind]
        load_origin(
            LoadableTargetOrigin(
                executable_path=sys.executable,
                working_directory=str(root),
                **{argument: str(root / target) if kind == "file" else target},
            )
        )


def load_origin(origin):
    """What a code server does: pick, build, force every lazy definition, snapshot."""
    from dagster._core.remote_representation.external_data import RepositorySnap
    from dagster._grpc.server import LoadedRepositories

    loaded = LoadedRepositories(
        origin, container_image=None, entry_point=["dagster"], container_context=None
    )
    for repository in loaded.definitions_by_name.values():
        RepositorySnap.from_def(repository)
        repository.asset_graph.validate_partitions()


def load_workspace(paths):
    from dagster._core.workspace.load import location_origins_from_yaml_paths

    for origin in location_origins_from_yaml_paths(paths):
        before, path = set(sys.modules), list(sys.path)
        load_origin(origin.loadable_target_origin)
        # Each location has a process of its own: no module of one is seen by another.
        sys.path[:] = path
        for name in set(sys.modules) - before:
            module_file = getattr(sys.modules[name], "__file__", None) or ""
            if module_file.startswith(os.getcwd()):
                del sys.modules[name]


def load_dg(root):
    """As `dg check defs --use-active-venv`: through a workspace file that it writes."""
    from dagster_dg_cli.cli.utils import create_temp_workspace_file
    from dagster_dg_core.config import DgRawCliConfig
    from dagster_dg_core.context import DgContext

    context = DgContext.for_workspace_or_project_environment(root, DgRawCliConfig())
    with create_temp_workspace_file(context, use_active_venv=True) as workspace:
        load_workspace([workspace])


def verdict(files, entry):
    """None if it loads, else what Dagster says. Runs in a fork."""
    with tempfile.TemporaryDirectory(prefix="verdict-") as directory:
        root = Path(directory).resolve()
        os.environ["DAGSTER_HOME"] = tempfile.mkdtemp(dir=root)
        for file, content in files.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(content)
        printed = io.StringIO()
        try:
            with contextlib.redirect_stderr(printed), contextlib.redirect_stdout(printed):
                load(root, entry)
        except SystemExit as error:
            # `dg` prints what is wrong, and ends.
            return f"SystemExit: {error.code}: {' '.join(printed.getvalue().split())}"
        except Exception as error:
            if os.environ.get("VERDICTS_TRACE"):
                traceback.print_exc()
            return " <- ".join(causes(error))
        return None


def causes(error):
    """What Dagster says, outermost first, each message on a line."""
    told = []
    while error is not None and len(told) < 10:
        told.append(f"{type(error).__name__}: {' '.join(str(error).split())}")
        error = error.__cause__ or error.__context__ or getattr(error, "user_exception", None)
    return told


def forked(function, *arguments):
    """The result of a call, made in a fork, as the state of Dagster must not last."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.environ.update(DAGSTER_DISABLE_TELEMETRY="yes", DAGSTER_IS_DEFS_VALIDATION_CLI="1")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        with os.fdopen(writer, "w") as pipe:
            json.dump(function(*arguments), pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else "the loader died"


def warm_up():
    """Imports what Dagster imports lazily, so that every fork has it."""
    import dagster
    import dagster._grpc.server
    import dagster.components
    import dagster_dg_cli.cli.utils
    import dagster_dg_core.context  # noqa: F401
    from dagster.components.core.package_entry import discover_entry_point_package_objects

    discover_entry_point_package_objects()
    repository = dagster.Definitions(assets=[dagster.AssetSpec("warm")]).get_repository_def()
    repository.load_all_definitions()
    sys.dont_write_bytecode = True
    gc.collect()
    gc.freeze()


def default_entry(front, files):
    if "entry" in front:
        return front["entry"]
    if "definitions.py" in files:
        return "file definitions.py"
    raise SystemExit(f"{front['name']}: say `entry` in the front matter, there is no definitions.py")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="only pages and snippets whose name contains this")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    warm_up()
    passed = failed = unjudged = 0
    for path in sorted(PAGES.glob("*.md")):
        if arguments.only not in path.stem:
            continue
        for name, front, files, must_load in examples(path):
            if "unjudged" in front:
                unjudged += 1
                continue
            said = forked(verdict, files, default_entry(front, files))
            quoted = quotes(path)
            # A refusal for another reason than the page's is none of it.
            told = said and any(quote.search(said) for quote in quoted)
            right = said is None if must_load else bool(told)
            passed, failed = passed + right, failed + (not right)
            print(f"{'ok' if right else 'WRONG'}  {name}: {said or 'loads'}"[:240], flush=True)
    import inventories

    right, wrong = inventories.judge(arguments.only)
    passed, failed = passed + right, failed + wrong
    print(f"{passed} passed, {failed} failed, {unjudged} without a verdict of Dagster")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
