//! Which way is chosen, and what is refused before any request is made.

use serde_json::json;

use crate::support::entra_server::{CLIENT, Entra, TENANT, app_claims, jwt};
#[cfg(unix)]
use crate::support::sign_in::with_az;
use crate::support::sign_in::{Program, SECRET};

#[test]
fn nothing_in_the_environment_is_an_error_that_says_what_to_set() {
    insta::assert_snapshot!(Program::new().status(""));
    insta::assert_snapshot!(Program::new().status("--output json"));
}

/// In the stated order, each way wins over all that come after it.
#[test]
fn the_first_way_that_is_offered_is_used_and_the_others_are_named() {
    let entra = Entra::giving(app_claims());
    let program = Program::new()
        .at(&entra)
        .app()
        .secret("AZURE_CLIENT_SECRET", SECRET)
        .set("ACTIONS_ID_TOKEN_REQUEST_URL", entra.url("/job"))
        .secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "bearer-of-the-job")
        .file("AZURE_FEDERATED_TOKEN_FILE", jwt(&json!({})));
    insta::assert_snapshot!(program.status(""));
    insta::assert_snapshot!(program.status("--auth workload-identity"));
}

/// What a user sees for an environment that offers a way in part; no server is there to be asked.
#[cfg(unix)]
#[test]
fn a_way_that_is_offered_in_part_is_an_error_and_nobody_else_signs_in() {
    let secret = || Program::new().secret("AZURE_CLIENT_SECRET", SECRET);
    let cases = [
        ("a secret alone", secret()),
        ("a secret without its tenant", secret().set("AZURE_CLIENT_ID", CLIENT)),
        ("a secret that did not arrive", Program::new().app().set("AZURE_CLIENT_SECRET", "")),
        ("a token that did not arrive, and a secret", secret().app().set("SCOREGATE_TOKEN", "")),
        ("two secrets", secret().app().file("AZURE_CLIENT_SECRET_FILE", SECRET)),
        ("a certificate without its app", Program::new().set("AZURE_CLIENT_CERTIFICATE_PATH", "app.pem")),
        ("a certificate that is not there", Program::new().app().set("AZURE_CLIENT_CERTIFICATE_PATH", "app.pem")),
        ("a job of GitHub without its permission to ask", {
            Program::new().app().set("ACTIONS_ID_TOKEN_REQUEST_URL", "https://localhost/job")
        }),
        ("a service connection alone", {
            Program::new().app().set("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "5e7c0000-0000-4000-8000-000000000004")
        }),
        ("a service connection of another app", {
            Program::new()
                .app()
                .set("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "5e7c0000-0000-4000-8000-000000000004")
                .set("AZURESUBSCRIPTION_CLIENT_ID", TENANT)
        }),
        ("a pod without its app", Program::new().file("AZURE_FEDERATED_TOKEN_FILE", "x")),
        ("an endpoint without its header", Program::new().set("IDENTITY_ENDPOINT", "http://127.0.0.1:1/")),
        ("an app that nothing proves", with_az("echo 'az was run' >&2").set("AZURE_CLIENT_ID", CLIENT)),
        ("an app of no tenant", secret().set("AZURE_TENANT_ID", "common").set("AZURE_CLIENT_ID", CLIENT)),
        ("an app that is no GUID", secret().set("AZURE_TENANT_ID", TENANT).set("AZURE_CLIENT_ID", "gate")),
        ("a token with its scheme", Program::new().secret("SCOREGATE_TOKEN", "Bearer s3cret")),
        ("an empty file", Program::new().app().file("AZURE_CLIENT_SECRET_FILE", " \n")),
    ];
    let seen: Vec<String> = cases.iter().map(|(what, program)| format!("# {what}\n{}", program.status(""))).collect();
    insta::assert_snapshot!(seen.join("\n"));
}

/// An endpoint to which a secret would go over plain HTTP must be of this machine or its network.
#[test]
fn no_secret_goes_to_a_foreign_endpoint_in_the_clear() {
    let cases = [
        ("IDENTITY_ENDPOINT", "http://evil.example/msi", "IDENTITY_HEADER", ""),
        ("ACTIONS_ID_TOKEN_REQUEST_URL", "http://127.0.0.1:1/job", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", ""),
        ("SYSTEM_OIDCREQUESTURI", "http://127.0.0.1:1/oidc", "SYSTEM_ACCESSTOKEN", "--auth azure-pipelines"),
    ];
    let seen = cases.map(|(address, value, secret, arguments)| {
        let connection = "5e7c0000-0000-4000-8000-000000000004";
        let program = Program::new().app().set("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", connection);
        let program = match arguments {
            "" => Program::new().app(),
            _ => program,
        };
        format!("# {address}\n{}", program.set(address, value).secret(secret, SECRET).status(arguments))
    });
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn a_certificate_file_that_cannot_be_used_is_reported_with_what_to_do() {
    let files: [(&str, &[u8], &str); 7] = [
        ("an encrypted key in PEM", include_bytes!("../keys/app-encrypted.pem"), ""),
        ("a key on an elliptic curve", include_bytes!("../keys/app-ec.pem"), ""),
        ("a certificate of another key", include_bytes!("../keys/app-mismatch.pem"), ""),
        ("a certificate without a key", include_bytes!("../keys/certificate.pem"), ""),
        ("PKCS#12 without its password", include_bytes!("../keys/app.p12"), ""),
        ("PKCS#12 with a wrong password", include_bytes!("../keys/app.p12"), "wrong-pass-word"),
        ("neither", b"hello", ""),
    ];
    let seen = files.map(|(what, file, password)| {
        let program = Program::new().app().file("AZURE_CLIENT_CERTIFICATE_PATH", file);
        format!("# {what}\n{}", program.secret("AZURE_CLIENT_CERTIFICATE_PASSWORD", password).status(""))
    });
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn hosts_come_in_pairs_and_clouds_are_known() {
    let cases = [
        "--login-host https://localhost:1",
        "--graph-host http://a.example --login-host https://b.example",
        "--graph-host https://user@a.example --login-host https://b.example",
        "--cloud mars",
        "--cloud usgov --graph-host https://a.example --login-host https://b.example",
        "--auth password",
        "--timeout 5",
    ];
    let seen = cases.map(|arguments| format!("# {arguments}\n{}", Program::new().status(arguments)));
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn each_cloud_has_its_own_graph_and_tokens_of_another_do_not_count() {
    let program = Program::new().secret("SCOREGATE_TOKEN", jwt(&app_claims()));
    insta::assert_snapshot!(format!("{}\n{}", program.status("--cloud dod"), program.status("--cloud china")));
}

/// The Azure CLI is of another account, so that it changes nothing.
#[cfg(unix)]
#[test]
fn an_app_without_a_credential_is_the_same_error_with_and_without_the_azure_cli() {
    let app = |program: Program| program.set("AZURE_TENANT_ID", TENANT).set("AZURE_CLIENT_ID", CLIENT).status("");
    let without = app(Program::new());
    assert_eq!(app(with_az("echo 'az was run' >&2")), without);
    let what = "AZURE_TENANT_ID and AZURE_CLIENT_ID are set; a credential is missing";
    assert!(without.starts_with("exit 5\n") && without.contains(what), "{without}");
    assert!(without.contains("set one of AZURE_CLIENT_CERTIFICATE_PATH, AZURE_CLIENT_SECRET"), "{without}");
}

/// Beside each of these an Azure CLI is there, signed in as somebody else.
#[cfg(unix)]
#[test]
fn where_a_variable_did_not_arrive_nobody_else_signs_in() {
    let body = json!({ "accessToken": jwt(&app_claims()), "expires_on": 4_102_444_800_i64, "tokenType": "Bearer" });
    let other = || with_az(&format!("echo '{body}'"));
    let job = || {
        other()
            .set("ACTIONS_ID_TOKEN_REQUEST_URL", "https://localhost/job")
            .secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "bearer-of-the-job")
    };
    let service = || {
        other().set("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi").secret("IDENTITY_HEADER", "header-of-the-service")
    };
    let cases = [
        ("an app", other().set("AZURE_CLIENT_ID", "")),
        ("an app that is blank", other().set("AZURE_CLIENT_ID", " ")),
        ("a tenant", other().set("AZURE_TENANT_ID", "")),
        ("the token of a pod", other().app().set("AZURE_FEDERATED_TOKEN_FILE", "")),
        ("a service connection", other().app().set("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "")),
        ("app and tenant of a job", job().set("AZURE_CLIENT_ID", "").set("AZURE_TENANT_ID", "")),
        ("the address of a job", other().app().set("ACTIONS_ID_TOKEN_REQUEST_URL", "")),
        ("the endpoint of a service", other().set("IDENTITY_ENDPOINT", "")),
        ("a user-assigned identity", service().set("AZURE_CLIENT_ID", "")),
        (
            "the tenant of a ready token",
            other().secret("SCOREGATE_TOKEN", jwt(&app_claims())).set("AZURE_TENANT_ID", ""),
        ),
        ("the app of a secret", other().app().secret("AZURE_CLIENT_SECRET", SECRET).set("AZURE_CLIENT_ID", "")),
    ];
    let seen: Vec<String> = cases.iter().map(|(what, program)| format!("# {what}\n{}", program.status(""))).collect();
    assert!(seen.iter().all(|seen| seen.contains("\nexit 5\n")), "{}", seen.join("\n"));
    insta::assert_snapshot!(seen.join("\n"));
}
