"""Writes the Homebrew formula and the Scoop manifest of a release from their templates and its `SHA256SUMS`.

    python3 packages/manifests.py SHA256SUMS FOLDER

A checksum comes from that file and nowhere else: without a line for an archive nothing is written.
"""

import pathlib
import re
import sys

from facts import PACKAGE, ROOT, SYSTEMS, VERSION, archive_name

TEMPLATES = ["homebrew/scoregate.rb", "scoop/scoregate.json"]


def checksums(text: str) -> dict:
    """The checksums by file name.

    >>> checksums("0" * 64 + "  a.tar.gz\\n" + "1" * 64 + " *b.tar.gz\\n") == {"a.tar.gz": "0" * 64, "b.tar.gz": "1" * 64}
    True
    >>> checksums("<html>")
    Traceback (most recent call last):
    ValueError: not a line of SHA256SUMS: <html>
    """
    found = {}
    for line in text.splitlines():
        parts = re.fullmatch(r"([0-9a-f]{64}) [ *](\S+)", line)
        if parts is None:
            raise ValueError(f"not a line of SHA256SUMS: {line}")
        found[parts[2]] = parts[1]
    return found


def filled(template: str, values: dict) -> str:
    """The template with a value for each `@NAME@`.

    >>> filled('sha256 "@SHA256@"', {"SHA256": "00"})
    'sha256 "00"'
    >>> filled("@OTHER@", {"SHA256": "00"})
    Traceback (most recent call last):
    KeyError: 'OTHER'
    """
    return re.sub(r"@([A-Z0-9_]+)@", lambda name: values[name[1]], template)


def main(sums: pathlib.Path, out: pathlib.Path) -> None:
    found = checksums(sums.read_text(encoding="utf-8"))
    values = {
        "VERSION": VERSION,
        "DESCRIPTION": PACKAGE["description"],
        "REPOSITORY": PACKAGE["repository"],
        "RELEASE": f"{PACKAGE['repository']}/releases/download/v{VERSION}",
    }
    for machine, system in SYSTEMS:
        name = archive_name(machine, system)
        if name not in found:
            sys.exit(f"{sums} has no checksum for {name}")
        values[f"SHA256_{machine}_{system}".upper()] = found[name]
    texts = {name: filled((ROOT / "packages" / name).read_text(encoding="utf-8"), values) for name in TEMPLATES}
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (out / pathlib.Path(name).name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
