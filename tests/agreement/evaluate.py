"""Evaluates the snippets on standard input, one per line, and prints one JSON object
per line: the `repr` of the value, or of each element where it is written as a tuple."""

import ast
import json
import os
import sys


def evaluate(line):
    *statements, last = (part.strip() for part in line.split(";;"))
    scope = {"__name__": "snippet", "__file__": os.path.abspath("snippet.py")}
    for statement in statements:
        exec(statement, scope)
    is_tuple = isinstance(ast.parse(last, mode="eval").body, ast.Tuple)
    value = eval(last, scope)
    return {"tuple": is_tuple, "texts": [repr(part) for part in (value if is_tuple else [value])]}


for line in sys.stdin:
    try:
        print(json.dumps(evaluate(line.rstrip("\n"))))
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
