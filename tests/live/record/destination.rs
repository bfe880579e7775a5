//! Where a recording goes: a file, a link, a folder of days, a device; whole or not at all.

use serde_json::Value;

use crate::support::clock;
use crate::support::graph_server::{Body, PROFILES, Reply, SCORES, TOKEN, Tenant};
use crate::support::live::{Live, NOW, until};

#[cfg(unix)]
#[test]
fn on_a_device_stands_the_recording_alone() {
    let live = Live::new();
    let run = live.run("record --out /dev/stdout --days 1");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(serde_json::from_str::<Value>(&run.stdout).is_ok(), "{}", run.stdout);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn a_program_that_is_killed_while_it_fetches_leaves_nothing_behind() {
    for args in ["--out t.json", "--out days --append"] {
        let live = Live::new();
        live.server.next(SCORES, [|page: Reply| page.body(Body::Slow)]);
        let origin = live.server.origin();
        let line = format!("record --graph-host {origin} --login-host {origin} {args}");
        let ca = live.workspace.path("ca.pem");
        let mut command = live.workspace.process(&line);
        let mut child = command.env("SSL_CERT_FILE", ca).env("SCOREGATE_TOKEN", TOKEN).spawn().unwrap();
        until("Graph is asked", || live.server.seen().iter().any(|seen| seen.target.starts_with(SCORES)));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"], "{args}");
    }
}

#[cfg(unix)]
#[test]
fn a_recording_takes_the_place_of_a_link_and_not_of_what_it_leads_to() {
    use std::os::unix::fs::PermissionsExt;
    let live = Live::new();
    live.workspace.file("shared/public.json", "everybody reads this");
    std::os::unix::fs::symlink("shared/public.json", live.workspace.path("t.json")).unwrap();
    let run = live.run("record --out t.json --days 1");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(live.workspace.read("shared/public.json"), "everybody reads this");
    let written = std::fs::symlink_metadata(live.workspace.path("t.json")).unwrap();
    assert!(written.is_file());
    assert_eq!(written.permissions().mode() & 0o777, 0o600);
}

fn next_day() -> Tenant {
    Tenant { newest: clock::day(0), ..Tenant::default() }
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_a_recording() {
    use std::os::unix::fs::PermissionsExt;
    let live = Live::new();
    live.workspace.file("old.json", "{}");
    let appended = format!("f/{}.json", clock::newest());
    std::fs::set_permissions(live.workspace.path("old.json"), std::fs::Permissions::from_mode(0o644)).unwrap();
    for (args, file) in
        [("--out new.json", "new.json"), ("--out old.json", "old.json"), ("--out f --append", &*appended)]
    {
        let run = live.run(&format!("record --days 1 {args}"));
        assert_eq!(run.code, 0, "{}", run.seen());
        let mode = std::fs::metadata(live.workspace.path(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{args}");
    }
}

#[test]
fn an_older_file_is_replaced_by_a_whole_one_and_survives_a_failure() {
    let live = Live::new();
    live.workspace.file("t.json", "old");
    live.server.next(PROFILES, [|page| page, |_| Reply::error(403, "Forbidden", "No.")]);
    assert_eq!(live.run("record --out t.json").code, 5);
    assert_eq!(live.workspace.read("t.json"), "old");
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml", "t.json"]);
    assert_eq!(live.run("record --out t.json").code, 0);
    assert!(live.workspace.read("t.json").contains("scoregate-recording"));
}

#[test]
fn a_folder_keeps_a_file_a_day_and_every_capture_of_a_day() {
    let live = Live::new();
    let record = || live.run("record --out days --append --days 1");
    insta::assert_snapshot!("append_first", record().seen());
    let mut names = Vec::new();
    for expected in [2, 3] {
        let run = record();
        assert_eq!(run.code, 0, "{}", run.seen());
        names = files(&live);
        assert_eq!(names.len(), expected, "{names:?}");
        assert!(
            names.iter().all(|name| name.starts_with(&clock::newest().to_string()) && name.ends_with(".json")),
            "{names:?}"
        );
    }
    live.server.set_tenant(next_day());
    assert_eq!(record().code, 0);
    assert_eq!(files(&live).len(), names.len() + 1);
    let run = live.run(&format!("check -p p.yaml --now {}T06:00:00Z -f days", clock::day(1)));
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(run.stdout.contains("snapshot 2026-11-24"), "{}", run.seen());
}

/// The names in the folder, in order.
fn files(live: &Live) -> Vec<String> {
    let entries = std::fs::read_dir(live.workspace.path("days")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn of_two_captures_in_a_folder_the_later_counts() {
    let live = Live::new();
    let without_mfa = |reply: Reply| {
        reply.change(|page| {
            let day = &mut page["value"][0];
            day["controlScores"][0]["score"] = 0.0.into();
            day["controlScores"][0]["scoreInPercentage"] = 0.0.into();
            day["currentScore"] = (day["currentScore"].as_f64().unwrap() - 10.0).into();
        })
    };
    for expected in [1, 0] {
        if expected == 1 {
            live.server.next(SCORES, [without_mfa]);
        }
        assert_eq!(live.run("record --out days --append --days 1").code, 0);
        let run = live.run(&format!("check -p p.yaml --now {NOW} -f days"));
        assert_eq!(run.code, expected, "{}", run.seen());
    }
}

#[test]
fn a_failed_capture_leaves_no_folder_behind_and_no_trace_in_one() {
    let live = Live::new();
    let denied = |_| Reply::error(403, "Forbidden", "No.");
    live.server.next(SCORES, [denied]);
    assert_eq!(live.run("record --out days --append").code, 5);
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
    assert_eq!(live.run("record --out days --append").code, 0);
    live.server.next(SCORES, [denied]);
    assert_eq!(live.run("record --out days --append").code, 5);
    assert_eq!(files(&live), [format!("{}.json", clock::newest())]);
}

#[test]
fn a_recording_can_go_to_standard_output() {
    let live = Live::new();
    // The harness would change the port in it.
    let run = crate::support::workspace::outcome(live.command("record --out - --days 1"));
    assert_eq!(run.code, 0);
    insta::assert_snapshot!(clock::shown(&run.stderr));
    let mut command = live.workspace.command(&format!("check -p p.yaml --now {NOW} -f -"));
    command.write_stdin(run.stdout);
    assert_eq!(crate::support::workspace::outcome(command).code, 0);
}

#[test]
fn a_place_that_cannot_be_written_is_noticed_before_graph_is_asked() {
    let live = Live::new();
    live.workspace.file("days/x", "").file("file", "");
    for (name, args) in [
        ("missing_folder", "--out missing/t.json"),
        ("folder", "--out days"),
        ("file_as_folder", "--out file --append"),
        ("stdout_as_folder", "--out - --append"),
    ] {
        insta::assert_snapshot!(format!("unwritable_{name}"), live.run(&format!("record {args}")).seen());
    }
    assert!(live.server.seen().is_empty());
}
