"""Writes the npm packages: `scoregate` with a launcher, and one package with the program for each archive in a folder.

    python3 packages/npm.py [--all] ARCHIVES FOLDER

The package `scoregate` depends on that of each system optionally, so that npm installs the one that fits. It depends only on those that
have an archive; a release has all of them (--all makes a missing one an error).
"""

import json
import pathlib
import shutil
import sys
import tarfile

from facts import PACKAGE, ROOT, SYSTEMS, VERSION, archive_name, program_name


def manifest(name: str, **more) -> dict:
    return {
        "name": name,
        "version": VERSION,
        "description": PACKAGE["description"],
        "license": PACKAGE["license"],
        "repository": {"type": "git", "url": f"git+{PACKAGE['repository']}.git"},
        **more,
    }


def write(folder: pathlib.Path, content: dict) -> None:
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    for licence in sorted(ROOT.glob("LICENSE-*")):
        shutil.copyfile(licence, folder / licence.name)


def write_program(archive: pathlib.Path, system: str, folder: pathlib.Path) -> None:
    """Writes the program of an archive."""
    target = folder / "bin" / program_name(system)
    target.parent.mkdir()
    with tarfile.open(archive) as tar:
        target.write_bytes(tar.extractfile(program_name(system)).read())
    target.chmod(0o755)


def main(archives: pathlib.Path, out: pathlib.Path, is_release: bool) -> None:
    shutil.rmtree(out, ignore_errors=True)
    optional = {}
    for (machine, system), (platform, cpu) in SYSTEMS.items():
        archive, name = archives / archive_name(machine, system), f"@scoregate/{platform}-{cpu}"
        if not archive.is_file():
            if is_release:
                sys.exit(f"{archive} is missing")
            continue
        folder = out / f"{platform}-{cpu}"
        write(folder, manifest(name, os=[platform], cpu=[cpu], files=["bin"], preferUnplugged=True))
        write_program(archive, system, folder)
        optional[name] = VERSION
    if not optional:
        sys.exit(f"{archives} has no archive of version {VERSION}")
    launcher = {"bin": {"scoregate": "bin/scoregate.js"}, "files": ["bin"], "engines": {"node": ">=18"}}
    write(out / "scoregate", manifest("scoregate", **launcher, optionalDependencies=optional))
    (out / "scoregate/bin").mkdir()
    shutil.copyfile(ROOT / "packages/npm/scoregate.js", out / "scoregate/bin/scoregate.js")
    (out / "scoregate/bin/scoregate.js").chmod(0o755)
    shutil.copyfile(ROOT / "README.md", out / "scoregate/README.md")


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--all"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(arguments[0]), pathlib.Path(arguments[1]), "--all" in sys.argv)
