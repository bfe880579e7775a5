//! The entries of the cache, one for each tenant, app, host and sign-in method.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::{CACHED, DOMAIN, ID, OTHER, command, entries, requests};
use crate::support::graph_server::{Server, TOKEN, Tenant};
use crate::support::live::{Live, NOW};
use crate::support::workspace::outcome;

#[test]
fn another_tenant_app_host_or_method_has_an_entry_of_its_own() {
    let live = Live::new();
    requests(&live, CACHED);
    for (name, value) in [("AZURE_TENANT_ID", DOMAIN), ("AZURE_CLIENT_ID", OTHER)] {
        let mut command = command(&live, CACHED);
        command.env(name, value);
        let before = live.server.seen().len();
        assert_eq!(live.finish(command).code, 0);
        assert_eq!(live.server.seen().len() - before, 4, "{name}");
    }
    let other = Server::new(Tenant::default());
    for hosts in [[other.origin(), live.server.origin()], [live.server.origin(), other.origin()]] {
        let mut command = live.workspace.command(&format!("check --policy p.yaml --now {NOW} --from graph {CACHED}"));
        command.args(["--graph-host", hosts[0], "--login-host", hosts[1]]);
        command
            .env("SSL_CERT_FILE", live.workspace.path("ca.pem"))
            .env("AZURE_CLIENT_SECRET", "s3cret-of-the-app-that-signs-in");
        command.env("AZURE_TENANT_ID", ID).env("AZURE_CLIENT_ID", ID);
        let before = live.server.seen().len() + other.seen().len();
        assert_eq!(outcome(command).code, 0);
        assert_eq!(live.server.seen().len() + other.seen().len() - before, 4, "{hosts:?}");
    }
    assert_eq!(entries(&live).len(), 5);
    assert_eq!(requests(&live, CACHED).0, 0, "each is kept");
}

#[test]
fn of_a_ready_token_its_own_claims_tell_whose_it_is() {
    let live = Live::new();
    let run = |token: &str| {
        let mut command = command(&live, &format!("{CACHED} --verbose --auth token"));
        command.env_remove("AZURE_TENANT_ID").env("SCOREGATE_TOKEN", token);
        let before = live.server.seen().len();
        let run = outcome(command);
        assert_eq!(run.code, 0, "{}", run.seen());
        (live.server.seen().len() - before, run.stderr)
    };
    let (number, said) = run(TOKEN);
    assert_eq!(number, 4);
    assert!(said.contains("the cache is not used: the tenant or the app is not known before signing in"), "{said}");
    assert!(!live.workspace.path("cache").exists());
    let token = |tenant: &str, app: &str| {
        let claims = URL_SAFE_NO_PAD.encode(json!({ "tid": tenant, "appid": app }).to_string());
        format!("{TOKEN}.{claims}.c2ln")
    };
    for (tenant, app, expected) in [(ID, ID, 4), (ID, ID, 0), (ID, OTHER, 4), (ID, ID, 0)] {
        assert_eq!(run(&token(tenant, app)).0, expected, "{tenant} {app}");
    }
    // An app with a secret is another way to sign in.
    assert_eq!(requests(&live, CACHED).0, 4);
    for path in entries(&live) {
        assert!(!fs::read_to_string(path).unwrap().contains(TOKEN));
    }
}

#[cfg(unix)]
#[test]
fn of_the_azure_cli_the_tenant_must_be_named() {
    use std::os::unix::fs::PermissionsExt;
    let live = Live::new();
    let body = json!({ "accessToken": TOKEN, "expires_on": 4_102_444_800_i64, "tokenType": "Bearer" });
    live.workspace.file("bin/az", format!("#!/bin/sh\necho '{body}'\n"));
    fs::set_permissions(live.workspace.path("bin/az"), fs::Permissions::from_mode(0o755)).unwrap();
    let run = |tenant: Option<&str>| {
        let mut command = live
            .command(&format!("check --policy p.yaml --now {NOW} --from graph {CACHED} --auth azure-cli --verbose"));
        command.env_remove("SCOREGATE_TOKEN").envs(tenant.map(|tenant| ("AZURE_TENANT_ID", tenant)));
        command.env("PATH", format!("{}:/bin:/usr/bin", live.workspace.path("bin").display()));
        let before = live.server.seen().len();
        let run = outcome(command);
        assert_eq!(run.code, 0, "{}", run.seen());
        (live.server.seen().len() - before, run.stderr.contains("the cache is not used"))
    };
    assert_eq!([run(None), run(None)], [(4, true), (4, true)]);
    assert_eq!([run(Some(ID)), run(Some(ID)), run(Some(DOMAIN))], [(4, false), (0, false), (4, false)]);
}
