"""Makes the seeds and dictionaries of the fuzz targets from the project's own fixtures: python3 fuzz/seeds.py

Writes fuzz/seeds/TARGET/… and fuzz/seeds/{json,yaml}.dict. The seeds are small, since a fuzzer that mutates whole recordings
finds little. The target `laws` builds its tenants from the fuzzer's bytes, so that its seeds are bytes of a fixed random generator.
"""

import csv
import gzip
import html
import json
import pathlib
import random
import re
import shutil
import struct
import subprocess
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parent.parent
SEEDS = PROJECT / "fuzz" / "seeds"
CONTROLS_OF_A_SEED = 3
DAYS_OF_A_SEED = 4
TENANTS = 128
BYTES_OF_A_TENANT = 160
LARGEST_PLUGIN = 20_000
# libFuzzer reads entries of a dictionary up to 64 bytes.
LONGEST_ENTRY = 48


def write(target: str, name: str, content: bytes) -> None:
    path = SEEDS / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def policies() -> None:
    patterns = ["policies/*.yaml", "examples/*.yaml", "tests/judges/*.yaml", "tests/cli/policy/*.yaml", "fuzz/policies/*.yaml"]
    for path in sorted(path for pattern in patterns for path in PROJECT.glob(pattern)):
        if not path.name.endswith(".openapi.yaml"):
            write("policy", path.name, path.read_bytes())


def side_files() -> None:
    for path in sorted(PROJECT.glob("examples/*-waivers.yaml")):
        write("side", path.name, path.read_bytes())
    command = ["cargo", "run", "--locked", "--", "baseline", "write", "--from", "examples/contoso.json", "--out", "-"]
    baseline = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE).stdout
    write("side", "baseline.yaml", baseline)
    write("side", "short-baseline.yaml", b"\n".join(baseline.splitlines()[:20]) + b"\n")


def trimmed(recording: dict) -> tuple[dict, dict, dict]:
    """The recording, its days and its profiles, with a few days and controls whose figures add up."""
    bodies = [response["body"] for response in recording["responses"]]
    # The first page has the days and the others are pages of the catalogue.
    days, profiles = bodies[0]["value"][:DAYS_OF_A_SEED], [entry for body in bodies[1:] for entry in body["value"]]
    maxima = {profile["id"]: profile["maxScore"] for profile in profiles}
    for day in days:
        day["controlScores"] = [score for score in day["controlScores"] if score["controlName"] in maxima][:CONTROLS_OF_A_SEED]
        day["currentScore"] = round(sum(score["score"] for score in day["controlScores"]), 2)
        day["maxScore"] = sum(maxima[score["controlName"]] for score in day["controlScores"])
    kept = {score["controlName"] for day in days for score in day["controlScores"]}
    profiles = [profile for profile in profiles if profile["id"] in kept]
    context = "https://graph.microsoft.com/v1.0/$metadata#security/"
    scores_page = {"@odata.context": context + "secureScores", "value": days}
    profiles_page = {"@odata.context": context + "secureScoreControlProfiles", "value": profiles}
    responses = [
        {"request": "/v1.0/security/secureScores?$top=90", "status": 200, "body": scores_page},
        {"request": "/v1.0/security/secureScoreControlProfiles", "status": 200, "body": profiles_page},
    ]
    # Without a seal and without hashes: a mutation would break both.
    kept_keys = {key: recording[key] for key in ("scoregate-recording", "captured", "graph")}
    return {**kept_keys, "responses": responses}, scores_page, profiles_page


def zstd(content: bytes) -> bytes:
    """A frame of uncompressed blocks, which needs no library."""
    header = struct.pack("<IBB", 0xFD2FB528, 0x00, 0x70)
    blocks = [content[start : start + 65536] for start in range(0, len(content), 65536)] or [b""]
    last = len(blocks) - 1
    encoded = [struct.pack("<I", len(block) << 3 | (index == last))[:3] + block for index, block in enumerate(blocks)]
    return header + b"".join(encoded)


def evidence() -> None:
    for path in sorted(PROJECT.glob("examples/*.json")):
        recording, scores, profiles = trimmed(json.loads(path.read_text(encoding="utf-8")))
        pair = {"secureScore": scores["value"][0], "profiles": profiles["value"]}
        lines = "\n".join(json.dumps(day) for day in scores["value"])
        texts = {
            "recording.json": json.dumps(recording),
            "pair.json": json.dumps(pair),
            "scores.json": json.dumps(scores),
            "scores.ndjson": lines,
        }
        for form, text in texts.items():
            name = f"{path.stem}-{form}"
            write("evidence", name, text.encode())
            write("round", name, text.encode())
            write("container", f"{name}.gz", gzip.compress(text.encode(), mtime=0))
            write("container", f"{name}.zst", zstd(text.encode()))
            write("container", f"{name}.utf-16", text.encode("utf-16"))
    hostile = PROJECT / "tests" / "judges" / "hostile.json"
    write("evidence", hostile.name, hostile.read_bytes())


def tenants() -> None:
    generator = random.Random(1)
    for number in range(TENANTS):
        write("laws", f"tenant-{number}", generator.randbytes(BYTES_OF_A_TENANT))


def words(value: object) -> set[str]:
    """All keys and short texts of a JSON value."""
    if isinstance(value, dict):
        return set(value).union(*(words(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(words(item) for item in value))
    return {value} if isinstance(value, str) and re.fullmatch(r"[\w@.:/ -]+", value) else set()


def dictionary(name: str, entries: set[str]) -> None:
    fitting = sorted(entry for entry in entries if 1 < len(entry) <= LONGEST_ENTRY)
    escaped = (entry.replace("\\", "\\\\").replace('"', '\\"') for entry in fitting)
    (SEEDS / name).write_text("".join(f'"{entry}"\n' for entry in escaped), encoding="utf-8")


def incidents() -> None:
    """Each incident alone, and the alerts as a response of their own."""
    response = json.loads((PROJECT / "examples/fabrikam-incidents.json").read_text(encoding="utf-8"))
    for incident in response["value"]:
        write("incidents", f"{incident['id']}.json", json.dumps({**response, "value": [incident]}).encode())
    alerts = [alert for incident in response["value"] for alert in incident["alerts"]]
    write("incidents", "alerts.json", json.dumps({"value": alerts}).encode())
    for path in sorted(PROJECT.glob("crosswalk/*.yaml")):
        rows = path.read_text(encoding="utf-8").split("\n\n")
        write("crosswalk", path.name, "\n\n".join(rows[:3]).encode())
    write("crosswalk", "remove.yaml", b"scoregate-crosswalk: 1\nremove: [mfa]\n")


def usage() -> None:
    """Exports of the usage dashboard: CSV, and the sheet of a workbook, which the target packs."""
    lines = (PROJECT / "examples/CapacityUsage.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join(lines[:12])
    write("usage", "comma.csv", text.encode())
    write("usage", "semicolon.csv", "\n".join(lines[:4]).replace(",", ";").encode())
    write("usage", "utf-16.csv", text.encode("utf-16"))
    rows = list(csv.reader(lines[:5]))
    cell = "<c t=\"inlineStr\"><is><t>{}</t></is></c>"
    sheet = "".join(f"<row>{''.join(cell.format(html.escape(value)) for value in row)}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    write("usage", "sheet.xml", f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'.encode())


def plugins() -> None:
    """The files of every kind of plugin, and one with faults."""
    write("plugin", "faults.yaml", (PROJECT / "examples/plugin-with-faults.yaml").read_bytes())
    server = ["--endpoint", "https://gate.example.com"]
    kinds = {"api": server, "mcp": server, "m365": server, "kql": [], "agent": [], "gpt": [], "promptbook": []}
    with tempfile.TemporaryDirectory() as folder:
        for kind, options in kinds.items():
            command = ["cargo", "run", "--locked", "--quiet", "--", "copilot", "plugin", "--format", kind, *options]
            subprocess.run([*command, "--out", f"{folder}/{kind}"], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
        for path in sorted(pathlib.Path(folder).glob("*/*")):
            # A fuzzer that mutates a large file finds little.
            if path.stat().st_size < LARGEST_PLUGIN:
                write("plugin", f"{path.parent.name}-{path.name}", path.read_bytes())
        document = json.loads(pathlib.Path(folder, "api", "scoregate-openapi.json").read_text(encoding="utf-8"))
    # Without `components`: that a reference leads nowhere is a finding too.
    path, operations = next(iter(document["paths"].items()))
    kept = {key: document[key] for key in ("openapi", "info", "servers") if key in document}
    write("plugin", "openapi.json", json.dumps({**kept, "paths": {path: operations}}).encode())


def dictionaries() -> None:
    sources = [*PROJECT.glob("examples/*.json"), PROJECT / "tests/judges/hostile.json", PROJECT / "schemas/recording.schema.json"]
    recordings = set().union(*(words(json.loads(path.read_text(encoding="utf-8"))) for path in sources))
    dictionary("json.dict", {f'"{word}"' for word in recordings if re.fullmatch(r"[\w@.-]+", word)})
    yaml_seeds = sorted(path for target in ("crosswalk", "plugin", "policy") for path in (SEEDS / target).glob("*.yaml"))
    texts = [path.read_text(encoding="utf-8") for path in yaml_seeds]
    keys = {match for text in texts for match in re.findall(r"[\w-]+: ?", text)}
    values = {match.strip() for text in texts for match in re.findall(r"(?<=: )[\w%.-]+(?: points)?", text)}
    dictionary("yaml.dict", keys | values)


if __name__ == "__main__":
    shutil.rmtree(SEEDS, ignore_errors=True)
    policies()
    side_files()
    evidence()
    incidents()
    usage()
    plugins()
    tenants()
    dictionaries()
    print(f"{sum(path.is_file() for path in SEEDS.rglob('*'))} files in {SEEDS.relative_to(PROJECT)}")
