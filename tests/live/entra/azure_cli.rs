//! The Azure CLI as a sign-in method: what it prints, how long it may take, and what it is given.

use serde_json::json;

use super::sign_in_methods::SCOPE;
use crate::support::entra_server::{TENANT, jwt};
#[cfg(unix)]
use crate::support::graph_server::TOKEN;
#[cfg(unix)]
use crate::support::live::Live;
use crate::support::live::until;
use crate::support::sign_in::SECRET;
#[cfg(unix)]
use crate::support::sign_in::with_az;

#[cfg(unix)]
#[test]
fn a_user_signed_in_to_the_azure_cli_sees_what_is_missing() {
    let claims = json!({ "aud": "https://graph.microsoft.com", "tid": TENANT, "exp": 4_102_444_800_i64,
        "appid": "04b07795-8ddb-461a-bbee-02f9e1bf7b46", "scp": "AuditLog.Read.All User.Read.All" });
    let body = json!({ "accessToken": jwt(&claims), "expires_on": 4_102_444_800_i64, "tokenType": "Bearer" });
    let program = with_az(&format!("echo \"$@\" > \"$HOME/asked\"; echo '{body}'"));
    let home = program.folder.path().to_string_lossy().into_owned();
    let program = program.set("HOME", home).set("AZURE_TENANT_ID", TENANT);
    insta::assert_snapshot!(program.status(""));
    let asked = std::fs::read_to_string(program.folder.path().join("asked")).unwrap();
    assert_eq!(asked, format!("account get-access-token -o json --scope {SCOPE} --tenant {TENANT}\n"));
}

#[cfg(unix)]
#[test]
fn what_the_azure_cli_complains_about_is_passed_on() {
    let program = with_az("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");
    insta::assert_snapshot!(program.status(""));
}

#[cfg(unix)]
#[test]
fn an_azure_cli_that_hangs_is_given_up_in_time() {
    insta::assert_snapshot!(with_az("exec sleep 60").status("--timeout 300ms"));
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_lives_on_of_an_azure_cli_that_hangs() {
    let program = with_az("sleep 300 & echo $! > \"$HOME/pid\"; wait");
    let home = program.folder.path().to_owned();
    let program = program.set("HOME", home.to_string_lossy());
    // On a busy machine it may take longer to start it than there is time.
    let pid = ["500ms", "2s", "9s"].iter().find_map(|time| {
        let seen = program.status(&format!("--timeout {time}"));
        assert!(seen.contains("no token from azure-cli within"), "{seen}");
        std::fs::read_to_string(home.join("pid")).ok().filter(|pid| pid.ends_with('\n'))
    });
    let pid = pid.expect("az was started");
    // Whoever inherits it may take its time to bury it.
    let stat = || std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    until("the process ends", || {
        stat().rsplit(") ").next().is_none_or(|rest| rest.is_empty() || rest.starts_with('Z'))
    });
}

#[cfg(unix)]
#[test]
fn the_azure_cli_is_started_once_for_all_pages_and_is_given_no_secret() {
    let body = json!({ "accessToken": TOKEN, "expires_on": 4_102_444_800_i64, "tokenType": "Bearer" });
    let az = with_az(&format!("echo once >> \"$HOME/asked\"; env >> \"$HOME/environment\"; echo '{body}'"));
    let home = az.folder.path();
    let live = Live::new();
    let mut command = live.command("record --out t.json --days 1 --auth azure-cli");
    command.env("HOME", home).env("PATH", format!("{}:/bin:/usr/bin", home.join("bin").display()));
    let secrets = [
        "AZURE_CLIENT_SECRET",
        "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        "SCOREGATE_TOKEN",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "SYSTEM_ACCESSTOKEN",
        "IDENTITY_HEADER",
    ];
    command.envs(secrets.map(|name| (name, SECRET)));
    let run = live.finish(command);
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(live.server.targets().len() > 3, "more than one page was asked for");
    assert_eq!(std::fs::read_to_string(home.join("asked")).unwrap(), "once\n");
    let environment = std::fs::read_to_string(home.join("environment")).unwrap();
    assert!(environment.contains("HOME=") && !environment.contains(SECRET), "{environment}");
}
