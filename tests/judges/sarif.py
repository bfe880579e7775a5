"""Reads what Sarif.Multitool found, and allows nothing but the notes that cannot be avoided.

SARIF2003: no version control provenance, which is known in CI alone. SARIF2006: the validator has no network to fetch a
schema. SARIF2009: rule ids such as `policy/rule` are for people, not of the form `AB1234`.
"""

import json
import sys

ALLOWED = {"SARIF2003", "SARIF2006", "SARIF2009"}

found = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8-sig") as file:
        log = json.load(file)
    results = [result for run in log["runs"] for result in run.get("results", [])]
    rules = {result["ruleId"].split("/")[0] for result in results}
    print(f"{path}: {len(results)} results of {', '.join(sorted(rules)) or 'no rule'}")
    for result in results:
        if result["ruleId"].split("/")[0] in ALLOWED and result.get("level", "warning") == "note":
            continue
        found += 1
        print(f"  {result['ruleId']}: {result['message']}")
    for run in log["runs"]:
        for invocation in run.get("invocations", []):
            if not invocation.get("executionSuccessful", False):
                found += 1
                print(f"  the validator itself failed: {invocation}")
sys.exit(1 if found else 0)
