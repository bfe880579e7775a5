//! The tenant of a recording is the one that was signed in to.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::support::entra_server::{OTHER, TENANT};
use crate::support::graph_server::TOKEN;
use crate::support::live::Live;
use crate::support::workspace::Run;

/// Runs `record` with a token that says of which tenant it is, or with a variable that does.
fn signed_in_to(live: &Live, carried: Option<&str>, configured: Option<&str>) -> Run {
    let claims = |tenant: &str| URL_SAFE_NO_PAD.encode(json!({ "tid": tenant }).to_string());
    let token = carried.map_or_else(|| TOKEN.to_owned(), |tenant| format!("{TOKEN}.{}.c2ln", claims(tenant)));
    let mut command = live.command("record --out t.json --days 1");
    command.env("SCOREGATE_TOKEN", token);
    if let Some(tenant) = configured {
        command.env("AZURE_TENANT_ID", tenant);
    }
    live.finish(command)
}

#[test]
fn data_of_another_tenant_than_the_one_that_was_signed_in_to_is_refused() {
    let live = Live::new();
    for (carried, configured) in [(Some(OTHER), None), (None, Some(OTHER))] {
        let run = signed_in_to(&live, carried, configured);
        assert_eq!(run.code, 5, "{}", run.seen());
        // Which of the two chains is told first is chance.
        assert!(run.stderr.contains(&format!("the data is of tenant {TENANT}, but the sign-in is to tenant {OTHER}")));
    }
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
    let upper = TENANT.to_uppercase();
    for (carried, configured) in
        [(Some(upper.as_str()), None), (None, Some(upper.as_str())), (None, Some("contoso.example"))]
    {
        assert_eq!(signed_in_to(&live, carried, configured).code, 0, "{carried:?} {configured:?}");
    }
}
