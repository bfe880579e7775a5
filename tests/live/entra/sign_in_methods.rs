//! Each way of signing in, to its end: what reaches the server, and what the user sees.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::entra_server::{Asked, CLIENT, Entra, app_claims, granted, jwt};
use crate::support::sign_in::{Program, SECRET};

pub(super) const SCOPE: &str = "https://graph.microsoft.com/.default";

const TOKEN_PATH: &str = "/a1b2c3d4-0000-4000-8000-000000000001/oauth2/v2.0/token";

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a job of GitHub Actions, or of Azure Pipelines, or a pod says of itself.
fn job() -> Value {
    json!({ "iss": "https://token.actions.githubusercontent.com", "aud": "api://AzureADTokenExchange",
        "sub": "repo:contoso/gate:ref:refs/heads/main", "jti": "job" })
}

/// Checks the form that asks for a token with an assertion, and gives the assertion.
fn assertion(asked: &Asked) -> String {
    assert_eq!((asked.method.as_str(), asked.target.as_str()), ("POST", TOKEN_PATH));
    let mut form = asked.form();
    let assertion = form.remove("client_assertion").unwrap();
    let expected = [
        ("client_assertion_type", JWT_BEARER),
        ("client_id", CLIENT),
        ("grant_type", "client_credentials"),
        ("scope", SCOPE),
    ];
    assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    assertion
}

#[test]
fn a_client_secret_reaches_the_token_endpoint_as_a_form() {
    let entra = Entra::giving(app_claims());
    let program = Program::new().at(&entra).app().secret("AZURE_CLIENT_SECRET", SECRET);
    insta::assert_snapshot!(program.status(""));
    let asked = entra.only();
    assert_eq!((asked.method.as_str(), asked.target.as_str()), ("POST", TOKEN_PATH));
    assert_eq!(asked.headers["content-type"], "application/x-www-form-urlencoded");
    let expected =
        [("client_id", CLIENT), ("client_secret", SECRET), ("grant_type", "client_credentials"), ("scope", SCOPE)];
    assert_eq!(asked.form(), expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
}

#[test]
fn a_client_secret_may_lie_in_a_file() {
    let entra = Entra::giving(app_claims());
    let program = Program::new().at(&entra).app().file("AZURE_CLIENT_SECRET_FILE", format!("\u{feff}{SECRET}\r\n"));
    insta::assert_snapshot!(program.status(""));
    assert_eq!(entra.only().form()["client_secret"], SECRET);
}

/// The parts of an assertion that the app's own certificate verifies.
fn verified(assertion: &str) -> (Value, Value) {
    let (signed, signature) = assertion.rsplit_once('.').unwrap();
    let certificate = CertificateDer::from_pem_slice(include_bytes!("../keys/certificate.pem")).unwrap();
    let key = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, public_key(&certificate));
    key.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).expect("PS256 verifies");
    let (header, claims) = signed.split_once('.').unwrap();
    let read = |part: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    let header = read(header);
    assert_eq!(header["x5t#S256"], URL_SAFE_NO_PAD.encode(Sha256::digest(&certificate)));
    (header, read(claims))
}

/// The RSA key in a certificate: the first sequence of 266 bytes that begins with a modulus of 2048 bits.
fn public_key(certificate: &[u8]) -> &[u8] {
    let mark = [0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01];
    let start = certificate.windows(mark.len()).position(|window| window == mark).unwrap();
    &certificate[start..start + 270]
}

#[test]
fn a_certificate_signs_an_assertion_that_entra_documents() {
    let files: [(&str, &[u8], Option<&str>); 4] = [
        ("PEM with another certificate before", include_bytes!("../keys/app.pem"), None),
        ("PEM with a PKCS#1 key", include_bytes!("../keys/app-pkcs1.pem"), None),
        ("PKCS#12", include_bytes!("../keys/app.p12"), Some("p12-pass-word")),
        ("PKCS#12 with the encryption of old", include_bytes!("../keys/app-legacy.p12"), Some("p12-pass-word")),
    ];
    for (what, file, password) in files {
        let entra = Entra::giving(app_claims());
        let program = Program::new().at(&entra).app().file("AZURE_CLIENT_CERTIFICATE_PATH", file);
        let program = match password {
            Some(password) => program.secret("AZURE_CLIENT_CERTIFICATE_PASSWORD", password),
            None => program,
        };
        let seen = program.status("");
        assert!(seen.starts_with("exit 0\n") && seen.contains("client-certificate"), "{what}: {seen}");
        let (header, claims) = verified(&assertion(&entra.only()));
        assert_eq!((&header["alg"], &header["typ"]), (&json!("PS256"), &json!("JWT")), "{what}");
        assert_eq!(claims["aud"], entra.url(TOKEN_PATH), "{what}");
        assert_eq!((&claims["iss"], &claims["sub"]), (&json!(CLIENT), &json!(CLIENT)), "{what}");
        let time = |name: &str| claims[name].as_i64().unwrap();
        assert_eq!((time("exp") - time("nbf"), time("iat")), (300, time("nbf")), "{what}");
        assert_eq!(claims["jti"].as_str().unwrap().len(), 36, "{what}");
    }
}

#[test]
fn a_job_of_github_actions_exchanges_its_own_token() {
    let job_token = jwt(&job());
    let given = json!({ "value": job_token }).to_string();
    let entra = Entra::new(move |asked| match asked.method.as_str() {
        "GET" => (200, given.clone()),
        _ => granted(&app_claims()),
    });
    let program = Program::new()
        .at(&entra)
        .app()
        .set("ACTIONS_ID_TOKEN_REQUEST_URL", entra.url("/job/42/token?api-version=2"))
        .secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "bearer-of-the-job");
    insta::assert_snapshot!(program.status(""));
    let asked = entra.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].target, "/job/42/token?api-version=2&audience=api%3A%2F%2FAzureADTokenExchange");
    assert_eq!(asked[0].headers["authorization"], "Bearer bearer-of-the-job");
    assert_eq!(assertion(&asked[1]), job_token);
    assert!(!asked[1].headers.contains_key("authorization"));
}

#[test]
fn a_job_of_azure_pipelines_exchanges_its_own_token() {
    let job_token = jwt(&job());
    let given = json!({ "oidcToken": job_token }).to_string();
    let entra = Entra::new(move |asked| match asked.target.as_str() {
        TOKEN_PATH => granted(&app_claims()),
        _ => (200, given.clone()),
    });
    let program = Program::new().at(&entra).service_connection(&entra);
    insta::assert_snapshot!(program.status(""));
    let asked = entra.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].method, "POST");
    let target = "/oidc?api-version=7.1&serviceConnectionId=5e7c0000-0000-4000-8000-000000000004";
    assert_eq!(asked[0].target, target);
    assert_eq!(asked[0].headers["authorization"], "Bearer access-of-the-job");
    assert_eq!(asked[0].headers["x-tfs-fedauthredirect"], "Suppress");
    assert_eq!(assertion(&asked[1]), job_token);
}

#[test]
fn a_pod_exchanges_the_token_in_its_file() {
    let entra = Entra::giving(app_claims());
    let pod_token = jwt(&job());
    let program = Program::new().at(&entra).app().file("AZURE_FEDERATED_TOKEN_FILE", &pod_token);
    insta::assert_snapshot!(program.status(""));
    assert_eq!(assertion(&entra.only()), pod_token);
}

/// What an app service answers.
fn managed_answer() -> (u16, String) {
    let body = json!({ "access_token": jwt(&app_claims()), "expires_on": "4102444800", "token_type": "Bearer",
        "resource": "https://graph.microsoft.com" });
    (200, body.to_string())
}

#[test]
fn an_app_service_asks_its_own_endpoint() {
    let service = Entra::plain(|_| managed_answer());
    let program = |user_assigned: bool| {
        let program = Program::new()
            .set("IDENTITY_ENDPOINT", format!("http://127.0.0.1:{}/msi/token", service.port))
            .set("HTTP_PROXY", "http://127.0.0.1:9")
            .secret("IDENTITY_HEADER", "header-of-the-service");
        if user_assigned { program.set("AZURE_CLIENT_ID", CLIENT) } else { program }
    };
    insta::assert_snapshot!(program(false).status(""));
    assert!(program(true).status("").starts_with("exit 0\n"));
    let asked = service.asked();
    let target = "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com";
    assert_eq!(asked[0].target, target);
    assert_eq!(asked[0].headers["x-identity-header"], "header-of-the-service");
    assert_eq!(asked[1].target, format!("{target}&client_id={CLIENT}"));
}

#[test]
fn a_ready_token_is_read_and_never_shown() {
    let program = Program::new().secret("SCOREGATE_TOKEN", jwt(&app_claims()));
    insta::assert_snapshot!(program.status(""));
}

#[test]
fn a_ready_token_may_lie_in_a_file_and_be_shown_to_programs() {
    let program = Program::new().hiding(jwt(&app_claims())).file("SCOREGATE_TOKEN_FILE", jwt(&app_claims()) + "\n");
    insta::assert_snapshot!(program.status("--output json"));
}

#[test]
fn every_request_is_reported_and_no_secret() {
    let entra = Entra::giving(app_claims());
    let program = Program::new().at(&entra).app().secret("AZURE_CLIENT_SECRET", SECRET);
    let seen = program.status("--verbose");
    let line = seen.lines().find(|line| line.starts_with("POST")).expect("a line about the request");
    assert!(line.starts_with(&format!("POST https://localhost:PORT{TOKEN_PATH} ")), "{line}");
    assert!(line.ends_with(" ms 200 request-id r-1"), "{line}");
}
