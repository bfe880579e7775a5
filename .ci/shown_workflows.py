"""Writes the GitHub workflows that Markdown files show into a folder, one file for each: shown_workflows.py FOLDER FILE…"""

import pathlib
import re
import sys

FENCED_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def is_workflow(block: str) -> bool:
    """A workflow of GitHub has `on:` and `jobs:` at the top; other YAML is a policy, or another system's pipeline."""
    return all(re.search(rf"^{key}:", block, re.MULTILINE) for key in ("on", "jobs"))


def main(folder: str, *files: str) -> None:
    written = 0
    for file in map(pathlib.Path, files):
        text = file.read_text(encoding="utf-8")
        for block in filter(lambda match: is_workflow(match[1]), FENCED_YAML.finditer(text)):
            line = text.count("\n", 0, block.start()) + 2
            pathlib.Path(folder, f"{file.stem}-line-{line}.yml").write_text(block[1], encoding="utf-8")
            written += 1
    if not written:
        sys.exit("shown_workflows.py: README and docs show no workflow")


main(*sys.argv[1:])
