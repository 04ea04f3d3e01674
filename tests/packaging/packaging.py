#!/usr/bin/env python3
"""Uses daglint as it is installed: as a wheel, from a source distribution, as a hook.

Everything is made in a temporary directory from the tree that this file lies in, as the
real maturin, pip and pre-commit make it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
# The linter for Airflow that has the short name on PyPI.
NAMESAKE = "daglint==1.1.0"

DUPLICATE = """\
import dagster as dg


@dg.asset(name="orders")
def first(): ...


@dg.asset(name="orders")
def second(): ...


defs = dg.Definitions(assets=[first, second])
"""
REPAIRED = DUPLICATE.replace('name="orders")\ndef second', 'name="refunds")\ndef second')
CLEAN = "import dagster as dg\n\nother = 1\n"

HOOKS = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: {hook}
"""


def run(*command, cwd, code=0, **environment):
    """What a command printed; it must end with the code."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != code:
        shown = " ".join(str(part) for part in command)
        sys.exit(f"{shown}: exit code {done.returncode}, not {code}\n{done.stdout}")
    return done.stdout


def require(condition, what, output):
    if not condition:
        sys.exit(f"{what}\n{output}")


def tracked_copy(into):
    """The tree as a clone would have it, with what is not committed yet."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        source, copy = ROOT / name, into / name
        if source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)


def commit_all(repository, message, code=0, **environment):
    run("git", "add", "--all", cwd=repository)
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    return run("git", *identity, "commit", "-m", message, cwd=repository, code=code, **environment)


def distributions(tree, into):
    """The source distribution and the wheel; the wheel is made from the former."""
    run(TOOLS / "maturin", "sdist", "--out", into, cwd=tree)
    (source,) = into.glob("*.tar.gz")
    run(TOOLS / "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", into, source, cwd=into)
    (wheel,) = into.glob("*.whl")
    require(wheel.name.startswith("dagster_lint-"), "the wheel has another name", wheel.name)
    return wheel


def check_content(wheel):
    """One module, one program, and beside it a short name that is no second one."""
    with zipfile.ZipFile(wheel) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    modules = {name.split("/")[0] for name in sizes if name.endswith(".py")}
    require(modules == {"dagster_lint"}, "other modules than ours", modules)
    scripts = {name.rpartition("/")[2]: size for name, size in sizes.items() if "/scripts/" in name}
    require(set(scripts) == {"dagster-lint", "daglint"}, "other commands", scripts)
    require(scripts["daglint"] * 10 < scripts["dagster-lint"], "the program is there twice", scripts)


def commands(scripts):
    """Each way to run it that is ours whatever else is installed."""
    return [scripts / "dagster-lint"], [scripts / "python", "-m", "dagster_lint"]


def check_wheel(wheel, scripts, scratch):
    run(scripts / "pip", "install", "--quiet", "--no-index", wheel, cwd=scratch)
    version = run(scripts / "daglint", "--version", cwd=scratch)
    require(version.startswith("daglint "), "no version", version)
    link = scratch / "link"
    link.symlink_to(scripts / "daglint")
    for command in (*commands(scripts), [link]):
        said = run(*command, "--version", cwd=scratch)
        require(said == version, "the names are not of one program", said)
    for command in ([scripts / "daglint"], *commands(scripts)):
        found = run(*command, "--output-format", "concise", ROOT / "fixtures/shop", cwd=scratch, code=1)
        require("error[DAG401]" in found, "the sample's duplicate is not found", found)
    elsewhere = scratch / "elsewhere"
    run(scripts / "pip", "install", "--quiet", "--no-index", "--target", elsewhere, wheel, cwd=scratch)
    for command in ([elsewhere / "bin/daglint"], [scripts / "python", "-m", "dagster_lint"]):
        beside = run(*command, "--version", cwd=scratch, PYTHONPATH=str(elsewhere))
        require(beside == version, "a wheel in a folder of its own does not run", beside)
    return version


def check_namesake(wheel, version, scripts, scratch):
    """The linter for Airflow has our short name: whoever comes last has it then."""

    def install(what, *options):
        run(scripts / "pip", "install", "--quiet", "--no-deps", *options, what, cwd=scratch)

    def require_ours(when):
        for command in commands(scripts):
            said = run(*command, "--version", cwd=scratch)
            require(said == version, f"{command[-1]} is not ours {when}", said)

    script = scripts / "daglint"
    ours = script.read_bytes()
    install(NAMESAKE)
    theirs = script.read_bytes()
    require(theirs != ours, "the other distribution has no such command", script)
    require_ours("where the other came last")
    install(wheel, "--no-index", "--force-reinstall")
    require(script.read_bytes() == ours, "the last one does not have the name", script)
    require_ours("where it came last")
    run(scripts / "pip", "uninstall", "--quiet", "--yes", "daglint", cwd=scratch)
    require_ours("where the other is gone")
    install(wheel, "--no-index", "--force-reinstall")


def scratch_repository(path, settings):
    path.mkdir()
    run("git", "init", "--quiet", cwd=path)
    (path / ".pre-commit-config.yaml").write_text(settings)
    (path / "definitions.py").write_text(REPAIRED)
    (path / "other.py").write_text(CLEAN)
    (path / "README.md").write_text("A shop.\n")
    (path / "requirements.txt").write_text("dagster\n")
    commit_all(path, "Start")
    run(TOOLS / "pre-commit", "install", cwd=path)


def check_hook(shop, **environment):
    (shop / "README.md").write_text("A shop of tea.\n")
    said = commit_all(shop, "Only the docs", **environment)
    require("no files to check" in said, "a commit of docs runs the hook", said)

    (shop / "definitions.py").write_text(DUPLICATE)
    said = commit_all(shop, "A fault", code=1, **environment)
    require("DAG401" in said and "definitions.py" in said, "the finding is not shown", said)

    (shop / "definitions.py").write_text(REPAIRED + "\n\nlast = 1\n")
    said = commit_all(shop, "The repair", **environment)
    require("Passed" in said, "the repaired file does not pass", said)


def check_proposed_hook(scripts, scratch):
    """The hook that `daglint init` proposes needs what is installed, and nothing else."""
    proposed = run(scripts / "daglint", "init", cwd=scratch).partition(".pre-commit-config.yaml")[2]
    lines = [line.removeprefix("#").removeprefix(" ") for line in proposed.splitlines()[1:]]
    shop = scratch / "proposed"
    scratch_repository(shop, "\n".join(lines))
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    # Nothing that could be downloaded is to be had.
    offline = {"PIP_NO_INDEX": "1", "PRE_COMMIT_HOME": str(scratch / "empty")}
    check_hook(shop, PATH=path, **offline)


def check_hooks(tree, scratch):
    run("git", "init", "--quiet", cwd=tree)
    commit_all(tree, "The hook repository")
    revision = run("git", "rev-parse", "HEAD", cwd=tree).strip()
    cache = str(scratch / "pre-commit")
    for hook in ("daglint", "daglint-files"):
        shop = scratch / hook
        scratch_repository(shop, HOOKS.format(repository=tree, revision=revision, hook=hook))
        check_hook(shop, PRE_COMMIT_HOME=cache)

    # A fault that is there already concerns whoever commits the whole, not who commits another file.
    for hook, code in (("daglint", 1), ("daglint-files", 0)):
        shop = scratch / hook
        (shop / "definitions.py").write_text(DUPLICATE)
        commit_all(shop, "Past the hook", SKIP=hook, PRE_COMMIT_HOME=cache)
        (shop / "other.py").write_text(CLEAN + "more = 2\n")
        commit_all(shop, "Another file", code=code, PRE_COMMIT_HOME=cache)


def main():
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder).resolve()
        tree, made = scratch / "tree", scratch / "made"
        tree.mkdir()
        made.mkdir()
        tracked_copy(tree)
        scripts = scratch / "fresh" / "bin"
        venv.create(scripts.parent, with_pip=True)
        wheel = distributions(tree, made)
        check_content(wheel)
        version = check_wheel(wheel, scripts, scratch)
        print("the wheel, made from the source distribution, runs")
        check_namesake(wheel, version, scripts, scratch)
        print("its own names are its own, whenever the linter for Airflow is installed")
        check_proposed_hook(scripts, scratch)
        print("the hook that `init` proposes works with what is installed")
        check_hooks(tree, scratch)
        print("the hooks refuse a fault, pass the repair, and skip a commit of docs")


if __name__ == "__main__":
    main()
