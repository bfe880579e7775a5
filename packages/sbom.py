"""Takes the bill of materials (CycloneDX) out of a wheel, where maturin writes it: the crates of the binary, with versions.

    python3 packages/sbom.py WHEEL FILE
"""

import json
import pathlib
import sys
import zipfile

if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        names = [name for name in wheel.namelist() if name.endswith(".cyclonedx.json")]
        if len(names) != 1:
            sys.exit(f"{sys.argv[1]} has not one bill of materials, but {names}")
        text = wheel.read(names[0])
    content = json.loads(text)
    crates = {component["name"] for component in content["components"]}
    if content["bomFormat"] != "CycloneDX" or not {"rustls", "serde_json"} <= crates:
        sys.exit(f"{names[0]} does not list the crates")
    pathlib.Path(sys.argv[2]).write_bytes(text)
    print(f"{sys.argv[2]}: {len(crates)} crates")
