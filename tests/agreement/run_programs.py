"""Runs the programs on standard input, a JSON list, and prints one JSON object per line:
the `repr` of every binding that is data, and the exception that ended the program. A list
or tuple stands there element by element, with its length after `[]`."""

import json
import sys
import types

DATA = (int, float, str, bool, dict, type(None))

for program in json.load(sys.stdin):
    module = types.ModuleType("snippet")
    sys.modules["snippet"] = module
    raised = None
    try:
        exec(program, module.__dict__)
    except Exception as error:
        raised = type(error).__name__
    scope = {name: value for name, value in vars(module).items() if not name.startswith("__")}
    texts = {}
    for name, value in scope.items():
        if type(value) in (list, tuple):
            texts |= {f"{name}[{at}]": repr(part) for at, part in enumerate(value)}
            texts[f"{name}[]"] = str(len(value))
        elif type(value) in DATA:
            texts[name] = repr(value)
    # A list of functions shows addresses.
    texts = {name: text for name, text in texts.items() if " at 0x" not in text}
    print(json.dumps({"raised": raised, "texts": texts}))
