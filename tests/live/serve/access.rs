//! Authentication: API keys, and access tokens that a test authority signs.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use insta::assert_snapshot;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};

use super::{example, refused, serving};
use crate::support::entra_server::{Entra, OTHER, TENANT};
use crate::support::live::until;
use crate::support::serving::Serving;
use crate::support::tls::ca_pem;
use crate::support::workspace::Workspace;

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn an_api_key_opens_everything_and_nothing_opens_without_it() {
    let workspace = Workspace::new();
    workspace.file("key.txt", format!("\u{feff}{KEY}\r\n"));
    let command = example(&workspace, "--api-key-file key.txt");
    let server = Serving::start(workspace, command);
    for target in ["/v1/posture", "/metrics", "/mcp"] {
        let wrong = format!("X-API-Key: {}", KEY.replace('0', "1"));
        for headers in [&[][..], &[&*wrong], &["Authorization: Bearer x"], &["Authorization: Basic eDp5"]] {
            let answer = server.send("GET", target, headers, "");
            assert_eq!(
                (answer.status, answer.header("www-authenticate")),
                (401, Some("Bearer")),
                "{target} {headers:?}"
            );
            assert!(!answer.body.contains(KEY));
        }
    }
    for header in
        [format!("X-API-Key: {KEY}"), format!("Authorization: Bearer {KEY}"), format!("authorization: bearer {KEY}")]
    {
        assert_eq!(server.send("GET", "/v1/posture", &[&header], "").status, 200, "{header}");
    }
    let twice = format!("X-API-Key: {KEY}");
    assert_eq!(server.send("GET", "/v1/posture", &[&twice, &twice], "").status, 401);
    for target in ["/healthz", "/readyz", "/openapi.json"] {
        assert_eq!(server.get(target).status, 200, "{target}");
    }
    assert_eq!(server.get("/openapi.json").json()["security"], json!([{ "apiKey": [] }]));
    assert!(!server.log().contains(KEY));
}

#[test]
fn an_api_key_may_come_from_the_environment() {
    let workspace = Workspace::new();
    let mut command = example(&workspace, "");
    command.env("SCOREGATE_API_KEY", KEY);
    let server = Serving::start(workspace, command);
    assert_eq!(server.get("/v1/posture").status, 401);
    assert_eq!(server.send("GET", "/v1/posture", &[&format!("X-API-Key: {KEY}")], "").status, 200);
}

#[test]
fn a_server_that_others_can_reach_needs_protection() {
    let seen = [
        "--listen 0.0.0.0:0",
        "--listen [::]:0 --behind-proxy",
        "--listen 127.0.0.1:0 --behind-proxy --api-key-file key",
        "--listen 0.0.0.0:0 --api-key-file key --allow-host gate.example.com",
        "--api-key-file short",
        "--api-key-file nope",
        "--tls-cert key --tls-key key",
        "--api-key-file empty",
        "--api-key-file .",
        "--tls-cert nope.pem --tls-key key",
        "--tls-cert key",
        "--entra-tenant contoso.example --entra-audience x",
        "--entra-tenant 12345678-1234-1234-1234-123456789012",
        "--entra-audience x",
        "--entra-tenant 12345678-1234-1234-1234-123456789012 --entra-audience=",
        "--entra-tenant 12345678-1234-1234-1234-123456789012 --entra-audience x --entra-permission=",
        "--entra-tenant 12345678-1234-1234-1234-123456789012 --entra-audience x --api-key-file key",
        "--allow-host gate.example.com:8443",
        "--allow-host *.example.com",
        "--allow-host https://gate.example.com",
        "--allow-origin portal.example.com",
        "--rate-limit 0",
        "--listen localhost:18481",
        "--listen 8080",
        "--stdio --listen 127.0.0.1:0",
        "--from -",
        "--refresh 10ms",
    ]
    .map(|args| format!("$ serve {args}\n{}\n", refused(args)));
    let root = env!("CARGO_MANIFEST_DIR");
    assert_snapshot!(seen.concat().replace(root, "ROOT"));
}

#[test]
fn a_variable_without_a_key_is_no_key_and_starts_no_server() {
    let key = "0123456789abcdef0123456789abcdef";
    let entra = format!("--entra-tenant {TENANT} --entra-audience x");
    let seen = [("", ""), (" ", ""), ("short", ""), (key, entra.as_str())].map(|(value, more)| {
        let workspace = Workspace::new();
        let mut command = workspace.command(&format!("{} --listen 127.0.0.1:0 {more}", super::arguments()));
        command.env("SCOREGATE_API_KEY", value);
        let outcome = crate::support::workspace::outcome(command);
        assert_eq!(outcome.code, 2);
        format!("$ SCOREGATE_API_KEY='{value}'\n{}\n", outcome.seen())
    });
    assert_snapshot!(seen.concat());
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_starts_no_server() {
    use std::os::unix::ffi::OsStringExt;
    let workspace = Workspace::new();
    let mut command = workspace.command(&format!("{} --listen 127.0.0.1:0", super::arguments()));
    command.env("SCOREGATE_API_KEY", std::ffi::OsString::from_vec(b"\xff0123456789abcdef0123456789abcdef".to_vec()));
    let outcome = crate::support::workspace::outcome(command);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("SCOREGATE_API_KEY cannot be used: it is not UTF-8"), "{}", outcome.stderr);
}

#[test]
fn callers_without_a_key_lock_out_nobody_who_has_it() {
    let workspace = Workspace::new();
    workspace.file("key.txt", KEY);
    let command = example(&workspace, "--api-key-file key.txt --rate-limit 3");
    let server = Serving::start(workspace, command);
    let key = format!("X-API-Key: {KEY}");
    let mut refused = Vec::new();
    for target in ["/v1/posture", "/openapi.json", "/nothing", "/mcp"] {
        refused.extend((0..8).map(|_| server.get(target).status));
    }
    assert!(refused.contains(&429) && refused.contains(&401), "{refused:?}");
    for _ in 0..3 {
        assert_eq!(server.send("GET", "/v1/posture", &[&key], "").status, 200);
    }
    let mine: Vec<u16> = (0..20).map(|_| server.send("GET", "/v1/posture", &[&key], "").status).collect();
    assert!(mine.contains(&429), "callers with a key have a rate too: {mine:?}");
    for _ in 0..20 {
        assert_eq!((server.get("/healthz").status, server.get("/readyz").status), (200, 200));
    }
}

#[test]
fn tls_is_served_with_a_certificate() {
    let (chain, key) = crate::support::tls::certificate("localhost");
    let workspace = Workspace::new();
    workspace.file("chain.pem", chain.pem()).file("key.pem", key.serialize_pem());
    let command = example(&workspace, "--tls-cert chain.pem --tls-key key.pem");
    let server = Serving::start(workspace, command);
    let answer = crate::support::serving::get_over_tls(&server.address, "/healthz");
    assert_eq!((answer.status, &*answer.body), (200, "ok\n"));
}

/// The time in some seconds, as a token states it. The servers here evaluate as of another day, which tokens have nothing to do with.
fn after(seconds: i64) -> i64 {
    jiff::Timestamp::now().as_second() + seconds
}

/// An authority with a signing key that can be replaced.
struct TestAuthority {
    key: RsaKeyPair,
    kid: Arc<Mutex<String>>,
    /// While it is locked, a request for the keys gets no answer.
    gate: Arc<Mutex<()>>,
    entra: Entra,
}

impl TestAuthority {
    fn new() -> Self {
        let pem = std::fs::read(format!("{}/tests/live/keys/app.pem", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let PrivateKeyDer::Pkcs8(der) = PrivateKeyDer::from_pem_slice(&pem).unwrap() else { panic!("PKCS#8") };
        let key = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap();
        let public = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(key.public());
        let kid = Arc::new(Mutex::new("one".to_owned()));
        let shown = Arc::clone(&kid);
        let gate = Arc::new(Mutex::new(()));
        let shared = Arc::clone(&gate);
        let entra = Entra::new(move |asked| {
            assert_eq!(asked.target, format!("/{TENANT}/discovery/v2.0/keys"));
            drop(shared.lock().unwrap());
            let kid = shown.lock().unwrap().clone();
            let key = json!({ "kty": "RSA", "use": "sig", "kid": kid, "n": BASE64.encode(&public.n), "e": BASE64.encode(&public.e) });
            (200, json!({ "keys": [key, { "kty": "unheard-of", "kid": "x" }] }).to_string())
        });
        Self { key, kid, gate, entra }
    }

    fn claims(&self) -> Value {
        json!({ "iss": self.entra.url(&format!("/{TENANT}/v2.0")), "aud": "api://gate", "tid": TENANT, "nbf": after(-600),
            "exp": after(3_600), "roles": ["Posture.Read"] })
    }

    fn token(&self, kid: &str, claims: &Value) -> String {
        let part = |value: &Value| BASE64.encode(value.to_string());
        let text = format!("{}.{}", part(&json!({ "alg": "RS256", "typ": "JWT", "kid": kid })), part(claims));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
        format!("{text}.{}", BASE64.encode(signature))
    }

    fn serve(&self) -> Serving {
        self.serve_as_of("2026-11-24T06:00:00Z")
    }

    fn serve_as_of(&self, now: &str) -> Serving {
        let workspace = Workspace::new();
        workspace.file("ca.pem", ca_pem());
        let origin = self.entra.url("");
        let arguments = super::arguments().replace("2026-11-24T06:00:00Z", now);
        let args = format!(
            "{arguments} --listen 127.0.0.1:0 --entra-tenant {TENANT} --entra-audience api://gate --graph-host {origin} --login-host {origin} --rate-limit 1000"
        );
        let mut command = crate::support::serving::command(&workspace, &args);
        command.env("SSL_CERT_FILE", workspace.path("ca.pem"));
        Serving::start(workspace, command)
    }
}

#[test]
fn a_token_is_checked_by_the_clock_and_not_as_of_the_evaluation() {
    let authority = TestAuthority::new();
    let days = 2 * 24 * 3_600;
    for (as_of, is_valid) in [(-days, false), (days, true)] {
        let server = authority.serve_as_of(&jiff::Timestamp::from_second(after(as_of)).unwrap().to_string());
        let mut claims = authority.claims();
        if !is_valid {
            (claims["nbf"], claims["exp"]) = (json!(after(as_of - 600)), json!(after(as_of + 3_600)));
        }
        let token = authority.token("one", &claims);
        let answer = server.send("GET", "/v1/posture", &[&format!("Authorization: Bearer {token}")], "");
        assert_eq!(answer.status, if is_valid { 200 } else { 401 }, "{as_of}: {answer:?}");
        assert!(is_valid || answer.body.contains("has expired"), "{answer:?}");
    }
}

#[test]
fn a_host_of_signing_keys_that_hangs_keeps_out_nobody_with_a_known_key() {
    let authority = TestAuthority::new();
    let server = authority.serve();
    let status = |kid: &str| {
        let token = authority.token(kid, &authority.claims());
        server.send("GET", "/v1/posture", &[&format!("Authorization: Bearer {token}")], "").status
    };
    let gate = authority.gate.lock().unwrap();
    std::thread::scope(|scope| {
        // As many as the server answers at once, and more.
        let unknown: Vec<_> = (0..70).map(|_| scope.spawn(|| status("invented"))).collect();
        for _ in 0..10 {
            assert_eq!((status("one"), server.get("/healthz").status, server.get("/readyz").status), (200, 200, 200));
        }
        for one in unknown {
            assert_eq!(one.join().unwrap(), 503, "the keys are being fetched");
        }
    });
    drop(gate);
    until("the keys are fetched", || status("invented") == 401);
    assert_eq!(authority.entra.asked().len(), 2);
}

#[test]
fn an_access_token_is_checked_in_every_respect() {
    let authority = TestAuthority::new();
    let server = authority.serve();
    let answer = |token: &str| server.send("GET", "/v1/posture", &[&format!("Authorization: Bearer {token}")], "");
    let with = |key: &str, value: Value| {
        let mut claims = authority.claims();
        claims[key] = value;
        authority.token("one", &claims)
    };
    assert_eq!(answer(&authority.token("one", &authority.claims())).status, 200);
    let delegated = {
        let mut claims = authority.claims();
        claims["roles"] = json!([]);
        claims["scp"] = json!("User.Read Posture.Read");
        claims
    };
    assert_eq!(answer(&authority.token("one", &delegated)).status, 200);
    let version_1 = with("iss", json!(format!("https://sts.windows.net/{TENANT}/")));
    assert_eq!(answer(&version_1).status, 200);

    let good = authority.token("one", &authority.claims());
    let (head, signature) = good.rsplit_once('.').unwrap();
    let unsigned = BASE64.encode(json!({ "alg": "none", "kid": "one" }).to_string());
    let shared = BASE64.encode(json!({ "alg": "HS256", "kid": "one" }).to_string());
    let claims = BASE64.encode(authority.claims().to_string());
    let mut without_nbf = authority.claims();
    without_nbf.as_object_mut().unwrap().remove("nbf");
    let wrong = [
        ("another issuer", with("iss", json!("https://login.evil.example/v2.0"))),
        ("another audience", with("aud", json!("api://other"))),
        ("another tenant", with("tid", json!(OTHER))),
        ("expired", with("exp", json!(after(-120)))),
        ("an expiry that is a text", with("exp", json!("1795503600"))),
        ("not valid yet", with("nbf", json!(after(600)))),
        ("no beginning", authority.token("one", &without_nbf)),
        ("no permission", with("roles", json!(["Other.Read"]))),
        ("an unknown key", authority.token("two", &authority.claims())),
        ("a key that is not RSA", authority.token("x", &authority.claims())),
        ("a changed signature", format!("{head}.{}", signature.chars().rev().collect::<String>())),
        ("no signature", format!("{head}.")),
        ("the algorithm none", format!("{unsigned}.{claims}.")),
        ("a shared secret", format!("{shared}.{claims}.{signature}")),
        ("no token", "x".to_owned()),
        ("a long token", "x".repeat(20_000)),
    ];
    let seen: Vec<String> = wrong.iter().map(|(what, token)| format!("{what}: {}", answer(token).seen())).collect();
    assert_snapshot!(seen.concat());
    assert_eq!(server.get("/v1/posture").status, 401);
    assert!(!server.log().contains(&good[..40]), "{}", server.log());
}

#[test]
fn a_client_finds_the_host_that_signs_in() {
    let authority = TestAuthority::new();
    let server = authority.serve();
    let origin = format!("http://{}", server.address);
    let metadata = |path: &str| server.send("GET", path, &[&format!("Host: {}", server.address)], "").json();
    let document = |resource: &str| {
        json!({
            "resource": resource,
            "authorization_servers": [authority.entra.url(&format!("/{TENANT}/v2.0"))],
            "scopes_supported": ["api://gate/Posture.Read"],
            "bearer_methods_supported": ["header"],
            "resource_name": "scoregate",
        })
    };
    let (root, mcp) = ("/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp");
    assert_eq!(metadata(root), document(&origin));
    assert_eq!(metadata(mcp), document(&format!("{origin}/mcp")));
    let challenge = |target: &str, token: Option<String>| {
        let host = format!("Host: {}", server.address);
        let token = token.map(|token| format!("Authorization: Bearer {token}"));
        let headers: Vec<&str> = [Some(&*host), token.as_deref()].into_iter().flatten().collect();
        let answer = server.send("GET", target, &headers, "");
        (answer.status, answer.header("www-authenticate").unwrap_or_default().to_owned())
    };
    let (scope, address) = ("scope=\"api://gate/Posture.Read\"", format!("resource_metadata=\"{origin}{mcp}\""));
    assert_eq!(challenge("/mcp", None), (401, format!("Bearer {scope}, {address}")));
    assert_eq!(challenge("/v1/posture", None), (401, format!("Bearer {scope}")));
    let wrong = Some("x".to_owned());
    assert_eq!(challenge("/mcp", wrong), (401, format!("Bearer error=\"invalid_token\", {scope}, {address}")));
    let mut claims = authority.claims();
    claims["roles"] = json!([]);
    let weak = Some(authority.token("one", &claims));
    assert_eq!(challenge("/mcp", weak), (403, format!("Bearer error=\"insufficient_scope\", {scope}, {address}")));
    let other = server.send("GET", mcp, &["Host: evil.example"], "");
    assert_eq!(other.status, 403, "the address of a host that is not a name of the server");
    assert_eq!(serving("").get(root).status, 404, "a server without tokens has no metadata");
}

#[test]
fn a_new_signing_key_is_fetched_once() {
    let authority = TestAuthority::new();
    let server = authority.serve();
    let status = |kid: &str| {
        let token = authority.token(kid, &authority.claims());
        server.send("GET", "/v1/posture", &[&format!("Authorization: Bearer {token}")], "").status
    };
    assert_eq!((status("one"), authority.entra.asked().len()), (200, 1));
    "two".clone_into(&mut authority.kid.lock().unwrap());
    assert_eq!((status("two"), authority.entra.asked().len()), (200, 2));
    assert_eq!(status("one"), 401, "a key that is withdrawn opens nothing");
    for invented in ["three", "four", "five"] {
        assert_eq!(status(invented), 401);
    }
    assert_eq!(authority.entra.asked().len(), 2, "invented keys cause no requests");
}

#[test]
fn a_server_without_signing_keys_does_not_start() {
    let entra = Entra::always(200, "{\"keys\": []}");
    let origin = entra.url("");
    let workspace = Workspace::new();
    workspace.file("ca.pem", ca_pem());
    let args = format!(
        "{} --listen 127.0.0.1:0 --entra-tenant {TENANT} --entra-audience x --graph-host {origin} --login-host {origin}",
        super::arguments()
    );
    let mut command = workspace.command(&args);
    command.env("SSL_CERT_FILE", workspace.path("ca.pem"));
    assert_snapshot!(crate::support::workspace::outcome(command).seen());
}

#[test]
fn a_local_server_needs_no_key() {
    assert_eq!(serving("").get("/v1/posture").status, 200);
}
