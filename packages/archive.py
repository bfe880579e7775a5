"""Packs the archive of one system: the program, its licences, manual pages and completions.

    python3 packages/archive.py PROGRAM MACHINE SYSTEM FOLDER

The program must run on this machine: it writes its manual pages and completions itself. The same program gives the same archive, byte for byte.
"""

import gzip
import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile

from facts import ROOT, SYSTEMS, VERSION, archive_name, program_name

COMPLETIONS = {
    "bash": "scoregate.bash",
    "zsh": "_scoregate",
    "fish": "scoregate.fish",
    "powershell": "scoregate.ps1",
    "elvish": "scoregate.elv",
}


def content(program: pathlib.Path, system: str):
    """The names and bytes of the files, and whether each is the program."""
    stated = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if stated != f"scoregate {VERSION}":
        sys.exit(f"{program} is {stated}, and Cargo.toml states {VERSION}")
    yield program_name(system), program.read_bytes(), True
    for licence in sorted(ROOT.glob("LICENSE-*")):
        yield licence.name, licence.read_bytes(), False
    for shell, name in COMPLETIONS.items():
        script = subprocess.run([program, "completions", shell], check=True, capture_output=True).stdout
        yield f"completions/{name}", script, False
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "man", folder], check=True)
        for page in sorted(pathlib.Path(folder).iterdir()):
            yield f"man/{page.name}", page.read_bytes(), False


def main(program: str, machine: str, system: str, folder: str) -> None:
    if (machine, system) not in SYSTEMS:
        sys.exit(f"no such system: {machine} {system}")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data, is_program in content(pathlib.Path(program).resolve(), system):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o755 if is_program else 0o644
            tar.addfile(entry, io.BytesIO(data))
    target = pathlib.Path(folder) / archive_name(machine, system)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(packed.getvalue(), mtime=0))
    print(target)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
