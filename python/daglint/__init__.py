"""Where the binary of the wheel is; `python -m daglint` runs it."""
