"""A client of MCP from another project that is given nothing but the address of the server: it finds the host that signs in (RFC 9728),
obtains an access token there, and calls a tool. The host is a stand-in for Microsoft Entra, which signs the token.

    entra_client.py SCOREGATE ARGUMENT...
"""

import asyncio
import datetime
import http.server
import ipaddress
import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
from urllib.parse import parse_qs, urlsplit

import httpx2
import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from mcp import ClientSession
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata

TENANT = "12345678-1234-1234-1234-123456789012"
AUDIENCE = "api://gate"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(folder):
    """Writes a certificate for `localhost` with its key, and returns the path."""
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key()).serial_number(1)
    builder = builder.not_valid_before(today - datetime.timedelta(days=1)).not_valid_after(today + datetime.timedelta(days=1))
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    signed = builder.add_extension(x509.SubjectAlternativeName(names), critical=False).sign(KEY, hashes.SHA256())
    path = f"{folder}/localhost.pem"
    key = KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with open(path, "wb") as file:
        file.write(signed.public_bytes(serialization.Encoding.PEM) + key)
    return path


class Entra(http.server.BaseHTTPRequestHandler):
    """The addresses of one tenant: signing keys, metadata, token."""

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def issuer(self):
        return f"https://localhost:{self.server.server_address[1]}/{TENANT}/v2.0"

    def do_GET(self):
        if self.path == f"/{TENANT}/discovery/v2.0/keys":
            self.answer({"keys": [{**json.loads(RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "one", "use": "sig"}]})
        elif self.path == f"/{TENANT}/v2.0/.well-known/openid-configuration":
            base = self.issuer()
            self.answer({
                "issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
                "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none"],
            })
        else:
            self.send_error(404)

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert form["code"] == ["a-code"] and form["code_verifier"], form
        # The server checks a token at the time of the clock, whatever time it evaluates at.
        seconds = int(datetime.datetime.now(datetime.timezone.utc).timestamp())
        claims = {"iss": self.issuer(), "aud": AUDIENCE, "tid": TENANT, "nbf": seconds - 60, "exp": seconds + 3600, "scp": "Posture.Read"}
        token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "one"})
        self.answer({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def log_message(self, *_):
        pass


class Storage:
    """A client that is registered already: Entra registers none by itself."""

    def __init__(self, metadata, issuer):
        self.tokens = None
        self.client = OAuthClientInformationFull(client_id="a-client", issuer=issuer, **metadata.model_dump(exclude={"issuer"}))

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.client = client


async def judge(address, issuer, cafile):
    asked = {}

    async def redirect(url):
        asked.update({name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}, url=url)

    async def callback():
        return AuthorizationCodeResult(code="a-code", state=asked["state"])

    metadata = OAuthClientMetadata(redirect_uris=["http://localhost:1/callback"], token_endpoint_auth_method="none", client_name="judge")
    provider = OAuthClientProvider(address, metadata, Storage(metadata, issuer), redirect, callback)
    verify = ssl.create_default_context(cafile=cafile)
    async with httpx2.AsyncClient(auth=provider, verify=verify) as client:
        async with streamable_http_client(address, http_client=client) as streams:
            async with ClientSession(streams[0], streams[1]) as session:
                await session.initialize()
                result = (await session.call_tool("get_posture", {})).model_dump(by_alias=True)
    assert result["structuredContent"]["verdict"], result
    assert asked["url"].startswith(f"{issuer}/authorize?"), asked
    assert (asked["scope"], asked["resource"]) == (f"{AUDIENCE}/Posture.Read", address), asked


def main():
    program, *arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        path = certificate(folder)
        entra = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Entra)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        entra.socket = context.wrap_socket(entra.socket, server_side=True)
        threading.Thread(target=entra.serve_forever, daemon=True).start()
        host = f"https://localhost:{entra.server_address[1]}"
        options = ["--listen", "127.0.0.1:0", "--graph-host", host, "--login-host", host, "--entra-tenant", TENANT, "--entra-audience", AUDIENCE]
        environment = {**os.environ, "SSL_CERT_FILE": path}
        environment.pop("SCOREGATE_API_KEY", None)
        with open(f"{folder}/log", "w+") as log:
            server = subprocess.Popen([program, *arguments, *options], stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
            try:
                line = server.stdout.readline()
                log.seek(0)
                assert line, log.read()
                address = f"http://{line.removeprefix('listening on ').strip()}/mcp"
                asyncio.run(asyncio.wait_for(judge(address, f"{host}/{TENANT}/v2.0", path), 30))
            finally:
                server.terminate()
                server.wait()
    print("the client found the host that signs in, and called a tool with its token")


main()
