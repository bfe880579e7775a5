"""The facts that packages share: version and description of the program, and the systems of a release."""

import pathlib
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]
VERSION = PACKAGE["version"]

# Machine and system of an archive, and their names in npm.
SYSTEMS = {
    ("x86_64", "linux"): ("linux", "x64"),
    ("aarch64", "linux"): ("linux", "arm64"),
    ("x86_64", "macos"): ("darwin", "x64"),
    ("aarch64", "macos"): ("darwin", "arm64"),
    ("x86_64", "windows"): ("win32", "x64"),
}


def archive_name(machine: str, system: str) -> str:
    """The file name of an archive (RELEASING.md)."""
    return f"scoregate-{VERSION}-{machine}-{system}.tar.gz"


def program_name(system: str) -> str:
    """The file name of the program."""
    return "scoregate.exe" if system == "windows" else "scoregate"
