//! Recordings: every byte as it came, whole or not at all, and nobody else's to read.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::support::clock;
use crate::support::graph_server::{Body, INCIDENTS, PROFILES, Reply, SCORES, Server, Tenant};
use crate::support::live::{Live, NOW};
use crate::support::workspace::recorded;

fn next_day() -> Tenant {
    Tenant { newest: clock::day(0), ..Tenant::default() }
}

#[test]
fn a_recording_says_in_one_line_what_it_holds() {
    let live = Live::new();
    insta::assert_snapshot!(live.run("record --out t.json").seen());
}

#[test]
fn a_recording_that_lacks_something_says_so_and_is_kept() {
    let live = Live::new();
    live.server.next(PROFILES, [|reply| reply.status(206).header("Warning", "199 - \"Microsoft/MCAS/503/72\"")]);
    insta::assert_snapshot!(live.run("record --out t.json").seen());
    assert!(live.workspace.names().contains(&"t.json".to_owned()));
}

#[test]
fn a_recording_keeps_how_each_response_was_obtained() {
    let live = Live::of(Server::new(Tenant { days: 1, profiles: 60, ..Tenant::default() }));
    let run = live.run("record --out t.json --incidents");
    assert_eq!(run.code, 0, "{}", run.seen());
    let text = live.workspace.read("t.json").replace(&live.server.port.to_string(), "PORT");
    let mut recording: Value = serde_json::from_str(&text).unwrap();
    let is_time = |value: &Value| value.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok());
    let captured = std::mem::replace(&mut recording["captured"], "TIME".into());
    assert!(is_time(&captured));
    let seal = std::mem::replace(&mut recording["seal"], "HASH".into());
    assert_eq!(seal.as_str().unwrap().len(), 64);
    for response in recording["responses"].as_array_mut().unwrap() {
        assert!(is_time(&response["started"]) && is_time(&response["finished"]));
        assert!(response["started"].as_str() <= response["finished"].as_str());
        assert!(response["finished"].as_str() <= captured.as_str());
        assert_eq!(response["sha256"].as_str().unwrap().len(), 64);
        for (key, value) in [("started", "TIME"), ("finished", "TIME"), ("sha256", "HASH"), ("body", "…")] {
            response[key] = value.into();
        }
    }
    insta::assert_snapshot!(format!("{recording:#}"));
}

#[test]
fn a_recording_is_what_its_schema_says() {
    let live = Live::new();
    live.server.next(SCORES, [|reply| reply.header("Warning", "199 - \"x\"")]);
    assert_eq!(live.run("record --out t.json --incidents --days 1").code, 0);
    let schema: Value = serde_json::from_str(&scoregate::evidence::recording::schema()).unwrap();
    let recording: Value = serde_json::from_str(&live.workspace.read("t.json")).unwrap();
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&recording).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

/// The body of the first response in a recording, to the byte.
fn first_body(recording: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Recording<'a> {
        #[serde(borrow)]
        responses: Vec<Response<'a>>,
    }
    #[derive(serde::Deserialize)]
    struct Response<'a> {
        #[serde(borrow)]
        body: &'a RawValue,
    }
    serde_json::from_str::<Recording<'_>>(recording).unwrap().responses[0].body.get().to_owned()
}

#[test]
fn every_body_is_kept_to_the_byte() {
    // Numbers, escapes and spaces that no writer of JSON would choose.
    let body = "{\r\n\t\"value\" : [ {\"azureTenantId\":\"t\",\"createdDateTime\":\"2026-11-23T00:00:00Z\",\
        \"currentScore\":1.50e1,\"maxScore\": 20.000,\"x\":\"\\u00e4\\/ä\",\"controlScores\":[]} ] , \"a\":1,\"a\":2 }";
    let live = Live::new();
    live.server
        .step(SCORES, Box::new(move |reply| reply.body(|_| Body::Whole(format!("\u{feff} {body}\r\n").into_bytes()))));
    live.server.next(
        PROFILES,
        [|page| {
            page.change(|page| {
                page["value"]
                    .as_array_mut()
                    .unwrap()
                    .iter_mut()
                    .for_each(|profile| profile["azureTenantId"] = "t".into())
            })
        }; 3],
    );
    let run = live.run("record --out t.json --days 1");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(first_body(&live.workspace.read("t.json")), body);
    let checked = live.run(&format!("check -p p.yaml --now {NOW} -f t.json -o json"));
    let report: Value = serde_json::from_str(&checked.stdout).unwrap();
    assert_eq!(report["provenance"]["inputs"][0]["verified"], true);
}

#[test]
fn what_a_real_tenant_answered_is_recorded_and_read_again() {
    let Some(scores) = recorded("heimdall2/secureScore.json") else { return };
    let scores = std::fs::read(scores).unwrap();
    let (live, sent) = (Live::new(), scores.clone());
    live.server.step(SCORES, Box::new(|reply| reply.body(|_| Body::Whole(sent))));
    live.server.next(
        PROFILES,
        [|page| {
            page.change(|page| {
                page["value"]
                    .as_array_mut()
                    .unwrap()
                    .iter_mut()
                    .for_each(|profile| profile["azureTenantId"] = "".into())
            })
        }; 3],
    );
    let run = live.run("record --out t.json --days 1");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(first_body(&live.workspace.read("t.json")), String::from_utf8(scores).unwrap().trim());
}

#[test]
fn incidents_are_fetched_on_demand_and_disturb_no_check() {
    let live = Live::new();
    assert_eq!(live.run("record --out t.json --days 1 --incidents").code, 0);
    let seen = live.server.seen();
    let incidents: Vec<_> = seen.iter().filter(|seen| seen.target.starts_with(INCIDENTS)).collect();
    assert_eq!(incidents.len(), 1);
    assert_eq!(incidents[0].headers["prefer"], "include-unknown-enum-members");
    // The folder alone: no token and no CA.
    let run = live.workspace.run(&format!("check -p p.yaml --now {NOW} -f t.json"));
    assert_eq!(run.code, 0, "{}", run.seen());
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
