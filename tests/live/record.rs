//! Recordings: every byte as it came, whole or not at all, and nobody else's to read.

mod destination;
mod redact;
mod tenant;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::support::graph_server::{Body, INCIDENTS, PROFILES, SCORES, Server, Tenant};
use crate::support::live::{Live, NOW};
use crate::support::workspace::recorded;

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
    let text = live.workspace.read("t.json").replace(&format!(":{}", live.server.port), ":PORT");
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

/// The recording keeps what Graph left out of the incidents, and no check rests on them.
#[test]
fn incidents_of_which_graph_left_out_a_part_are_kept_with_its_warning() {
    let live = Live::new();
    live.server.next(INCIDENTS, [|reply| reply.status(206).header("Warning", "199 - \"Microsoft/Defender/503/1\"")]);
    let run = live.run("record --out t.json --days 1 --incidents");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(run.stdout.contains("incomplete: a part of the incidents is missing"), "{}", run.seen());
    let recording: Value = serde_json::from_str(&live.workspace.read("t.json")).unwrap();
    let responses = recording["responses"].as_array().unwrap();
    let incidents = responses.iter().find(|response| response["request"].as_str().unwrap().starts_with(INCIDENTS));
    let incidents = incidents.expect("the incidents are recorded");
    assert_eq!(
        (&incidents["status"], &incidents["warning"]),
        (&json!(206), &json!("199 - \"Microsoft/Defender/503/1\""))
    );
}
