//! Ways in which a gate could pass wrongly, each of them closed.

use serde_json::{Value, json};

use crate::arithmetic::findings;
use crate::support::tenant::{NOW, Tenant, policy, tenant};
use crate::support::workspace::Workspace;

const IMPLEMENTED: &str = "controls: { match: [A], state: implemented }";

fn response(request: &str, status: u16, body: Value) -> Value {
    json!({ "request": request, "status": status, "body": body })
}

fn recording(captured: &str, responses: Vec<Value>) -> String {
    json!({ "scoregate-recording": 1, "captured": captured, "responses": responses }).to_string()
}

const SCORES: &str = "/v1.0/security/secureScores?$top=1";
const PROFILES: &str = "/v1.0/security/secureScoreControlProfiles";

/// A recording of the tenant, taken at a time.
fn recorded(tenant: &Tenant, captured: &str) -> String {
    recording(
        captured,
        vec![response(SCORES, 200, tenant.scores_json()), response(PROFILES, 200, tenant.profiles_json())],
    )
}

/// The exit code of one rule on the given files, in that order.
fn code(expect: &str, files: &[&str]) -> i32 {
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy(expect));
    let names: Vec<String> = (0..files.len()).map(|index| format!("{index}.json")).collect();
    for (name, content) in names.iter().zip(files) {
        workspace.file(name, content);
    }
    workspace.run(&format!("check -p p.yaml --now {NOW} -f {}", names.join(" "))).code
}

fn good() -> Tenant {
    tenant().control("A", 10.0, 10.0)
}

#[test]
fn an_answer_of_which_a_part_is_missing_proves_nothing() {
    let (scores, profiles) = (good().scores_json(), good().profiles_json());
    let partial = |scores_status, profiles_status, profiles: Value| {
        recording(
            "2026-11-23T18:00:00Z",
            vec![response(SCORES, scores_status, scores.clone()), response(PROFILES, profiles_status, profiles)],
        )
    };
    assert_eq!(code(IMPLEMENTED, &[&partial(200, 200, profiles.clone())]), 0);
    assert_eq!(code(IMPLEMENTED, &[&partial(206, 200, profiles.clone())]), 3);
    assert_eq!(code("freshness: { last-synced: 2d }", &[&partial(206, 200, profiles)]), 3);
    let without_a = tenant().control("B", 1.0, 1.0).profiles_json();
    assert_eq!(
        code(IMPLEMENTED, &[&partial(200, 206, without_a)]),
        3,
        "the profile of A may be in the part that is missing"
    );
}

#[test]
fn a_later_capture_with_the_same_scores_and_another_catalogue_counts() {
    let early = recorded(&good(), "2026-11-23T06:00:00Z");
    let late = recorded(&good().state("ThirdParty"), "2026-11-23T18:00:00Z");
    assert_eq!(code(IMPLEMENTED, &[&early, &late]), 1);
    assert_eq!(code(IMPLEMENTED, &[&late, &early]), 1);
    let (first, second) = (good().json(), good().state("ThirdParty").json());
    assert_eq!(code(IMPLEMENTED, &[&first, &second]), 3, "without times nothing says which catalogue holds");
    assert_eq!(code(IMPLEMENTED, &[&second, &first]), 3);
}

#[test]
fn a_catalogue_that_was_asked_for_in_part_is_not_complete() {
    let (scores, other) = (good().scores_json(), tenant().control("B", 1.0, 1.0).profiles_json());
    let by = |pages: Vec<Value>| {
        let mut responses = vec![response(SCORES, 200, scores.clone())];
        responses.extend(pages);
        code(IMPLEMENTED, &[&recording("2026-11-23T18:00:00Z", responses)])
    };
    assert_eq!(by(vec![response(PROFILES, 200, other.clone())]), 3, "A has no profile: its points may be claimed");
    assert_eq!(by(vec![response(&format!("{PROFILES}?$filter=service eq 'EXO'"), 200, other.clone())]), 3);
    assert_eq!(
        by(vec![response(&format!("{PROFILES}?$skiptoken=2"), 200, other.clone())]),
        3,
        "the first page is missing"
    );
    let mut first = other;
    first["@odata.nextLink"] = json!(format!("https://graph.microsoft.com{PROFILES}?$skiptoken=2"));
    let empty = response(&format!("{PROFILES}?$skiptoken=2"), 200, json!({}));
    assert_eq!(by(vec![response(PROFILES, 200, first), empty]), 5, "a page without `value` is no page");
}

#[test]
fn raw_pages_that_cannot_be_linked_leave_controls_without_profile_unknown() {
    let scores = tenant().control("A", 10.0, 10.0).scores_json().to_string();
    let mut first = tenant().control("B", 1.0, 1.0).profiles_json();
    first["@odata.nextLink"] =
        json!("https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles?$skiptoken=2");
    let last = tenant().control("C", 1.0, 1.0).profiles_json().to_string();
    assert_eq!(code(IMPLEMENTED, &[&scores, &first.to_string(), &last]), 3);
    let with_a = good().profiles_json().to_string();
    assert_eq!(code(IMPLEMENTED, &[&scores, &first.to_string(), &with_a]), 0);
}

#[test]
fn a_profile_with_an_instance_serves_the_control_without_one() {
    let claimed = json!([{ "state": "ThirdParty", "updatedDateTime": "2026-11-01T00:00:00Z" }]);
    let of = |prefix: &str, updates: &Value| json!({ "id": format!("{prefix}MDA_X"), "maxScore": 10, "title": "x", "controlStateUpdates": updates });
    let scored = || tenant().orphan("MDA_X", "Apps", 10.0, 100.0).max(10.0);
    let expect = "controls: { match: [MDA_X], state: implemented }";
    assert!(findings(&scored().profile(of("11770.", &claimed)), expect).starts_with("MDA_X failed"));
    let two = scored().profile(of("11770.", &claimed)).profile(of("22.", &json!([])));
    assert!(findings(&two, expect).starts_with("MDA_X unknown"));
}

#[test]
fn a_profile_that_stands_twice_with_different_tiers_is_not_left_out_of_a_choice() {
    let twice = tenant()
        .control("A", 10.0, 10.0)
        .control("B", 0.0, 10.0)
        .profile(json!({
        "id": "B", "title": "Title of B", "maxScore": 10, "tier": "Advanced", "service": "AzureAD",
        "threats": ["Account breach"], "controlStateUpdates": [{ "state": "Default" }] }))
        .max(20.0);
    assert!(findings(&twice, "controls: { where: { tier: [Core] }, at-least: 50% }").contains("B unknown"));
    assert!(findings(&twice, "score: { service: AzureAD, at-least: 60% }").starts_with("- unknown"));
    assert!(
        findings(&twice, "score: { service: AzureAD, at-least: 10% }").starts_with("- passed"),
        "10 of 20 at the least"
    );
}

#[test]
fn a_part_without_a_maximum_has_no_share() {
    let nothing = tenant().control("A", 0.0, 0.0).control("B", 5.0, 10.0).scored("controlCategory", json!("Apps"));
    assert!(findings(&nothing, "score: { category: Identity, at-least: 70% }").starts_with("- unknown"));
    let more_than_left = tenant()
        .control("B", 5.0, 10.0)
        .scored("controlCategory", json!("Apps"))
        .score(json!({
        "controlName": "A", "controlCategory": "Identity", "score": 5, "lastSynced": "2026-11-23T04:34:13Z" }))
        .max(11.0);
    assert!(findings(&more_than_left, "score: { category: Identity, at-least: 70% }").starts_with("- unknown"));
}

#[test]
fn the_score_of_the_tenant_is_unknown_where_a_control_that_does_not_add_up_could_turn_it() {
    let odd = tenant().control("A", 90.0, 10.0).scored("scoreInPercentage", json!(100)).control("B", 0.0, 90.0);
    assert!(findings(&odd, "score: { at-least: 70% }").starts_with("- unknown"));
    assert!(findings(&odd.clone().max(1000.0), "score: { at-least: 70% }").starts_with("- failed"), "9% at most 18%");
    let negative = tenant().control("A", -20.0, 20.0).control("B", 100.0, 100.0).max(100.0);
    assert!(findings(&negative, "score: { at-least: 70% }").starts_with("- unknown"));
}

#[test]
fn a_control_that_the_snapshot_may_lack_is_neither_missing_nor_not_applicable() {
    let lacking =
        tenant().control("B", 10.0, 10.0).profile(json!({ "id": "A", "maxScore": 5, "title": "A" })).current(15.0);
    for when in ["fail", "not-applicable", "unknown"] {
        let expect = format!("controls: {{ match: [A], state: implemented, when-missing: {when} }}");
        assert!(findings(&lacking, &expect).starts_with("A unknown"), "{when}");
    }
}

#[test]
fn a_percentage_of_next_to_nothing_gives_no_maximum() {
    let tiny = tenant().orphan("A", "Identity", 5.0, 1e-308).profile(json!({ "id": "Z", "maxScore": 0 })).max(10.0);
    assert!(findings(&tiny, "controls: { match: [A], at-least: 50% }").starts_with("A unknown"));
}

#[test]
fn an_older_catalogue_says_nothing_about_states() {
    let scores = good().scores_json().to_string();
    let old = recorded(&good().snapshot("createdDateTime", json!("2026-11-01T00:00:00Z")), "2026-11-01T18:00:00Z");
    assert_eq!(code(IMPLEMENTED, &[&scores, &old]), 3);
    assert_eq!(code("controls: { match: [A], at-least: 100%, points: reported }", &[&scores, &old]), 0);
}

#[test]
fn a_pin_is_not_satisfied_by_a_file_that_the_verdict_does_not_rest_on() {
    let anonymous = good().snapshot("azureTenantId", json!(null)).snapshot("id", json!(null)).json();
    let old = good().snapshot("createdDateTime", json!("2026-10-01T00:00:00Z")).json();
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy(IMPLEMENTED)).file("new.json", anonymous).file("old.json", old);
    let run = workspace
        .run(&format!("check -p p.yaml --now {NOW} -f new.json old.json --tenant {}", crate::support::tenant::TENANT));
    assert_eq!(run.code, 3, "{}", run.seen());
}

#[test]
fn an_entry_of_a_selector_that_matches_nothing_is_unknown() {
    for expect in [
        "controls: { match: [A, 'typo_*'], state: implemented }",
        "controls: { where: { category: [Identity, Identiy] }, state: implemented }",
        "freshness: { last-synced: 2d, controls: { match: [A, 'typo_*'] } }",
    ] {
        let found = findings(&good(), expect);
        assert!(found.starts_with("- unknown") && found.contains("A passed"), "{expect}: {found}");
    }
    let documented = findings(&good(), "controls: { where: { category: [Identity, Device] }, state: implemented }");
    assert!(documented.starts_with("A passed"), "{documented}");
}

#[test]
fn one_rule_gives_one_finding_a_subject() {
    let both = findings(&good(), "claimed: { at-most: 10%, unwaived: fail }");
    assert_eq!(both.lines().count(), 1, "{both}");
    let missing = findings(&good(), "controls: { match: [zz, ZZ, zz], state: implemented }");
    assert_eq!(missing.lines().count(), 1, "{missing}");
}

#[test]
fn pairs_in_pairs_end_in_a_message_rather_than_in_a_crash() {
    let nested = format!("{}[]{}", "{\"profiles\":".repeat(5_000), "}".repeat(5_000));
    assert_eq!(code(IMPLEMENTED, &[&nested]), 5);
}
