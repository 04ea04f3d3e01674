"""Runs the programs on standard input, a JSON list, and prints one JSON object per line:
the `repr` of every binding that is data, and the exception that ended the program."""

import json
import sys

DATA = (int, float, str, bool, list, tuple, dict, type(None))

for program in json.load(sys.stdin):
    scope = {"__name__": "snippet"}
    raised = None
    try:
        exec(program, scope)
    except Exception as error:
        raised = type(error).__name__
    del scope["__name__"], scope["__builtins__"]
    texts = {name: repr(value) for name, value in scope.items() if type(value) in DATA}
    # A list of functions shows addresses.
    texts = {name: text for name, text in texts.items() if " at 0x" not in text}
    print(json.dumps({"raised": raised, "texts": texts}))
