"""Every reader sees as many findings as the JSON has."""

import json
import sys

from junitparser import JUnitXml
from sarif import loader

stem = sys.argv[1]
with open(f"{stem}.json", encoding="utf-8") as file:
    findings = json.load(file)["diagnostics"]
failing = [finding for finding in findings if finding["severity"] != "info"]

results = loader.load_sarif_file(f"{stem}.sarif").get_results()
assert len(results) == len(findings), (len(results), len(findings))

junit = JUnitXml.fromfile(f"{stem}.xml")
assert junit.tests == max(len(findings), 1), (junit.tests, len(findings))
assert junit.failures == len(failing), (junit.failures, len(failing))
cases = [case for suite in junit for case in suite]
assert len(cases) == junit.tests, (len(cases), junit.tests)
assert sum(not case.is_passed for case in cases) == len(failing)
print(f"{len(findings)} findings in every report")
