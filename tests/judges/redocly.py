"""Fails where the linter of OpenAPI documents found anything, warnings included.

    python redocly.py RESULT.json
"""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    result = json.load(file)
for problem in result["problems"]:
    print(f"{problem['severity']}: {problem['ruleId']}: {problem['message']}", file=sys.stderr)
totals = result["totals"]
print(f"{totals['errors']} errors, {totals['warnings']} warnings")
sys.exit(bool(result["problems"]))
