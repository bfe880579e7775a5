"""Checks that a program signs in and reads a tenant over TLS where it has nothing but itself and one certificate authority.

    python3 packages/check_sign_in.py FOLDER COMMAND...

Serves, on this machine's loopback, Entra's tokens and the responses of `examples/contoso.json` behind a certificate of a CA of its own. FOLDER is the
root that the program sees, and gets `ca.pem`. COMMAND... runs the program in it; `record` and its options are appended.
"""

import base64
import http.server
import json
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[1]
TENANT = "a1b2c3d4-0000-4000-8000-c0ffee000001"
CLIENT = "c0ffee00-0000-4000-8000-000000000002"
SECRET = "a-secret-of-the-check-0123456789"


def resource(path: str) -> str:
    """The last part of a request's path, without its query."""
    return path.split("?")[0].rsplit("/", 1)[1]


RESPONSES: dict = {}
for recorded in json.loads((ROOT / "examples/contoso.json").read_text())["responses"]:
    RESPONSES.setdefault(resource(recorded["request"]), []).extend(recorded["body"]["value"])


def token() -> str:
    """An access token as Entra writes it; no program checks its signature here."""
    claims = {"aud": "https://graph.microsoft.com", "tid": TENANT, "appid": CLIENT, "idtyp": "app", "roles": ["SecurityEvents.Read.All"]}
    parts = [{"alg": "RS256", "typ": "JWT"}, claims, {"no": "signature"}]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)


class Handler(http.server.BaseHTTPRequestHandler):
    """Entra and Graph."""

    protocol_version = "HTTP/1.1"
    granted = token()
    requested: list = []

    def respond(self, status: int, content: dict) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.requested.append("token")
        is_valid = self.path == f"/{TENANT}/oauth2/v2.0/token" and SECRET in form
        content = {"token_type": "Bearer", "expires_in": 3599, "access_token": self.granted}
        self.respond(200, content) if is_valid else self.respond(400, {"error": "invalid_request"})

    def do_GET(self) -> None:
        name = resource(self.path)
        self.requested.append(name)
        if self.headers["Authorization"] != f"Bearer {self.granted}":
            self.respond(401, {"error": {"code": "InvalidAuthenticationToken", "message": "no token"}})
        elif name in RESPONSES:
            self.respond(200, {"value": RESPONSES[name]})
        else:
            self.respond(404, {"error": {"code": "ResourceNotFound", "message": self.path}})

    def log_message(self, *_arguments) -> None:
        """Nothing: the output is that of the program."""


class Server(http.server.ThreadingHTTPServer):
    """A server that keeps silent where a client ends the connection, as one does that trusts no authority."""

    def handle_error(self, request, client_address) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def certificates(folder: pathlib.Path) -> None:
    """Writes a CA, and the certificate that it signed for the loopback address, with its key."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=CA of the check")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server of the check")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl(
        "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "server.pem"
    )


def main(root: pathlib.Path, command: list) -> None:
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        certificates(folder)
        (root / "ca.pem").write_bytes((folder / "ca.pem").read_bytes())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"https://127.0.0.1:{server.server_address[1]}"
    command = [shutil.which(command[0]) or command[0], *command[1:]]
    environment = {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT, "AZURE_CLIENT_SECRET": SECRET}
    arguments = ["record", "--out", "/recorded.json", "--days", "1", "--graph-host", origin, "--login-host", origin]
    # Without authorities, no server is trusted.
    refused = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True)
    if refused.returncode == 0 or Handler.requested:
        sys.exit(f"without certificate authorities the program requested {Handler.requested} and ended with {refused.returncode}")
    print(refused.stderr)
    done = subprocess.run([*command, *arguments], env={**environment, "SSL_CERT_FILE": "/ca.pem"}, capture_output=True, text=True)
    print(done.stdout, done.stderr, sep="")
    if done.returncode != 0:
        sys.exit(f"the program ended with {done.returncode} after it requested {Handler.requested}")
    if "token" not in Handler.requested or not set(RESPONSES) <= set(Handler.requested):
        sys.exit(f"the program requested {Handler.requested} alone")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), sys.argv[2:])
