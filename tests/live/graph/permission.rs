//! What a user sees whose token lacks a permission: what it carries, and the command that mends it.

use serde_json::{Value, json};

use crate::support::entra_server::{app_claims, jwt};
use crate::support::graph_server::{INCIDENTS, PROFILES, Reply};
use crate::support::live::Live;

/// What a user sees whose token carries some claims, where Graph answers 403.
fn denied(claims: &Value, path: &str) -> String {
    let live = Live::new();
    live.server.next(path, [|_| Reply::error(403, "Authorization_RequestDenied", "Insufficient privileges.")]);
    let token = jwt(claims);
    live.server.accept(&token);
    let mut command = live.command("record --out t.json --days 1 --incidents");
    command.env("SCOREGATE_TOKEN", &token);
    let run = live.finish(command);
    assert_eq!(run.code, 5, "{}", run.seen());
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
    assert!(!run.seen().contains(&token), "the token shows");
    run.seen()
}

#[test]
fn a_missing_permission_is_reported_with_what_the_token_carries_and_the_command_that_fixes_it() {
    let events = json!(["SecurityEvents.Read.All"]);
    for (name, path, claim, value) in [
        ("other_roles", PROFILES, "roles", json!(["User.Read.All", "Mail.Read"])),
        ("no_roles", PROFILES, "roles", json!([])),
        ("incidents", INCIDENTS, "roles", events.clone()),
        ("although_granted", PROFILES, "roles", events),
        ("user", PROFILES, "scp", json!("SecurityEvents.Read.All")),
        ("other_service", PROFILES, "aud", json!("https://management.azure.com")),
    ] {
        let mut claims = app_claims();
        claims[claim] = value;
        insta::assert_snapshot!(name, denied(&claims, path));
    }
}

#[test]
fn incidents_that_were_asked_for_and_are_forbidden_leave_no_recording() {
    let live = Live::new();
    live.server.next(INCIDENTS, [|_| Reply::error(403, "Authorization_RequestDenied", "Insufficient privileges.")]);
    let run = live.run("record --out t.json --days 1 --incidents");
    assert_eq!(run.code, 5, "{}", run.seen());
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
    // Who does not ask for them does not need the permission.
    assert_eq!(live.run("record --out t.json --days 1").code, 0);
}
