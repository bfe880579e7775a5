//! The answers of the operations, and the document that describes them.

use insta::assert_snapshot;
use serde_json::Value;

use super::serving;
use crate::support::workspace::Workspace;

/// An answer without the time at which the evidence was read, which is that of the clock.
fn timeless(mut answer: Value) -> String {
    assert!(answer["evidence"]["read_age_seconds"].as_i64().unwrap() < 3_600, "{answer:#}");
    answer["evidence"]["read"] = "TIME".into();
    answer["evidence"]["read_age_seconds"] = 0.into();
    format!("{answer:#}")
}

#[test]
fn each_operation_answers_with_the_verdict_and_the_counts_first() {
    let server = serving("");
    let targets = [
        ("posture", "/v1/posture?max_tokens=1000"),
        ("findings", "/v1/findings?limit=3"),
        ("control", "/v1/control?id=adminmfav2"),
        ("changes", "/v1/changes?since=2026-10-24&max_tokens=1200"),
        ("digest", "/v1/digest?max_tokens=1000"),
    ];
    for (name, target) in targets {
        let answer = server.get(target);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{name}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(
            answer
                .body
                .starts_with(r#"{"verdict":"failed","verdict_reason":"a blocking rule failed","counts":{"failed":3,"#),
            "{}",
            answer.body
        );
        let limit = target.split("max_tokens=").nth(1).map_or(2_000, |limit| limit.parse().unwrap());
        assert!(!answer.body.contains("99999") && !answer.body.contains("00000000000001"), "{}", answer.body);
        let tokens = tiktoken_rs::o200k_base_singleton().count_ordinary(&answer.body);
        assert!(tokens <= limit, "{name}: {tokens} tokens");
        assert_snapshot!(name, timeless(answer.json()));
    }
}

#[test]
fn the_verdict_is_that_of_check() {
    let server = serving("");
    let workspace = Workspace::new();
    let checked = workspace.run(&format!("{} -o json", super::arguments().replacen("serve", "check", 1)));
    let report: Value = serde_json::from_str(&checked.stdout).unwrap();
    let answer = server.get("/v1/posture").json();
    assert_eq!(answer["verdict"], report["verdict"]);
    for (outcome, number) in answer["counts"].as_object().unwrap() {
        assert_eq!(*number, report["counts"][outcome.replace('_', "-")], "{outcome}");
    }
}

#[test]
fn the_digest_is_that_of_check() {
    let answer = serving("").get("/v1/digest?max_tokens=8000").json();
    assert_eq!(answer["truncated"], false);
    let workspace = Workspace::new();
    let digest =
        workspace.run(&format!("{} -o digest --budget 8000", super::arguments().replacen("serve", "check", 1)));
    assert_eq!(answer["markdown"], digest.stdout);
    assert!(digest.stdout.contains("mdo_blockmailforward: T1048, "), "the techniques of ATT&CK: {}", digest.stdout);
}

#[test]
fn findings_are_filtered_and_paged() {
    let server = serving("");
    let list = |query: &str| server.get(&format!("/v1/findings?{query}")).json();
    let ids = |answer: &Value| -> Vec<String> {
        answer["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let all = list("outcome=all&limit=100&max_tokens=8000");
    assert_eq!((&all["truncated"], &all["total"]), (&false.into(), &74.into()), "with those of built-in rules");
    let few = list("outcome=all&limit=100&max_tokens=1000");
    assert_eq!((&few["truncated"], &few["total"]), (&true.into(), &74.into()));
    assert_eq!(ids(&few)[..], ids(&all)[..ids(&few).len()]);
    let open = list("");
    assert_eq!((open["truncated"].clone(), ids(&open).len()), (false.into(), 4));
    let (first, rest) = (list("limit=1"), list("offset=1"));
    assert_eq!([ids(&first), ids(&rest)].concat(), ids(&open));
    assert_eq!((&first["truncated"], &first["shown"], &first["total"]), (&true.into(), &1.into(), &4.into()));
    assert_eq!((&first["next_offset"], &rest["truncated"], rest.get("next_offset")), (&1.into(), &false.into(), None));
    let past = list("offset=4");
    assert_eq!((&past["truncated"], &past["shown"], past.get("next_offset")), (&false.into(), &0.into(), None));
    for (outcome, number) in all["counts"].as_object().unwrap() {
        assert_eq!(list(&format!("outcome={outcome}&limit=1"))["total"], *number, "{outcome}");
    }
    assert_eq!(ids(&list("severity=high")), ["email-protection/no-automatic-forwarding/mdo_blockmailforward"]);
    assert_eq!(
        ids(&list("search=SHAREPOINT%20accepts")),
        ["data-protection/sharepoint-modern-authentication/spo_legacy_auth"]
    );
    let of_policy = ids(&list("policy=posture&outcome=all"));
    assert!(!of_policy.is_empty() && of_policy.iter().all(|id| id.starts_with("posture/")), "{of_policy:?}");
}

#[test]
fn a_wrong_argument_is_an_error_that_names_it() {
    let server = serving("");
    let targets = [
        "/v1/findings?limit=0",
        "/v1/findings?limit=1e1",
        "/v1/findings?limit=1&limit=2",
        "/v1/findings?outcome=fail",
        "/v1/findings?severty=high",
        "/v1/findings?policy=nope",
        "/v1/findings?%1b%5b31m=%00",
        "/v1/control",
        "/v1/control?id=",
        "/v1/control?id=AdminMFAV3",
        "/v1/changes?since=yesterday",
        "/v1/changes?since=2026-02-30",
        "/v1/changes?since=2026-11-23",
        "/v1/digest?redact=1",
        "/v1/nothing",
    ];
    let seen: Vec<String> =
        targets.iter().map(|target| format!("{target}\n    {}", server.get(target).seen())).collect();
    assert_snapshot!(seen.concat());
    let answer = server.get("/v1/findings?limit=0");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let answer = server.send("POST", "/v1/posture", &[], "{}");
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET,HEAD")), "{answer:?}");
}

#[test]
fn the_document_is_openapi_3_0_1_without_null_and_without_text_of_the_tenant() {
    let server = serving("");
    let answer = server.get("/openapi.json");
    let document = answer.json();
    assert_eq!(document["openapi"], "3.0.1");
    assert!(!answer.body.contains("nullable") && !answer.body.contains("\"null\"") && !answer.body.contains("contoso"));
    assert!(document.get("security").is_none());
    for (path, item) in document["paths"].as_object().unwrap() {
        for parameter in item["get"]["parameters"].as_array().unwrap() {
            let schema = &parameter["schema"];
            assert!(["string", "integer", "boolean"].map(Value::from).contains(&schema["type"]), "{path}: {parameter}");
            assert_eq!(schema.get("default").is_none(), parameter["required"] == true, "{path}: {parameter}");
        }
    }
    assert_snapshot!(answer.body.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn hostile_text_of_a_tenant_stays_inert() {
    let workspace = Workspace::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let args = format!(
        "serve --policy {root}/tests/judges/hostile.yaml --from {root}/tests/judges/hostile.json --now 2026-11-24T06:00:00Z --listen 127.0.0.1:0"
    );
    let command = crate::support::serving::command(&workspace, &args);
    let server = crate::support::serving::Serving::start(workspace, command);
    for target in ["/v1/posture", "/v1/findings?outcome=all&limit=100&max_tokens=8000", "/v1/digest"] {
        let answer = server.get(target);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json();
        let is_hidden = |c: char| c.is_control() || matches!(c, '\u{200b}' | '\u{202e}');
        assert!(!answer.body.contains("##") && !answer.body.contains(is_hidden), "{}", answer.body);
        assert!(!answer.body.lines().any(|line| line.trim_start().starts_with("::")));
    }
    assert!(!server.log().contains("hostile"), "{}", server.log());
}

#[test]
fn incidents_are_explained_by_the_controls_that_bear_on_them() {
    let root = env!("CARGO_MANIFEST_DIR");
    let workspace = Workspace::new();
    let args = format!(
        "serve --policy {root}/policies --from {root}/examples/fabrikam.json --incidents {root}/examples/fabrikam-incidents.json \
         --now 2026-11-24T06:00:00Z --listen 127.0.0.1:0"
    );
    let command = crate::support::serving::command(&workspace, &args);
    let server = crate::support::serving::Serving::start(workspace, command);
    let one = server.get("/v1/incidents?id=4712");
    assert_snapshot!(timeless(one.json()));
    let all = server.get("/v1/incidents").json();
    assert_eq!((&all["shown"], &all["total"], &all["truncated"]), (&3.into(), &3.into(), &false.into()));
    let rest = server.get("/v1/incidents?offset=2").json();
    assert_eq!((&rest["shown"], &rest["total"], &rest["truncated"]), (&1.into(), &3.into(), &false.into()), "{rest}");
    let excluded = server.get("/v1/incidents?id=4714").json();
    assert_eq!((&excluded["total"], &excluded["excluded_incident"]["id"]), (&0.into(), &"4714".into()), "{excluded}");
    assert!(excluded["excluded_incident"]["why"].is_string(), "{excluded}");
    assert_eq!(server.get("/v1/incidents?id=0").status, 404);
    let none = serving("").get("/v1/incidents");
    assert!(none.status == 409 && none.body.contains("(--incidents)"), "{none:?}");
}

#[test]
fn the_sentence_about_changes_is_whole() {
    let answer = serving("").get("/v1/changes?since=2026-10-24&max_tokens=8000").json();
    let sentence = answer["sentence"].as_str().unwrap();
    assert!(sentence.ends_with('.'), "{sentence}");
    assert_eq!((&answer["shortened"], &answer["truncated"]), (&false.into(), &false.into()), "{answer}");
}
