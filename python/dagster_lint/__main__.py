"""Runs the binary that the wheel installed beside this package."""

import os
import subprocess
import sys
import sysconfig


def find_binary():
    """The path of the binary: of this environment first, then of the user's scheme."""
    # `daglint` may be that of another distribution; this name is ours alone.
    name = "dagster-lint" + (sysconfig.get_config_var("EXE") or "")
    user_scheme = sysconfig.get_preferred_scheme("user") if sys.version_info >= (3, 10) else None
    schemes = [None, user_scheme] if user_scheme else [None]
    looked = []
    for scheme in schemes:
        folder = sysconfig.get_path("scripts", *([scheme] if scheme else []))
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
        looked.append(path)
    # `pip install --target` puts the scripts beside the packages.
    beside = os.path.join(os.path.dirname(os.path.dirname(__file__)), "bin", name)
    if os.path.isfile(beside):
        return beside
    raise FileNotFoundError(f"no binary at {', '.join([*looked, beside])}; reinstall dagster-lint")


def main():
    """Becomes the binary, or hands its exit code on where a process cannot be replaced."""
    try:
        binary = find_binary()
    except FileNotFoundError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    arguments = [binary, *sys.argv[1:]]
    if sys.platform == "win32":
        return subprocess.run(arguments).returncode
    os.execv(binary, arguments)


if __name__ == "__main__":
    sys.exit(main())
