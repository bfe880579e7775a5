#!/usr/bin/env python3
"""Load on `scoregate serve`: an equal mix of all operations over HTTP and MCP, with an API key, at a constant rate.

    cargo build --release --locked
    python3 benches/serve_load.py target/release/scoregate [RATE [SECONDS]]

Generates a tenant of 400 controls over 90 days with incidents, starts the program on it, and prints latencies (from the time at which a
request was due, so that a slow answer counts for those behind it), errors, the resident memory over time, the CPU time of the server and
of this generator, and the load of the machine before and after. The evidence is read and evaluated again every 5 seconds meanwhile. By
default 200 requests a second for 60 seconds.
"""

import datetime
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

KEY = "an-api-key-of-the-load-test-0123456789"
TENANT = "a1b2c3d4-0000-4000-8000-000000000001"
NEWEST = datetime.date(2026, 11, 23)
CONTROLS, DAYS, INCIDENTS, WORKERS = 400, 90, 25, 8
KNOWN = ["AdminMFAV2", "MFARegistrationV2", "BlockLegacyAuthentication", "SigninRiskPolicy", "UserRiskPolicy", "mdo_safelinks",
         "mdo_blockmailforward", "mip_sensitivitylabelspolicies", "dlp_datalossprevention", "mcas_mda_enabled"]
TECHNIQUES = ["T1078.004", "T1110.003", "T1566.002", "T1114.003", "T1528", "T1098.003", "T1486", "T1059.001"]
CALLS = [
    ("/v1/posture", "get_posture", {}),
    ("/v1/findings", "list_findings", {}),
    ("/v1/control", "explain_control", {"id": "control_017"}),
    ("/v1/changes", "list_changes", {}),
    ("/v1/incidents", "explain_incidents", {}),
    ("/v1/digest", "get_digest", {}),
]
POLICY = """\
scoregate: 1
policy: load
rules:
  - id: score
    severity: high
    expect:
      score: { at-least: 70% }
  - id: identity
    severity: high
    expect:
      controls: { match: ["control_*"], state: implemented }
  - id: drop
    severity: high
    expect:
      regression: { against: { best-of: 30d }, score: { max-drop: 1pp } }
"""


def name(index):
    """The id of a control; the shipped crosswalk knows the first ones."""
    return KNOWN[index] if index < len(KNOWN) else f"control_{index:03}"


def tenant():
    dice = random.Random(1)
    maxima = [dice.choice([1, 2, 3, 5, 8, 10]) for _ in range(CONTROLS)]
    scores = []
    for day in range(DAYS):
        date = NEWEST - datetime.timedelta(days=day)
        points = [maximum if dice.random() < 0.7 else 0 for maximum in maxima]
        scores.append({
            "id": f"{TENANT}_{date}", "azureTenantId": TENANT, "createdDateTime": f"{date}T00:00:00Z",
            "currentScore": float(sum(points)), "maxScore": float(sum(maxima)), "averageComparativeScores": [],
            "controlScores": [
                {"controlCategory": "Identity", "controlName": name(index), "score": float(score),
                 "scoreInPercentage": 100.0 if score else 0.0, "implementationStatus": "", "lastSynced": f"{date}T00:00:00Z"}
                for index, score in enumerate(points)
            ],
        })
    profiles = [
        {"id": name(index), "title": f"Title of the control {index}", "maxScore": float(maximum), "tier": "Core",
         "service": "AzureAD", "controlCategory": "Identity", "threats": ["accountBreach"], "deprecated": False,
         "controlStateUpdates": [{"state": "Default"}]}
        for index, maximum in enumerate(maxima)
    ]
    return {"secureScore": {"value": scores}, "profiles": {"value": profiles}}


def incidents():
    """Incidents of the tenant: most have causes, by technique or by service, and some have none."""
    dice = random.Random(2)

    def alert(number, day):
        return {
            "id": f"al-{number}", "title": f"Suspicious sign-in {number}", "tenantId": TENANT, "severity": "medium",
            "category": "InitialAccess", "serviceSource": dice.choice(["azureAdIdentityProtection", "microsoftDefenderForOffice365"]),
            "mitreTechniques": dice.sample(TECHNIQUES, dice.randint(0, 3)), "createdDateTime": f"{day}T08:00:00Z",
        }

    return {"value": [
        {
            "id": str(4000 + index), "displayName": f"Multi-stage incident {index}", "tenantId": TENANT,
            "severity": dice.choice(["low", "medium", "high"]), "status": dice.choice(["active", "resolved"]),
            "createdDateTime": f"{NEWEST - datetime.timedelta(days=index)}T08:00:00Z",
            "lastUpdateDateTime": f"{NEWEST - datetime.timedelta(days=index)}T09:00:00Z",
            "alerts": [alert(10 * index + part, NEWEST - datetime.timedelta(days=index)) for part in range(3)],
        }
        for index in range(INCIDENTS)
    ]}


def request(connection, index):
    path, name, arguments = CALLS[index // 2 % len(CALLS)]
    if index % 2 == 0:
        query = "&".join(f"{key}={value}" for key, value in arguments.items())
        connection.request("GET", path + ("?" + query if query else ""), headers={"X-API-Key": KEY})
    else:
        body = json.dumps({"jsonrpc": "2.0", "id": index, "method": "tools/call", "params": {"name": name, "arguments": arguments}})
        connection.request("POST", "/mcp", body, {
            "X-API-Key": KEY, "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
            "Mcp-Protocol-Version": "2025-06-18",
        })
    response = connection.getresponse()
    body = response.read()
    return response.status == 200 and b"verdict" in body and b'"isError":true' not in body


def process(pid):
    status = open(f"/proc/{pid}/status").read()
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    ticks = os.sysconf("SC_CLK_TCK")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024, (int(fields[11]) + int(fields[12])) / ticks


def main():
    program, rate, seconds = sys.argv[1], int((sys.argv + [0, 200])[2] or 200), int((sys.argv + [0, 0, 60])[3] or 60)
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/tenant.json", "w") as file:
            json.dump(tenant(), file)
        with open(f"{folder}/incidents.json", "w") as file:
            json.dump(incidents(), file)
        with open(f"{folder}/policy.yaml", "w") as file:
            file.write(POLICY)
        arguments = ["serve", "-p", f"{folder}/policy.yaml", "-f", f"{folder}/tenant.json", "--incidents", f"{folder}/incidents.json", "--now", "2026-11-24T06:00:00Z",
                     "--listen", "127.0.0.1:0", "--rate-limit", "100000", "--refresh", "5s"]
        log = open(f"{folder}/log", "w")
        server = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, stderr=log, text=True,
                                  env={"SCOREGATE_API_KEY": KEY})
        try:
            print("load of the machine before:", *(f"{load:.2f}" for load in os.getloadavg()))
            measure(server, rate, seconds)
        finally:
            server.terminate()
            print("exit code of the server:", server.wait())


def measure(server, rate, seconds):
    address = server.stdout.readline().removeprefix("listening on ").strip()
    assert address, "the server does not start"
    latencies, errors, memory = [], [], []
    begun, own = time.perf_counter() + 0.5, os.times()
    total = rate * seconds

    def work(worker):
        connection = http.client.HTTPConnection(address)
        for index in range(worker, total, WORKERS):
            due = begun + index / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            try:
                if not request(connection, index):
                    errors.append(index)
            except OSError as error:
                errors.append(error)
                connection.close()
            latencies.append(time.perf_counter() - due)

    before = process(server.pid)[1]
    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(WORKERS)]
    [thread.start() for thread in threads]
    sampled = 0.0
    while any(thread.is_alive() for thread in threads):
        if time.perf_counter() - sampled >= 5:
            sampled = time.perf_counter()
            memory.append(process(server.pid)[0])
        time.sleep(0.05)
    taken = time.perf_counter() - begun
    cpu = process(server.pid)[1] - before
    latencies.sort()
    percentile = lambda share: 1000 * latencies[min(len(latencies) - 1, int(share * len(latencies)))]
    now = os.times()
    print(f"{len(latencies)} requests in {taken:.1f} s ({len(latencies) / taken:.0f} per second), {len(errors)} errors {errors[:3]}")
    print(f"p50 {percentile(0.5):.2f} ms, p99 {percentile(0.99):.2f} ms, p99.9 {percentile(0.999):.2f} ms, most {percentile(1):.2f} ms")
    print("resident memory in MiB, each 5 s:", " ".join(f"{size:.1f}" for size in memory))
    print("load of the machine after:", *(f"{load:.2f}" for load in os.getloadavg()))
    print(f"CPU: server {cpu / taken:.1%} of a core, load generator {(now.user + now.system - own.user - own.system) / taken:.1%} of a core")


main()
