#!/usr/bin/env python3
"""Measures scoregate beside the same policy in jq, Python and Rego (regorus), and prints one table in Markdown.

    cargo build --release --locked
    (cd benches/compare/rego && cargo build --release --locked)
    python3 benches/compare/compare.py

The policy has 50 rules: one about the score, and 49 about a control each. Every program must find the same rules that do not pass,
of a fleet the same number of them for each tenant, or the comparison ends with an error: only what does the same is compared. The others do
less: they check neither the form of the data nor the hashes of recordings, know no unknown, and print the ids of rules and not a report.
"""
import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DAYS, CONTROLS, RULES = 90, 400, 50
NOW = "2026-11-24T06:00:00Z"
# About as long as what Graph repeats for each control of a day.
DESCRIPTION = "Requiring this for every account, device and mailbox keeps an attacker who has a password from using it. " * 4


def response():
    """A response of /security/secureScores: 90 days of 400 controls, the newest day first."""
    names = [f"scid_{index}" for index in range(CONTROLS)]
    maxima = [index % 10 + 1 for index in range(CONTROLS)]
    points = [0 if index % 7 == 3 else maximum for index, maximum in enumerate(maxima)]
    days = []
    for back in range(DAYS):
        day = (date(2026, 11, 23) - timedelta(days=back)).isoformat()
        controls = [
            {
                "controlCategory": ["Identity", "Data", "Device", "Apps"][index % 4],
                "controlName": name,
                "description": DESCRIPTION,
                "score": points[index],
                "lastSynced": f"{day}T04:34:13Z",
                "implementationStatus": "You have 0 of 0 users.",
                "on": "true",
                "scoreInPercentage": 100.0 if points[index] else 0.0,
            }
            for index, name in enumerate(names)
        ]
        days.append(
            {
                "id": f"a1b2c3d4-0000-4000-8000-000000000000_{day}",
                "azureTenantId": "a1b2c3d4-0000-4000-8000-000000000000",
                "createdDateTime": f"{day}T00:00:00Z",
                "currentScore": sum(points),
                "maxScore": sum(maxima),
                "controlScores": controls,
            }
        )
    return {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#security/secureScores", "value": days}


def rules(controls):
    """One rule about the score, and one about each of the first controls, again from the start where they do not suffice."""
    about = [None] + [controls[index % len(controls)] for index in range(RULES - 1)]
    return [{"id": f"rule-{index}", "control": control, "at_least": 50} for index, control in enumerate(about)]


def policy(rules):
    """The rules as a policy of scoregate, with claimed points counted: what the other programs read does not tell them from measured ones."""
    text = "scoregate: 1\npolicy: compared\nrules:\n"
    for rule in rules:
        control = rule["control"]
        expected = "score: { at-least: 50% }" if control is None else f"controls: {{ match: [{control}], at-least: 50%, points: reported }}"
        text += f"  - {{ id: {rule['id']}, severity: high, expect: {{ {expected} }} }}\n"
    return text


class Case:
    """Files, and the same rules for all programs."""

    def __init__(self, folder, name, files, controls):
        self.files = files
        self.rules, self.policy = folder / f"{name}-rules.json", folder / f"{name}.yaml"
        made = rules(controls)
        # Rego reads its data from an object, the others a list.
        self.rules.write_text(json.dumps(made))
        self.data = folder / f"{name}-data.json"
        self.data.write_text(json.dumps({"rules": made}))
        self.policy.write_text(policy(made))


def children():
    """The seconds of CPU of all ended children and theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measured(command, allowed=(0,)):
    """Runs a command that ends with one of some exit codes: its output, and the seconds of wall and CPU that it and its children took."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started, before = time.perf_counter(), children()
        ended = subprocess.run(command, stdout=output, stderr=errors, check=False)
        wall, after = time.perf_counter() - started, children()
        output.seek(0)
        errors.seek(0)
        text, said = output.read().decode(), errors.read().decode()
    if ended.returncode not in allowed:
        sys.exit(f"{' '.join(map(str, command))[:200]}: exit code {ended.returncode}\n{said}")
    return text, wall, after - before


def allowed(name):
    """The exit codes of a program that has done its work: scoregate ends with 1 where a rule fails."""
    return (0, 1) if name == "scoregate" else (0,)


def medians(commands, runs):
    """The median seconds of wall and CPU of each command; the runs of all commands take turns."""
    walls, cpus = {name: [] for name in commands}, {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            _, wall, cpu = measured(command, allowed(name))
            walls[name].append(wall)
            cpus[name].append(cpu)
    return {name: (statistics.median(walls[name]), statistics.median(cpus[name])) for name in commands}


def programs(case, options, processes):
    """The commands that evaluate the files of a case one by one, in so many processes or threads."""
    files = [str(file) for file in case.files]
    jq = ["jq", "-c", "--slurpfile", "rules", case.rules, "-f", HERE / "policy.jq"]
    if processes > 1:
        # jq has no threads: each of its processes takes a part of the files.
        part = -(-len(files) // processes)
        names = Path(case.rules).with_suffix(".files")
        names.write_text("\n".join(files))
        jq = ["xargs", "-a", names, "-P", processes, "-n", part, *jq]
    else:
        jq += files
    return compared(
        options,
        {
            "Python": [sys.executable, HERE / "policy.py", case.rules, str(processes), *files],
            "jq": list(map(str, jq)),
            "regorus": [options.rego, HERE / "policy.rego", case.data, str(processes), *files],
        },
    )


def compared(options, commands):
    """The commands of the programs that are compared."""
    return {name: command for name, command in commands.items() if name not in options.without}


def checked(case, own, others):
    """Requires that all programs find the same rules that do not pass."""
    report = json.loads(measured(own, allowed("scoregate"))[0])
    found = sorted(finding["rule"] for finding in report["findings"] if finding["policy"] == "compared" and finding["outcome"] != "passed")
    for name, command in others.items():
        answer = sorted(json.loads(measured(command)[0].splitlines()[0]))
        if answer != found:
            sys.exit(f"{name} finds {answer}, and scoregate {found}")
    return len(found)


def checked_fleet(own, others):
    """Requires that all programs find the same number of rules that do not pass, tenant by tenant in the order of their names."""
    tenants = json.loads(measured(own, allowed("scoregate"))[0])["tenants"]
    # The counts are of blocking rules, and all rules of the policy block.
    found = [tenant["counts"]["failed"] + tenant["counts"]["unknown"] for tenant in tenants]
    for name, command in others.items():
        answer = [len(json.loads(line)) for line in measured(command)[0].splitlines()]
        if answer != found:
            sys.exit(f"{name} finds {answer[:5]}… in {len(answer)} tenants, and scoregate {found[:5]}… in {len(found)}")


def versions(options):
    """The versions of all programs, and the machine."""

    def first(*command):
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]

    rego = (HERE / "rego/Cargo.toml").read_text().split('regorus = { version = "=')[1].split('"')[0]
    named = {
        "scoregate": lambda: first(options.scoregate, "--version"),
        "Python": lambda: f"Python {platform.python_version()}",
        "jq": lambda: first("jq", "--version"),
        "regorus": lambda: f"regorus {rego}",
    }
    model = next(line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line)
    programs = ", ".join(version() for name, version in named.items() if name not in options.without)
    return (
        f"{programs}; {len(os.sched_getaffinity(0))} processors, {model}, Linux {platform.release()}; "
        f"load average before the run {os.getloadavg()[0]:.1f}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scoregate", default=ROOT / "target/release/scoregate")
    parser.add_argument("--rego", default=HERE / "rego/target/release/scoregate-compare-rego")
    parser.add_argument("--runs", type=int, default=15, help="the number of runs of which the median counts")
    parser.add_argument("--tenants", type=int, default=10_000)
    parser.add_argument("--without", nargs="+", choices=["Python", "jq", "regorus"], default=[], help="programs to leave out")
    options = parser.parse_args()
    options.scoregate, options.rego = str(options.scoregate), str(options.rego)
    machine = versions(options)
    with tempfile.TemporaryDirectory() as name:
        table = measure(Path(name), options)
    print(f"{table}\n\n{machine}.")


def measure(folder, options):
    """The table."""
    recording = (ROOT / "examples/contoso.json").read_bytes()
    scores = json.loads(recording)["responses"][0]["body"]["value"][0]["controlScores"]
    (folder / "response.json").write_text(json.dumps(response(), separators=(",", ":")))
    (folder / "tenants").mkdir()
    tenants = [folder / f"tenants/tenant-{index:06}.json" for index in range(options.tenants)]
    for tenant in tenants:
        tenant.write_bytes(recording)
    large = Case(folder, "large", [folder / "response.json"], [f"scid_{index}" for index in range(CONTROLS)])
    small = Case(folder, "small", [ROOT / "examples/contoso.json"], [control["controlName"] for control in scores])
    fleet = Case(folder, "fleet", tenants, [control["controlName"] for control in scores])
    common = ["--now", NOW]

    def check(case):
        return [options.scoregate, "check", *common, "--policy", case.policy, "--from", case.files[0]]

    rows = []
    for title, case in [("`check`, 90 days × 400 controls", large), ("`check`, one small recording", small)]:
        others = programs(case, options, 1)
        checked(case, [*check(case), "-o", "json"], others)
        rows.append((title, medians({"scoregate": check(case), **others}, options.runs), milliseconds))
    others = {"Python": [sys.executable, "-c", "pass"], "jq": ["jq", "-n", "1"], "regorus": [options.rego]}
    nothing = {"scoregate": [options.scoregate, "--version"], **compared(options, others)}
    rows.append(("start", medians(nothing, options.runs), milliseconds))
    run = [options.scoregate, "fleet", *common, "--policy", fleet.policy, "--from", folder / "tenants", "--jobs"]
    # With one process each: several processes of jq write into one another's lines.
    checked_fleet([*run, "1", "--summary", "json"], programs(fleet, options, 1))
    for threads in (1, 2):
        commands = {"scoregate": [*run, str(threads), "--summary", "csv"], **programs(fleet, options, threads)}
        rows.append(
            (f"{options.tenants:,} tenants, {threads} thread{'s' if threads > 1 else ''}", medians(commands, 3), per_second(options.tenants))
        )
    return markdown(rows)


def milliseconds(wall, cpu):
    return f"{wall * 1e3:.1f} ms ({cpu * 1e3:.1f})"


def per_second(tenants):
    return lambda wall, cpu: f"{tenants / wall:,.0f}/s ({cpu / tenants * 1e3:.2f} ms each)"


def markdown(rows):
    """The table: a line for each measurement, medians, with the CPU time in brackets."""
    names = list(rows[0][1])
    lines = ["| median (CPU time) | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for title, values, shown in rows:
        lines.append(f"| {title} | " + " | ".join(shown(*values[name]) for name in names) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
