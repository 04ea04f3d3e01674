"""Where the binary of the wheel is; `python -m dagster_lint` runs it."""
