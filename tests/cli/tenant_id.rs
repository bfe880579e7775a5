//! Whose evidence it is: one comparison of tenants in every command, and no tenant that is taken from elsewhere.

use serde_json::{Value, json};

use crate::support::history::{History, history};
use crate::support::tenant::{NOW, TENANT, Tenant, policy, tenant};
use crate::support::workspace::{Run, Workspace};

const OTHER: &str = "99999999-0000-4000-8000-000000000099";

/// Passes on any evidence of [`good`].
const SCORE: &str = "score: { at-least: 50% }";

/// Fails where the posture fell from one day to the next.
const REGRESSION: &str = "regression: { against: previous, score: { max-drop: 1pp } }";

fn good() -> Tenant {
    tenant().control("A", 10.0, 10.0)
}

/// The response of `/security/secureScores` with other values of `azureTenantId` and `id`.
fn scores(azure: Value, id: Value) -> String {
    good().snapshot("azureTenantId", azure).snapshot("id", id).scores_json().to_string()
}

/// The response of `/security/secureScoreControlProfiles`, whose profiles name a tenant or none.
fn profiles(azure: Value) -> String {
    good().with("azureTenantId", azure).profiles_json().to_string()
}

fn check(scores: &str, profiles: &str, args: &str) -> Run {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy(SCORE)).file("s.json", scores).file("c.json", profiles);
    workspace.run(&format!("check -p p.yaml -f s.json c.json --now {NOW} {args}"))
}

/// The spellings of a tenant that are all the same one.
fn spellings() -> [String; 6] {
    let redacted = scoregate_redacted();
    [
        TENANT.to_owned(),
        TENANT.to_uppercase(),
        format!(" {TENANT} "),
        format!("{{{}}}", TENANT.to_uppercase()),
        TENANT.replace('-', ""),
        redacted,
    ]
}

/// The pseudonym of [`TENANT`], as `record --redact` writes it.
fn scoregate_redacted() -> String {
    let workspace = Workspace::new();
    workspace.file("t.json", history().control("A", 10.0).day("2026-11-23", &[("A", 10.0)]).recording());
    let run = workspace.run("record --from t.json --redact --out r.json");
    assert_eq!(run.code, 0, "{}", run.seen());
    let text = workspace.read("r.json");
    let start = text.find("tenant-").unwrap();
    text[start..start + "tenant-".len() + 10].to_owned()
}

#[test]
fn the_id_of_a_snapshot_that_names_another_tenant_is_refused() {
    let (other, own) = (scores(Value::Null, json!(format!("{OTHER}_2026-11-23"))), profiles(json!(TENANT)));
    insta::assert_snapshot!(check(&other, &own, &format!("--tenant {TENANT}")).seen());
    assert_eq!(check(&other, &profiles(Value::Null), &format!("--tenant {TENANT}")).code, 5);
    // Its own catalogue, without a pin, and with the right pin.
    assert_eq!(check(&other, &own, "").code, 5, "the catalogue is of another tenant than the snapshot");
    assert_eq!(check(&other, &profiles(Value::Null), "").code, 0);
    assert_eq!(check(&other, &profiles(Value::Null), &format!("--tenant {OTHER}")).code, 0);
}

#[test]
fn a_snapshot_without_a_tenant_never_takes_that_of_its_catalogue() {
    for nameless in [json!(null), json!(""), json!("  ")] {
        for id in [json!(null), json!("t_2026-11-23"), json!("2026-11-23")] {
            let scores = scores(nameless.clone(), id);
            let run = check(&scores, &profiles(json!(TENANT)), &format!("--tenant {TENANT}"));
            assert_eq!(run.code, 3, "{}", run.seen());
            assert_eq!(check(&scores, &profiles(json!(TENANT)), "").code, 0, "nothing is pinned");
            let other = check(&scores, &profiles(json!(OTHER)), &format!("--tenant {TENANT}"));
            assert_eq!(other.code, 5, "what the evidence names is another tenant: {}", other.seen());
        }
    }
    let run = check(&scores(Value::Null, Value::Null), &profiles(json!(TENANT)), &format!("--tenant {TENANT} -o json"));
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["tenant"], Value::Null);
}

#[test]
fn a_snapshot_that_names_two_tenants_is_refused() {
    let both = scores(json!(TENANT), json!(format!("{OTHER}_2026-11-23")));
    insta::assert_snapshot!(check(&both, &profiles(Value::Null), "").seen());
    let same = scores(json!(TENANT), json!(format!("{}_2026-11-23", TENANT.to_uppercase())));
    assert_eq!(check(&same, &profiles(Value::Null), &format!("--tenant {TENANT}")).code, 0);
    let untold = scores(json!(TENANT), json!("t_2026-11-23"));
    assert_eq!(check(&untold, &profiles(Value::Null), &format!("--tenant {TENANT}")).code, 0);
}

#[test]
fn a_catalogue_of_another_tenant_is_refused_and_one_without_a_tenant_is_fine() {
    let own = scores(json!(TENANT), json!(format!("{TENANT}_2026-11-23")));
    assert_eq!(check(&own, &profiles(json!(OTHER)), "").code, 5);
    for fine in [json!(null), json!(TENANT), json!(TENANT.to_uppercase())] {
        assert_eq!(check(&own, &profiles(fine), &format!("--tenant {TENANT}")).code, 0);
    }
}

#[test]
fn every_spelling_of_a_tenant_is_the_same_in_evidence_pins_and_baselines() {
    for one in spellings() {
        let own = scores(json!(one), json!(null));
        let workspace = Workspace::new();
        workspace.file("s.json", &own).file("c.json", profiles(json!(TENANT)));
        let written = workspace.run("baseline write --from s.json c.json --out b.yaml");
        assert_eq!(written.code, 0, "{}", written.seen());
        for other in spellings() {
            let pinned = policy(SCORE).replace("policy: p\n", &format!("policy: p\ntenant: '{other}'\n"));
            workspace.file("p.yaml", pinned).file("o.json", scores(json!(other), json!(null)));
            for command in [
                format!("check -p p.yaml -f s.json c.json --baseline b.yaml --now {NOW}"),
                format!("check -p p.yaml -f o.json c.json --baseline b.yaml --now {NOW}"),
                "baseline write --from o.json c.json --out b.yaml".to_owned(),
            ] {
                let run = workspace.run(&command);
                assert_eq!(run.code, 0, "{one} and {other}: {}", run.seen());
            }
            let mut command = workspace.command(&format!("check -p p.yaml -f s.json c.json --now {NOW} --tenant"));
            command.arg(&other);
            assert_eq!(crate::support::workspace::outcome(command).code, 0, "--tenant {other}");
        }
        workspace.file("o.json", scores(json!(OTHER), json!(null))).file("p.yaml", policy(SCORE));
        let run = |args: &str| workspace.run(args).code;
        assert_eq!(run(&format!("check -p p.yaml -f o.json --baseline b.yaml --now {NOW}")), 4, "{one}");
        assert_eq!(run("baseline write --from o.json --out b.yaml"), 4, "{one}");
        assert_eq!(run(&format!("check -p p.yaml -f s.json --now {NOW} --tenant {OTHER}")), 5, "{one}");
    }
}

#[test]
fn a_redacted_day_beside_a_raw_one_is_of_the_same_tenant() {
    let workspace = Workspace::new();
    let day = |day: &str| history().control("A", 10.0).day(day, &[("A", 10.0)]).recording();
    workspace.file("p.yaml", policy(REGRESSION)).file("raw.json", day("2026-11-22"));
    workspace.file("new.json", day("2026-11-23"));
    assert_eq!(workspace.run("record --from new.json --redact --out days/2026-11-23.json").code, 6, "no folder yet");
    workspace.file("days/2026-11-22.json", day("2026-11-22"));
    assert_eq!(workspace.run("record --from new.json --redact --append --out days").code, 0);
    let run = workspace.run(&format!("check -p p.yaml -f days --now {NOW} --tenant {TENANT}"));
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(workspace.run("diff raw.json days/2026-11-23.json").code, 0);
    let other = history().tenant(json!(OTHER)).control("A", 10.0).day("2026-11-23", &[("A", 10.0)]);
    workspace.file("other.json", other.recording());
    assert_eq!(workspace.run("diff raw.json other.json").code, 5);
    assert_eq!(workspace.run("record --from other.json --redact --append --out days").code, 5);
}

/// One day in a file of its own.
fn day(of: Value, day: &str, score: f64) -> String {
    let own = |history: History| history.control("A", 10.0).day(day, &[("A", score)]).recording();
    own(history().tenant(of))
}

#[test]
fn a_day_of_which_nothing_shows_whose_it_is_is_no_reference() {
    let (named, nameless) = (json!(TENANT), json!(null));
    let rows = [
        (&named, &named, 1, "both are named"),
        (&nameless, &named, 3, "the older one is not"),
        (&named, &nameless, 3, "the newer one is not"),
        (&nameless, &nameless, 3, "neither is"),
    ];
    for (older, newer, code, what) in rows {
        let workspace = Workspace::new();
        workspace.file("p.yaml", policy(REGRESSION));
        workspace.file("a.json", day(older.clone(), "2026-11-22", 10.0));
        workspace.file("b.json", day(newer.clone(), "2026-11-23", 4.0));
        let run = workspace.run(&format!("check -p p.yaml -f a.json b.json --now {NOW}"));
        assert_eq!(run.code, code, "{what}: {}", run.seen());
        if what == "the older one is not" {
            insta::assert_snapshot!(run.seen());
        }
    }
}

#[test]
fn days_of_one_file_belong_together_even_where_it_names_no_tenant() {
    for (of, code) in [(json!(TENANT), 1), (json!(null), 1)] {
        let days = history().tenant(of).control("A", 10.0);
        let days = days.day("2026-11-22", &[("A", 10.0)]).day("2026-11-23", &[("A", 4.0)]);
        let workspace = Workspace::new();
        workspace.file("p.yaml", policy(REGRESSION)).file("t.json", days.recording());
        assert_eq!(workspace.run(&format!("check -p p.yaml -f t.json --now {NOW}")).code, code);
    }
}

#[test]
fn a_day_that_a_named_file_holds_too_is_known() {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy(REGRESSION)).file("new.json", day(json!(TENANT), "2026-11-23", 4.0));
    workspace.file("a.json", day(json!(TENANT), "2026-11-22", 10.0));
    workspace.file("b.json", day(json!(null), "2026-11-22", 10.0));
    for order in ["a.json b.json", "b.json a.json"] {
        let run = workspace.run(&format!("check -p p.yaml -f {order} new.json --now {NOW}"));
        assert_eq!(run.code, 1, "{order}: {}", run.seen());
    }
}

#[test]
fn a_pin_that_is_blank_is_an_error_rather_than_no_pin() {
    let workspace = Workspace::new();
    workspace.file("t.json", good().json());
    for blank in ["''", "'  '", "\"\\u200b\""] {
        let pinned = policy(SCORE).replace("policy: p\n", &format!("policy: p\ntenant: {blank}\n"));
        workspace.file("p.yaml", pinned);
        let run = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW}"));
        assert_eq!(run.code, 4, "{blank}: {}", run.seen());
    }
    let mut command = workspace.command(&format!("check -p p.yaml -f t.json --now {NOW} --tenant"));
    command.arg("  ");
    assert_eq!(crate::support::workspace::outcome(command).code, 2);
}
