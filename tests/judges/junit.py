"""Reads every JUnit file with another project's parser and compares its counts with those of the JSON report."""

import json
import pathlib
import sys

from junitparser import Error, Failure, JUnitXml, Skipped

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xml")):
    report = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    blocking = [finding for finding in report["findings"] if finding["blocking"]]
    expected = {
        "failures": sum(finding["outcome"] == "failed" for finding in blocking),
        "errors": sum(finding["outcome"] == "unknown" for finding in blocking),
        "cases": len(report["findings"]) + len(report["disabled-rules"]),
    }
    cases = [case for suite in JUnitXml.fromfile(str(path)) for case in suite]
    results = [result for case in cases for result in case.result]
    counted = {
        "failures": sum(isinstance(result, Failure) for result in results),
        "errors": sum(isinstance(result, Error) for result in results),
        "cases": len(cases),
    }
    skipped = sum(isinstance(result, Skipped) for result in results)
    print(f"{path}: {counted}, {skipped} skipped")
    assert counted == expected, f"{path}: {counted}, and the report says {expected}"
