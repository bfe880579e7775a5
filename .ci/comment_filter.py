"""Runs the filter of ci/github/comment.sh, which finds the comment of an earlier run, on comments that try to be it."""

import json
import os
import pathlib
import re
import sys

import jq

MARKER = "<!-- scoregate:gate -->"
COMMENTS = [
    (1, "mallory", f"{MARKER}\nPassed!"),
    (2, "github-actions[bot]", f"> {MARKER}\nA quotation"),
    (3, "github-actions[bot]", "<!-- scoregate:gate-2 -->\nAnother policy set"),
    (4, "github-actions[bot]", f"{MARKER}\r\nAs GitHub returns it"),
    (5, "github-actions[bot]", f"{MARKER}\nA second one"),
    (6, "github-actions[bot]", ""),
    (7, "github-actions[bot]", None),
]


def main(script: str) -> None:
    [program] = re.findall(r"--jq '([^']+)'", pathlib.Path(script).read_text(encoding="utf-8"))
    os.environ.update(MARKER=MARKER, AUTHOR="github-actions[bot]")
    comments = [{"id": number, "user": {"login": login}, "body": body} for number, login, body in COMMENTS]
    found = jq.compile(program).input_text(json.dumps(comments)).all()
    if found != [4, 5]:
        sys.exit(f"comment_filter.py: found {found}, and 4 and 5 are expected")


main(*sys.argv[1:])
