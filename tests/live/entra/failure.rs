//! Signing in fails: what the user sees, and what to do.

use std::net::TcpListener;

use serde_json::json;

use crate::support::entra_server::{CLIENT, Entra, OTHER, TENANT, app_claims, granted, jwt, refusal};
use crate::support::sign_in::{Program, SECRET};

/// A program with a client secret.
fn with_secret(entra: &Entra) -> Program {
    Program::new().at(entra).app().secret("AZURE_CLIENT_SECRET", SECRET)
}

/// What Entra refuses for, each with what to do about it.
#[test]
fn entra_refuses_and_the_user_learns_what_to_do() {
    let cases = [
        (7_000_215, "Invalid client secret provided. Ensure the secret being sent is the value and not the id."),
        (7_000_222, "The provided client secret keys for app are expired."),
        (700_016, "Application with identifier was not found in the directory."),
        (90002, "Tenant not found."),
        (7_000_112, "Application is disabled."),
        (53003, "Access has been blocked by Conditional Access policies."),
        (500_011, "The resource principal named https://graph.microsoft.com was not found in the tenant."),
        (700_027, "Client assertion failed signature validation."),
        (4_242_424, "Something that nobody has heard of."),
    ];
    let seen = cases.map(|(code, words)| {
        let entra = Entra::always(401, &refusal(code, words));
        let seen = with_secret(&entra).status("");
        assert_eq!(entra.asked().len(), 1, "a refusal is not asked again");
        // Only what differs.
        seen.split_once("--- stderr\n").expect("a diagnostic").1.to_owned()
    });
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn a_failed_sign_in_still_names_the_method_that_was_used() {
    let entra = Entra::always(401, &refusal(7_000_215, "Invalid client secret provided."));
    insta::assert_snapshot!(with_secret(&entra).status(""));
    insta::assert_snapshot!(with_secret(&entra).status("--output json"));
}

/// The program in a job of GitHub Actions that may request its token from a server.
fn job_of_github(entra: &Entra) -> Program {
    Program::new()
        .at(entra)
        .app()
        .set("ACTIONS_ID_TOKEN_REQUEST_URL", entra.url("/job?v=1"))
        .secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "bearer-of-the-job")
}

/// The issuer, subject and audience decide, so they are shown, with the command that makes the credential that matches.
#[test]
fn no_federated_credential_matches_and_the_job_says_what_it_carries() {
    let job = json!({ "iss": "https://token.actions.githubusercontent.com", "aud": "api://AzureADTokenExchange",
        "sub": "repo:contoso/o'gate:pull_request" });
    let given = json!({ "value": jwt(&job) }).to_string();
    let entra = Entra::new(move |asked| match asked.method.as_str() {
        "GET" => (200, given.clone()),
        _ => (401, refusal(700_213, "No matching federated identity record found for presented assertion subject.")),
    });
    insta::assert_snapshot!(job_of_github(&entra).status(""));
}

#[test]
fn github_gives_the_job_no_token() {
    let entra = Entra::always(403, r#"{"message":"Resource not accessible: bearer-of-the-job"}"#);
    insta::assert_snapshot!(job_of_github(&entra).status(""));
}

#[test]
fn a_server_with_a_certificate_of_an_unknown_authority_is_not_spoken_to() {
    let entra = Entra::giving(app_claims());
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let program = with_secret(&entra).file("SSL_CERT_FILE", other.cert.pem());
    insta::assert_snapshot!(program.status(""));
    assert!(entra.asked().is_empty());
}

#[test]
fn a_certificate_file_without_certificates_is_reported() {
    let entra = Entra::giving(app_claims());
    let seen = with_secret(&entra).set("SSL_CERT_FILE", "/nowhere.pem").status("");
    let what = "SSL_CERT_FILE names /nowhere.pem, which cannot be used: No such file or directory";
    assert!(seen.starts_with("exit 5\n") && seen.contains(what), "{seen}");
    assert!(entra.asked().is_empty());
}

#[test]
fn a_dead_server_is_asked_again_and_then_given_up() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let hosts = format!("--graph-host https://graph.microsoft.com --login-host https://localhost:{port}");
    let program = Program::new().app().secret("AZURE_CLIENT_SECRET", SECRET);
    insta::assert_snapshot!(program.status(&hosts).replace(&format!(":{}", port), ":PORT"));
}

#[test]
fn a_server_that_never_answers_is_given_up_in_time() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = silent.local_addr().unwrap().port();
    let hosts =
        format!("--timeout 300ms --graph-host https://graph.microsoft.com --login-host https://localhost:{port}");
    let program = Program::new().app().secret("AZURE_CLIENT_SECRET", SECRET);
    insta::assert_snapshot!(program.status(&hosts).replace(&format!(":{}", port), ":PORT"));
}

#[test]
fn a_server_without_a_reason_is_named_with_its_status() {
    let entra = Entra::always(503, "");
    let seen = with_secret(&entra).status("");
    assert_eq!(entra.asked().len(), 3);
    insta::assert_snapshot!(seen);
}

/// A portal that answers in place of Entra, and an answer that is too large to be one.
#[test]
fn what_is_not_a_token_is_not_taken_for_one() {
    let page = Entra::always(200, "<html>Please sign in to the hotel</html>");
    let moved = Entra::always(302, "");
    let large = Entra::always(200, &" ".repeat(2 << 20));
    let seen = [page, moved, large].map(|entra| with_secret(&entra).status(""));
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn a_server_that_repeats_what_it_was_sent_betrays_nothing() {
    let entra = Entra::new(|asked| (400, refusal(50000, &format!("Bad: {}", asked.form()["client_secret"]))));
    insta::assert_snapshot!(with_secret(&entra).status(""));
}

#[test]
fn a_token_of_another_tenant_is_an_error() {
    let mut claims = app_claims();
    claims["tid"] = json!("0bad0bad-0000-4000-8000-000000000009");
    let entra = Entra::giving(claims);
    insta::assert_snapshot!(with_secret(&entra).status(""));
}

#[test]
fn a_token_that_holds_no_more_is_an_error() {
    let mut claims = app_claims();
    claims["exp"] = json!(1_700_000_000);
    let seen = Program::new().secret("SCOREGATE_TOKEN", jwt(&claims)).status("");
    let before = "the token expired at 2023-11-14T22:13:20Z, and it is 20";
    assert!(seen.starts_with("exit 5\n") && seen.contains(before), "{seen}");
}

#[test]
fn a_token_that_does_not_suffice_is_reported_with_the_command_that_fixes_it() {
    let mut claims = app_claims();
    claims["roles"] = json!(["User.Read.All"]);
    let app = Entra::giving(claims.clone());
    let body = json!({ "access_token": jwt(&claims), "expires_on": "4102444800", "token_type": "Bearer",
        "resource": "https://graph.microsoft.com" });
    let service = Entra::plain(move |_| (200, body.to_string()));
    let managed = Program::new()
        .set("IDENTITY_ENDPOINT", format!("http://127.0.0.1:{}/msi/token", service.port))
        .secret("IDENTITY_HEADER", "header-of-the-service");
    insta::assert_snapshot!(format!("{}\n{}", with_secret(&app).status(""), managed.status("")));
}

#[test]
fn a_token_that_says_nothing_proves_nothing() {
    insta::assert_snapshot!(Program::new().secret("SCOREGATE_TOKEN", "an-opaque-token-of-some-length").status(""));
}

#[test]
fn a_token_for_another_service_does_not_suffice() {
    let mut claims = app_claims();
    claims["aud"] = json!("https://management.azure.com/");
    insta::assert_snapshot!(Program::new().secret("SCOREGATE_TOKEN", jwt(&claims)).status(""));
}

/// A permission to write is more than is needed, and suffices.
#[test]
fn a_permission_to_write_suffices() {
    let mut claims = app_claims();
    claims["roles"] = json!(["SecurityEvents.ReadWrite.All"]);
    let (entra, tenant) = (Entra::new(move |_| granted(&claims)), TENANT.to_uppercase());
    let program = with_secret(&entra).set("AZURE_TENANT_ID", tenant).set("AZURE_CLIENT_ID", CLIENT.to_uppercase());
    insta::assert_snapshot!(program.status(""));
}

#[test]
fn an_endpoint_that_repeats_its_header_betrays_nothing() {
    let service = Entra::plain(|asked| (400, format!("bad header {}", asked.headers["x-identity-header"])));
    let program = Program::new()
        .set("IDENTITY_ENDPOINT", format!("http://127.0.0.1:{}/msi/token", service.port))
        .secret("IDENTITY_HEADER", "header-of-the-service");
    insta::assert_snapshot!(program.status("").replace(&format!(":{}", service.port), ":PORT"));
}

/// In a form the secret has another spelling; in JSON any letter of it can be an escape; and where a long answer is cut only a part
/// of it is left.
#[test]
fn a_secret_is_hidden_in_every_spelling_and_before_an_answer_is_cut() {
    const ODD: &str = "s3cret~with+odd/letters that-nobody-may-see";
    let program = |entra: &Entra| Program::new().at(entra).app().secret("AZURE_CLIENT_SECRET", ODD).hiding("s3cret");
    let form = Entra::new(|asked| (400, refusal(50000, &format!("Bad: {}", asked.body))));
    insta::assert_snapshot!(program(&form).status("--verbose").split(" ms ").last().unwrap().to_owned());
    // With AADSTS50000 before it the description is cut within the secret.
    let long =
        Entra::new(|asked| (400, refusal(50000, &format!("{}{}", "x".repeat(575), asked.form()["client_secret"]))));
    assert!(program(&long).status("").contains("xxx***"));
    let escaped = Entra::new(|_| {
        let body = refusal(50000, ODD).replace("s3cret", "\\u0073\\u0033cret");
        (400, body)
    });
    assert!(program(&escaped).status("").contains("AADSTS50000: ***"));
}

#[test]
fn the_variable_that_names_the_tenant_is_reported_where_the_token_is_of_another() {
    let mut claims = app_claims();
    claims["tid"] = json!(OTHER);
    let (granted, job) =
        (crate::support::entra_server::granted(&claims), json!({ "oidcToken": jwt(&json!({})) }).to_string());
    let entra = Entra::new(move |asked| match asked.target.contains("/oauth2/") {
        true => granted.clone(),
        false => (200, job.clone()),
    });
    let program = Program::new().at(&entra).service_connection(&entra);
    insta::assert_snapshot!(program.status(""));
}
