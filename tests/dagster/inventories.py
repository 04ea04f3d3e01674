"""Holds the inventories below inventories/ against the real Dagster.

A file holds snippets; each begins with `# --- what it shows`, and says after that in
`#=` lines what a code location of it holds, a line a kind. `inventories.py --write` fills
these in. The tests of daglint hold its own inventory against the same lines.
"""

import re
import sys
from pathlib import Path

import verdicts

SNIPPETS = Path(__file__).resolve().parent / "inventories"
KINDS = ("assets", "external", "asset_checks", "jobs", "schedules", "sensors", "resources")
GENERATED = re.compile(r"__ASSET_JOB|__anonymous_asset_job|default_automation_condition_sensor")


def snippets(path):
    """(title, expected lines, code) of each snippet of a file."""
    parts = re.split(r"^# --- (.+)\n", path.read_text(), flags=re.MULTILINE)
    for title, text in zip(parts[1::2], parts[2::2]):
        lines = text.splitlines(keepends=True)
        expected = [line[3:].strip() for line in lines if line.startswith("#=")]
        code = "".join(line for line in lines if not line.startswith("#="))
        yield title, expected, code


def inventory(code):
    """The lines that say what a module holds. Runs in a fork."""
    import os
    import tempfile

    from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
    from dagster._grpc.server import LoadedRepositories

    with tempfile.TemporaryDirectory(prefix="inventory-") as directory:
        root = Path(directory).resolve()
        os.environ["DAGSTER_HOME"] = tempfile.mkdtemp(dir=root)
        (root / "definitions.py").write_text(code)
        os.chdir(root)
        origin = LoadableTargetOrigin(
            executable_path=sys.executable,
            working_directory=str(root),
            python_file=str(root / "definitions.py"),
        )
        try:
            loaded = LoadedRepositories(
                origin, container_image=None, entry_point=["dagster"], container_context=None
            )
            return lines_of(loaded.definitions_by_name.values())
        except (Exception, SystemExit) as error:
            return [f"refused: {verdicts.causes(error)[-1]}"]


def lines_of(repositories):
    names = {kind: set() for kind in KINDS}
    for repository in repositories:
        repository.load_all_definitions()
        graph = repository.asset_graph
        for key in graph.get_all_asset_keys():
            node = graph.get(key)
            if node.is_materializable:
                names["assets"].add("/".join(key.path))
            elif not any("auto_created_stub" in str(name) for name in node.metadata or {}):
                names["external"].add("/".join(key.path))
        for key in graph.asset_check_keys:
            names["asset_checks"].add(f"{'/'.join(key.asset_key.path)}:{key.name}")
        names["jobs"].update(job.name for job in repository.get_all_jobs())
        names["schedules"].update(schedule.name for schedule in repository.schedule_defs)
        names["sensors"].update(sensor.name for sensor in repository.sensor_defs)
        names["resources"].update(repository.get_top_level_resources())
    names["resources"].discard("io_manager")
    kept = {kind: [n for n in sorted(names[kind]) if not GENERATED.match(n)] for kind in KINDS}
    return [f"{kind}: {' '.join(found)}" for kind, found in kept.items() if found]


def judge(only):
    """(passed, failed) of the snippets whose title contains a text."""
    passed = failed = 0
    for path in sorted(SNIPPETS.glob("*.py")):
        for title, expected, code in snippets(path):
            if only not in title:
                continue
            found = verdicts.forked(inventory, code)
            right = found == expected
            passed, failed = passed + right, failed + (not right)
            if not right:
                print(f"WRONG  {path.stem} / {title}: {found}, not {expected}", flush=True)
    return passed, failed


def write():
    for path in sorted(SNIPPETS.glob("*.py")):
        head = path.read_text().split("# --- ", 1)[0]
        parts = [head]
        for title, _, code in snippets(path):
            found = verdicts.forked(inventory, code)
            parts.append(f"# --- {title}\n" + "".join(f"#= {line}\n" for line in found) + code)
        path.write_text("".join(parts))


if __name__ == "__main__":
    verdicts.warm_up()
    write()
