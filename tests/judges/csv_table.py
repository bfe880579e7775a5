"""Reads every table with the CSV module of Python, and compares it with the JSON report of the same run."""

import collections
import csv
import json
import pathlib
import sys

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv")):
    report = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert all(None not in row and None not in row.values() for row in rows), f"{path}: a row has another number of cells"
    counted = collections.Counter(row["outcome"].replace(" ", "-") for row in rows if row["record"] == "finding")
    expected = collections.Counter(finding["outcome"] for finding in report["findings"])
    print(f"{path}: {dict(counted)}")
    assert counted == expected, f"{path}: the report says {dict(expected)}"
    for row in rows:
        for name, cell in row.items():
            try:
                float(cell)
            except ValueError:
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), f"{path}: {name} is a formula: {cell}"
