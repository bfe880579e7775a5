"""Lets Prism judge what scoregate asks of Microsoft Graph, by the description beside this file.

Usage: graph.py PRISM SCOREGATE OUT

Prism speaks plain http and scoregate only https, so a server of this script stands between them: it ends TLS with a certificate of
an own authority, keeps every request with what Prism says of it, and asks Prism for the last page where a request has a $skiptoken.
Prism lets unknown parameters pass, which Graph does not; they are looked for here. The dates of the description's examples are moved so
that the latest snapshot is of yesterday: the program reads the clock, and this judge must agree on any day.
"""

import contextlib
import datetime
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from ruamel.yaml import YAML

DESCRIPTION = pathlib.Path(__file__).with_name("graph.openapi.yaml")
GRAPH = "https://graph.microsoft.com"
LATEST_OF_EXAMPLES = datetime.date(2026, 11, 23)
LATEST = datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=1)
START_SECONDS = 60
RUN_SECONDS = 60
POLICY = """\
scoregate: 1
policy: judged
rules:
  - id: score
    severity: high
    expect:
      score: { at-least: 90% }
  - id: mfa
    severity: high
    expect:
      controls: { match: [AdminMFAV2, MDA_Google_EnableTwoFactorAuth], at-least: 80% }
"""


def fail(message):
    sys.exit(f"graph: {message}")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def moved_to_now(body):
    """The body with every date moved by the days from the examples' latest snapshot to yesterday."""

    def moved(match):
        return str(datetime.date.fromisoformat(match[0].decode()) + (LATEST - LATEST_OF_EXAMPLES)).encode()

    return re.sub(rb"\b20\d\d-\d\d-\d\d", moved, body)


@contextlib.contextmanager
def prism_running(program, log):
    """Prism, serving the description; gives its port, and ends it whatever happens."""
    port = free_port()
    arguments = [program, "mock", "--errors", "--host", "127.0.0.1", "--port", str(port), str(DESCRIPTION)]
    with open(log, "wb") as output:
        try:
            process = subprocess.Popen(arguments, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        except OSError as error:
            fail(f"Prism does not start: {error}")
    try:
        end = time.monotonic() + START_SECONDS
        while "Prism is listening" not in log.read_text(errors="replace"):
            if process.poll() is not None or time.monotonic() > end:
                fail(f"Prism did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def certificates(folder):
    """An authority, and a certificate of it for localhost."""
    if shutil.which("openssl") is None:
        fail("openssl is needed, which makes the certificates")

    def openssl(*arguments):
        done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, timeout=RUN_SECONDS)
        if done.returncode:
            fail(f"openssl {arguments[0]} failed:\n{done.stderr}")

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    (folder / "leaf.ext").write_text("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=scoregate judge")
    openssl("req", *key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=localhost")
    openssl("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "leaf.pem",
            "-days", "2", "-extfile", "leaf.ext")


class Run:
    """One run of scoregate. `prefer` asks Prism for an answer; `spoil` changes requests, so that Prism has to object."""

    def __init__(self, number, prefer=None, spoil=None):
        self.token, self.prefer, self.spoil, self.seen = f"token-of-the-run-{number:03}", prefer, spoil, []


class Between(ThreadingHTTPServer):
    """Ends TLS before Prism. The token of a request says which run it is of: one that was given up may still be on its way."""

    daemon_threads = True

    def __init__(self, folder, prism):
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "leaf.pem", folder / "leaf.key")
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.prism = prism
        self.origin = f"https://localhost:{self.server_port}"
        self.runs = []

    def begin(self, **how):
        self.runs.append(Run(len(self.runs), **how))
        return self.runs[-1]

    def run_of(self, authorization):
        return next((run for run in self.runs if authorization == f"Bearer {run.token}"), self.runs[-1])

    def handle_error(self, request, client_address):
        """A client that hangs up is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server, headers = self.server, {name: value for name, value in self.headers.items() if name.lower() != "host"}
        run = server.run_of(self.headers.get("authorization"))
        headers["Accept-Encoding"] = "identity"
        target = self.path
        if run.spoil:
            target, headers = run.spoil(target, headers)
        prefer = run.prefer or ("example=last" if "skiptoken=" in target else "example=first")
        asked = {**headers, "prefer": ", ".join(filter(None, [self.headers.get("prefer"), prefer]))}
        upstream = http.client.HTTPConnection("127.0.0.1", server.prism, timeout=RUN_SECONDS)
        upstream.request("GET", target, headers=asked)
        answer = upstream.getresponse()
        body = answer.read()
        run.seen.append((target, answer.status, answer.getheader("sl-violations"), body.decode(errors="replace")))
        body = moved_to_now(body.replace(GRAPH.encode(), server.origin.encode()))
        self.send_response(answer.status)
        for name in ["Content-Type", "Retry-After"]:
            if answer.getheader(name):
                self.send_header(name, answer.getheader(name))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        # A ready token is used, so no sign-in is needed; and nothing is ever written.
        self.server.runs[-1].seen.append((f"POST {self.path}", 405, "a POST", ""))
        self.send_error(405)

    def log_message(self, *_):
        pass


def parameters():
    """For each path of the description the names of its parameters in the query."""
    description = YAML(typ="safe").load(DESCRIPTION)
    shared = description["components"]["parameters"]
    names = {}
    for path, methods in description["paths"].items():
        each = [shared[one["$ref"].rsplit("/", 1)[1]] if "$ref" in one else one for one in methods["get"]["parameters"]]
        names[path] = {one["name"] for one in each if one["in"] == "query"}
    return names


def violations(seen, expected, known):
    """What is wrong with requests, by Prism's word and by the names of their parameters."""
    wrong = []
    for target, status, said, body in seen:
        url = urlsplit(target)
        if status != expected or said:
            wrong.append(f"GET {target}: Prism answered {status}: {said or body}")
        for name, _ in parse_qsl(url.query, keep_blank_values=True):
            if name not in known.get(url.path, set()):
                wrong.append(f"GET {target}: the description has no parameter {name}")
    return wrong


class Judge:
    def __init__(self, scoregate, out, between):
        self.scoregate, self.out, self.between = scoregate, out, between
        self.known = parameters()
        (out / "policy.yaml").write_text(POLICY)
        kept = {name: os.environ[name] for name in ["PATH", "HOME", "SystemRoot"] if name in os.environ}
        self.environment = {**kept, "SSL_CERT_FILE": str(out / "ca.pem"), "NO_PROXY": "*"}

    def run(self, arguments, **how):
        run = self.between.begin(**how)
        environment = {**self.environment, "SCOREGATE_TOKEN": run.token}
        hosts = ["--graph-host", self.between.origin, "--login-host", self.between.origin, "--timeout", "20s"]
        command = [self.scoregate, *arguments.split(), *hosts]
        try:
            done = subprocess.run(command, cwd=self.out, env=environment, capture_output=True, text=True, timeout=RUN_SECONDS)
        except subprocess.TimeoutExpired:
            fail(f"scoregate {arguments}\n  it did not end within {RUN_SECONDS} s")
        return done, run.seen

    def expect(self, arguments, code, status, requests, says, **how):
        """A run whose requests Prism accepts, and that ends as it should."""
        done, seen = self.run(arguments, **how)
        wrong = violations(seen, status, self.known)
        said = done.stdout + done.stderr
        if done.returncode != code:
            wrong.append(f"exit {done.returncode}, and {code} is expected")
        if says not in " ".join(said.split()):
            wrong.append(f"it does not say “{says}”")
        if requests is not None and len(seen) != requests:
            wrong.append(f"{len(seen)} requests, and {requests} are expected: {[one[0] for one in seen]}")
        if wrong:
            fail(f"scoregate {arguments}\n  " + "\n  ".join(wrong) + f"\n{said}")
        print(f"{arguments}: {len(seen)} requests, exit {done.returncode}, no violation")

    def must_object(self, name, spoil):
        """A judge that never objects is none: what is spoilt on its way has to be noticed."""
        _, seen = self.run("record --out spoilt.json --days 1 --incidents", spoil=spoil)
        if not violations(seen, 200, self.known):
            fail(f"{name} was let pass, so that this judge proves nothing: {[one[0] for one in seen]}")
        print(f"{name}: noticed")


def without(header):
    return lambda target, headers: (target, {name: value for name, value in headers.items() if name.lower() != header})


def rewritten(old, new):
    return lambda target, headers: (re.sub(old, new, target), headers)


def main():
    prism, scoregate, out = sys.argv[1], str(pathlib.Path(sys.argv[2]).resolve()), pathlib.Path(sys.argv[3]).resolve()
    # Prism is ended even where this script is.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    out.mkdir(parents=True, exist_ok=True)
    certificates(out)
    with prism_running(prism, out / "prism.log") as port, Between(out, port) as between:
        threading.Thread(target=between.serve_forever, daemon=True).start()
        judge = Judge(scoregate, out, between)
        check = "check --policy policy.yaml --from graph"
        judge.expect(check, 0, 200, 3, "92.5% (18.5 of 20 points)")
        judge.expect("record --out one.json --days 1", 0, 200, 3, "2 profiles, complete")
        judge.expect("record --out all.json --incidents", 0, 200, 6, f"3 days, the latest {LATEST}, 2 profiles, complete")
        judge.expect("baseline write --from graph --out baseline.yaml", 0, 200, 3, "2 controls")
        recorded = json.loads((out / "all.json").read_text())["responses"]
        if not any("awaitingAction" in json.dumps(response["body"]) for response in recorded):
            fail("the incidents are not in the recording")
        judge.expect(check, 5, 401, None, "InvalidAuthenticationToken", prefer="code=401")
        judge.expect(check, 5, 403, None, "Authorization_RequestDenied", prefer="code=403")
        judge.expect(check, 5, 429, None, "it may be tried again in 300 s", prefer="code=429")
        judge.must_object("a request without a token", without("authorization"))
        judge.must_object("a request that does not ask for JSON", without("accept"))
        judge.must_object("$top that is no number", rewritten(r"top=\d+", "top=all"))
        judge.must_object("$top that Graph refuses for incidents", rewritten(r"(incidents\?.*\$top)=\d+", r"\1=51"))
        judge.must_object("a parameter that does not exist", rewritten(r"\$top", "$limit"))
        judge.must_object("a path that does not exist", rewritten("secureScores", "secureScore"))
        between.shutdown()


main()
