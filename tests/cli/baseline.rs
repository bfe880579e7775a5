//! Baselines: what is written, what is read, and what is refused.

mod laws;

use std::path::Path;

use insta::assert_snapshot;
use scoregate::baseline::{self, Baseline, BaselineClaim, BaselineControl};
use scoregate::error::Error;
use scoregate::evidence;
use serde_json::json;

use crate::support::tenant::{TENANT, Tenant, policy, tenant};
use crate::support::workspace::{Run, Workspace};

const WRITE: &str = "baseline write --from t.json --out baseline.yaml";

const VALID: &str = "\
scoregate-baseline: 1
tenant: \"a1b2c3d4-0000-4000-8000-000000000001\"
date: 2026-11-23
score: { current: 22.5, max: 40 }
controls:
  \"AdminMFAV2\": { score: 10, max: 10 }
  \"mdo_safelinks\": { score: 9, max: 9, state: \"ThirdParty\" }
  \"some_orphan\": { score: 3.5, claim: unknown }
";

/// A tenant with every kind of line: measured, claimed, of fractions, with an instance, and of unknown maximum.
fn various() -> Tenant {
    tenant()
        .control("mdo_safelinksforemail", 9.0, 9.0)
        .state("thirdparty")
        .control("AdminMFAV2", 10.0, 10.0)
        .control("11770.MDA_Google_2SV", 0.33, 1.0)
        .control("RoleOverlap", 0.0, 1.0)
        .state("Planned: Q3 \"soon\"")
        .orphan("zz_orphan", "Apps", 0.0, 0.0)
        .max(30.0)
}

/// What is seen when a file is used as the baseline to replace.
fn seen(content: impl AsRef<[u8]>) -> String {
    replacing("baseline.yaml", content).seen()
}

/// Every problem of a file that is read as a baseline, without the words that are the same for all.
fn problems(content: &str) -> String {
    let run = replacing("b.yaml", content);
    assert_eq!(run.code, 4, "{content}{}", run.seen());
    let problems: Vec<&str> = run.stderr.split("\n\n  × ").skip(2).collect();
    let own = if problems.len() > 1 { &problems[1..] } else { &problems[..] };
    own.iter().map(|problem| format!("  × {problem}")).collect::<Vec<_>>().join("\n\n")
}

fn replacing(name: &str, content: impl AsRef<[u8]>) -> Run {
    let workspace = Workspace::new();
    workspace.file("t.json", various().json()).file(name, content.as_ref());
    let run = workspace.run(&format!("baseline write --from t.json --out {name}"));
    if run.code != 0 {
        assert_eq!(std::fs::read(workspace.path(name)).unwrap(), content.as_ref(), "nothing is replaced");
        assert_eq!(workspace.names().len(), 2, "no temporary file is left");
    }
    run
}

#[test]
fn the_file_has_a_line_for_each_control_and_is_the_same_every_time() {
    let workspace = Workspace::new();
    workspace.file("t.json", various().json());
    let first = workspace.run(WRITE);
    let written = workspace.read("baseline.yaml");
    assert_snapshot!(format!("{}--- baseline.yaml\n{written}", first.seen()));
    let again = workspace.run(WRITE);
    assert_snapshot!("writing_the_same_again_changes_nothing", again.seen());
    assert_eq!(workspace.read("baseline.yaml"), written);
    let shown = workspace.run("baseline write --from t.json --out -");
    assert_eq!((shown.code, shown.stdout), (0, written));
    assert_snapshot!("on_standard_output_the_summary_goes_to_standard_error", shown.stderr);
}

#[test]
fn what_is_not_known_is_written_as_such_and_reported() {
    let workspace = Workspace::new();
    let part = various().orphan("zz_measured", "Apps", 4.0, 40.0).max(40.0).incomplete();
    workspace.file("t.json", part.json());
    let run = workspace.run(WRITE);
    assert_snapshot!(format!("{}--- baseline.yaml\n{}", run.seen(), workspace.read("baseline.yaml")));
}

#[test]
fn a_renewed_baseline_says_what_moved() {
    let workspace = Workspace::new();
    let later = tenant()
        .control("ADMINMFAV2", 10.0, 10.0)
        .control("mdo_safelinksforemail", 9.0, 9.0)
        .control("11770.MDA_Google_2SV", 0.0, 1.0)
        .control("new_one", 1.0, 5.0)
        .control("new_two", 1.0, 5.0)
        .snapshot("createdDateTime", json!("2026-12-01T00:00:00Z"));
    workspace.file("t.json", various().json()).file("u.json", later.json());
    assert_eq!(workspace.run(WRITE).code, 0);
    assert_snapshot!(workspace.run("baseline write --from u.json --out baseline.yaml").seen());
    assert_snapshot!("an_older_snapshot_in_place_of_a_newer_one_is_reported", workspace.run(WRITE).seen());
}

#[test]
fn only_a_baseline_of_the_same_tenant_is_replaced() {
    let other = VALID.replace("0000-4000", "0000-4999");
    let files = [other.as_str(), &policy("score: { at-least: 70% }"), "", "[]\n", "{\"secureScore\": 1}\n"];
    let shown: Vec<String> = files.into_iter().map(seen).collect();
    assert_snapshot!(shown.join("\n"));
    assert_eq!(replacing("baseline.yaml", VALID.replace("a1b2c3d4", "A1B2C3D4")).code, 0, "letter case does not count");
}

#[test]
fn the_output_must_be_no_input() {
    let workspace = Workspace::new();
    workspace.file("t.json", various().json()).file("in/t.json", various().json());
    assert_snapshot!(workspace.run("baseline write --from t.json --out ./t.json").seen());
    assert_eq!(workspace.run("baseline write --from in --out in/new.json").code, 2);
    assert_eq!(workspace.run("baseline write --from in --out none/new.yaml").code, 6);
    assert_eq!(workspace.run("baseline write --from t.json").code, 2);
    let pinned = workspace.run(&format!("{WRITE} --tenant 12345678-0000-4000-8000-000000000001"));
    assert_eq!((pinned.code, workspace.path("baseline.yaml").exists()), (5, false), "{}", pinned.stderr);
    assert_eq!(workspace.run(&format!("{WRITE} --tenant {TENANT}")).code, 0);
}

#[test]
fn evidence_in_which_something_can_hide_makes_no_baseline() {
    let tenants = [
        various().snapshot("azureTenantId", json!(null)).snapshot("id", json!(null)),
        various().current(30.0),
        various().snapshot("maxScore", json!(null)),
        tenant().control("a", 0.0, 0.0),
        various().max(5.0),
        various().max(20.4),
        various().orphan("left", "Apps", 3.0, 0.0).max(23.0),
        various().control("Twice", 1.0, 2.0).orphan("twice", "Identity", 2.0, 100.0).current(21.0),
        various().control("Above", 3.0, 2.0).control("Off", 1.0, 2.0).scored("scoreInPercentage", json!(80)),
        various().orphan("none", "Apps", 1.0, 0.0).scored("score", json!(null)),
        tenant(),
        various().control(&"x".repeat(501), 1.0, 1.0).max(31.0),
    ];
    let mut shown = String::new();
    for tenant in tenants {
        let workspace = Workspace::new();
        workspace.file("t.json", tenant.json());
        let run = workspace.run(WRITE);
        assert_eq!((run.code, workspace.names().len()), (5, 1), "{}", run.seen());
        shown.push_str(&run.seen());
    }
    assert_snapshot!(shown);
}

#[test]
fn a_snapshot_of_which_a_part_is_missing_makes_no_baseline() {
    use crate::evidence::{recording, response};
    let (scores, profiles) = (various().scores_json(), various().profiles_json());
    let parts = |status: u32| {
        let mut scores = response("/v1.0/security/secureScores?$top=1", &scores);
        scores["status"] = json!(status);
        recording("2026-11-23T18:00:00Z", &[scores, response("/v1.0/security/secureScoreControlProfiles", &profiles)])
    };
    let workspace = Workspace::new();
    workspace.file("t.json", parts(206)).file("whole/t.json", parts(200));
    assert_snapshot!(workspace.run(WRITE).seen());
    assert_eq!(workspace.run("baseline write --from whole --out baseline.yaml").code, 0);
}

#[test]
fn every_wrong_value_is_shown_at_its_place() {
    let wrong = VALID
        .replace("tenant: \"a1b2c3d4-0000-4000-8000-000000000001\"", "tenant: \"\"\ntitel: x")
        .replace("2026-11-23", "2026-11-31")
        .replace("current: 22.5, max: 40", "current: -1, max: 0")
        .replace("score: 10, max: 10", "score: ten, maximum: 10")
        .replace("score: 9, max: 9, state: \"ThirdParty\"", "max: -2, state: 7")
        .replace("claim: unknown", "claim: none");
    assert_snapshot!(problems(&wrong));
}

#[test]
fn what_contradicts_itself_is_shown_at_its_place() {
    let control = |line: &str| VALID.replace("score: 10, max: 10", line);
    let files = [
        VALID.replace("22.5, max", "23.1, max"),
        VALID.replace("22.5, max", "41, max"),
        control("score: 10, max: 30").replace("max: 40", "max: 38"),
        control("score: 10, max: 11").replace("max: 40", "max: 22.6"),
        control("score: 10, max: 9"),
        control("score: 10, max: 10, state: default"),
        control("score: 10, max: 10, state: Ignored, claim: unknown"),
        control("score: 10, max: 10, state: \"Igno\\u200bred\""),
        VALID.replace("some_orphan", "ADMINMFAV2"),
        VALID.replace("some_orphan", "AdminMFAV2"),
        VALID.replace("some_orphan", "some\\u202eorphan"),
        VALID.replace("\"a1b2c3d4-0000-4000-8000-000000000001\"", "\" \""),
    ];
    let shown: Vec<String> = files.iter().map(|file| problems(file)).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_file_of_another_form_is_no_baseline() {
    let files = [
        VALID.replace("scoregate-baseline: 1", "scoregate-baseline: 2"),
        VALID.replace("scoregate-baseline: 1", "scoregate-baseline: 1.0"),
        VALID.replace("scoregate-baseline: 1", "scoregate-baselin: 1"),
        VALID.split("  \"AdminMFAV2\"").next().unwrap().to_owned(),
        VALID.split("  \"AdminMFAV2\"").next().unwrap().replace("controls:", "controls: {}"),
        VALID.replace("\"AdminMFAV2\": {", "\"AdminMFAV2\": !x {"),
        VALID.replace("score: 9", "score: *nine"),
        VALID.replace("date: 2026-11-23\n", ""),
        VALID.replace("date: 2026-11-23", "date: today"),
        format!("<<<<<<< ours\n{VALID}"),
        "scoregate: 1\nwaivers: []\n".to_owned(),
        "tests: []\n".to_owned(),
    ];
    let shown: Vec<String> = files.iter().map(|file| problems(file)).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem() {
    let missing = baseline::load(Path::new("nowhere/baseline.yaml")).unwrap_err();
    assert_eq!(missing.exit().code(), 4);
    let Error::Baseline { problems } = missing else { panic!("{missing}") };
    let said: Vec<String> = problems.iter().map(|problem| problem.message.clone()).collect();
    assert_eq!(said, ["cannot read nowhere/baseline.yaml: no such file or directory"]);
    let large = replacing("b.yaml", VALID.to_owned() + &"# long\n".repeat(2 << 20));
    assert!(large.stderr.contains("larger than 8 MiB"), "{}", large.stderr);
}

#[test]
fn a_baseline_among_the_policies_is_reported() {
    let workspace = Workspace::new();
    workspace.file("p/a.yaml", policy("score: { at-least: 70% }")).file("p/baseline.yaml", VALID);
    assert_snapshot!(workspace.run("policy validate p").seen());
}

#[test]
fn what_is_read_is_what_was_written() {
    let workspace = Workspace::new();
    workspace.file("baseline.yaml", VALID);
    let loaded = baseline::load_from(&workspace.path("baseline.yaml"), Some(&workspace.path(""))).unwrap();
    let source = loaded.source.as_ref().unwrap();
    assert_eq!((source.tenant.line, source.tenant.column, source.tenant.end_column), (2, 9, 47));
    assert_eq!((source.date.line, source.date.column, source.date.end_column), (3, 7, 17));
    assert_eq!((source.file.path.as_str(), source.file.text.as_str()), ("baseline.yaml", VALID));
    assert_eq!(source.file.sha256.len(), 64);
    assert_eq!((loaded.tenant.as_str(), loaded.date.to_string()), (TENANT, "2026-11-23".to_owned()));
    assert_eq!((loaded.current, loaded.max), (22.5, 40.0));
    let control = |id: &str, score, max, claim| BaselineControl { id: id.to_owned(), score, max, claim };
    let expected = [
        control("AdminMFAV2", 10.0, Some(10.0), BaselineClaim::No),
        control("mdo_safelinks", 9.0, Some(9.0), BaselineClaim::Yes("ThirdParty".to_owned())),
        control("some_orphan", 3.5, None, BaselineClaim::Unknown),
    ];
    assert_eq!(loaded.controls, expected);
}

#[test]
fn a_state_that_this_version_does_not_know_is_neither_a_claim_nor_none() {
    let workspace = Workspace::new();
    workspace.file("t.json", tenant().control("a", 1.0, 2.0).state("unknown").json());
    assert_eq!(workspace.run(WRITE).code, 0);
    let loaded = baseline::load(&workspace.path("baseline.yaml")).unwrap();
    assert_eq!(loaded.controls[0].claim, BaselineClaim::Unknown);
}

#[test]
fn the_shipped_examples_make_baselines() {
    let mut shown = String::new();
    for name in ["contoso", "fabrikam"] {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/{name}.json"));
        let evidence = evidence::collect(&[example.to_string_lossy().into_owned()], evidence::Needs::default).unwrap();
        let made = Baseline::of(&evidence).unwrap();
        assert_eq!(round(&made), made.to_yaml());
        shown.push_str(&made.to_yaml());
    }
    assert_snapshot!(shown);
}

/// Writes, reads, and writes again.
fn round(baseline: &Baseline) -> String {
    let workspace = Workspace::new();
    workspace.file("b.yaml", baseline.to_yaml());
    let loaded = baseline::load(&workspace.path("b.yaml"));
    let loaded = loaded.unwrap_or_else(|error| panic!("{}\n{:?}", baseline.to_yaml(), miette::Report::new(error)));
    assert!(loaded.source.is_some());
    assert_eq!(Baseline { source: None, ..loaded.clone() }, *baseline);
    loaded.to_yaml()
}
