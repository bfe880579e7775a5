"""Prints the changelog of the version in Cargo.toml, for the notes of its release; fails where it has none, or where the tag is of another version.

    python3 packages/changelog.py [TAG]
"""

import re
import sys

from facts import ROOT, VERSION


def entry(changelog: str, version: str) -> str:
    """The text below the heading of a version, which states the day of its release.

    >>> entry("# Changelog\\n\\n## Unreleased\\n\\n- a\\n\\n## 1.2.0 - 2026-11-28\\n\\n- b\\n\\n## 1.1.0 - 2026-01-01\\n\\n- c\\n", "1.2.0")
    '- b\\n'
    >>> entry("## 11.2.0 - 2026-11-28\\n\\n- b\\n", "1.2.0")
    Traceback (most recent call last):
    ValueError: CHANGELOG.md has no heading `## 1.2.0 - YYYY-MM-DD`
    >>> entry("## 1.2.0\\n\\n- b\\n", "1.2.0")
    Traceback (most recent call last):
    ValueError: CHANGELOG.md has no heading `## 1.2.0 - YYYY-MM-DD`
    >>> entry("## 1.2.0 - 2026-11-28\\n\\n## 1.1.0 - 2026-01-01\\n\\n- c\\n", "1.2.0")
    Traceback (most recent call last):
    ValueError: CHANGELOG.md has no entry below `## 1.2.0`
    """
    heading = re.search(rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE)
    if heading is None:
        raise ValueError(f"CHANGELOG.md has no heading `## {version} - YYYY-MM-DD`")
    text = re.split(r"^## ", changelog[heading.end() :], maxsplit=1, flags=re.MULTILINE)[0].strip()
    if not re.search(r"^- ", text, re.MULTILINE):
        raise ValueError(f"CHANGELOG.md has no entry below `## {version}`")
    return text + "\n"


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] != f"v{VERSION}":
        sys.exit(f"the tag is {sys.argv[1]}, and Cargo.toml states {VERSION}: the tag must be v{VERSION}")
    try:
        print(entry((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), VERSION), end="")
    except ValueError as error:
        sys.exit(f"{error}; move the entries of `## Unreleased` there")
