//! Whether a catalogue is whole, and whether a control was retired.

use serde_json::{Value, json};

use super::of_files;
use crate::evidence::{recording, response};
use crate::support::tenant::{Tenant, policy, tenant};

const PROFILES: &str = "/v1.0/security/secureScoreControlProfiles";

/// Three controls with all their points, of which the first is claimed.
fn sample() -> Tenant {
    tenant()
        .control("AdminMFAV2", 10.0, 10.0)
        .state("ThirdParty")
        .control("BlockLegacyAuthentication", 8.0, 8.0)
        .control("mdo_safelinksforemail", 9.0, 9.0)
}

/// One page of the catalogue with some of the profiles, and a link to the next.
fn page(ids: &[&str], next: Option<&str>) -> Value {
    let mut page = sample().profiles_json();
    page["value"].as_array_mut().unwrap().retain(|profile| ids.contains(&profile["id"].as_str().unwrap()));
    if let Some(next) = next {
        page["@odata.nextLink"] = json!(format!("https://graph.microsoft.com{PROFILES}?$skiptoken={next}"));
    }
    page
}

const FIRST: &[&str] = &["AdminMFAV2"];
const OTHERS: &[&str] = &["BlockLegacyAuthentication", "mdo_safelinksforemail"];
const ALL: &[&str] = &["AdminMFAV2", "BlockLegacyAuthentication", "mdo_safelinksforemail"];

#[test]
fn a_claim_on_a_page_that_is_missing_is_not_known_and_one_that_is_there_fails() {
    let expect = "score: { at-least: 90%, points: observed }";
    let raw = |pages: &[Value]| {
        let mut files = vec![("scores.json", sample().scores_json().to_string())];
        let names = ["1.json", "2.json", "3.json"];
        files.extend(names.iter().zip(pages).map(|(name, page)| (*name, page.to_string())));
        of_files(&policy(expect), &files)
    };
    assert_eq!(raw(&[page(OTHERS, None)]), "- unknown", "the last page alone");
    assert_eq!(raw(&[page(FIRST, Some("2")), page(OTHERS, None)]), "- failed", "both pages");
    assert_eq!(raw(&[page(ALL, None)]), "- failed", "one page that holds every profile");
    let mut filtered = page(OTHERS, None);
    filtered["@odata.context"] =
        json!("https://graph.microsoft.com/v1.0/$metadata#security/secureScoreControlProfiles(id,title)");
    assert_eq!(raw(&[filtered]), "- unknown", "a response with some of the properties alone");
}

/// The loss of a control that the newest day does not score, by the catalogue that the newest day has.
fn gone(files: &[(&str, String)], when: &str) -> String {
    let expect = format!("regression: {{ against: {{ days: 7 }}, score: {{ max-drop: 1pp }}, when-descoped: {when} }}");
    of_files(&policy(&expect), files)
}

/// Today's snapshot without the first control, and one a week older with it.
fn scores() -> Value {
    let (mut today, mut older) = (sample().scores_json(), sample().scores_json());
    let controls = today["value"][0]["controlScores"].as_array_mut().unwrap();
    controls.retain(|control| control["controlName"] != "AdminMFAV2");
    today["value"][0]["currentScore"] = json!(17.0);
    today["value"][0]["maxScore"] = json!(17.0);
    older["value"][0]["createdDateTime"] = json!("2026-11-16T00:00:00Z");
    older["value"][0]["id"] = json!("a1b2c3d4-0000-4000-8000-000000000001_2026-11-16");
    let days = today["value"].as_array_mut().unwrap();
    days.push(older["value"][0].take());
    today
}

#[test]
fn a_control_that_vanished_counts_as_retired_only_where_linked_requests_show_that_the_catalogue_lost_it() {
    let raw = |pages: Vec<Value>| {
        let mut files = vec![("scores.json", scores().to_string())];
        files.extend(["1.json", "2.json"].into_iter().zip(pages).map(|(name, page)| (name, page.to_string())));
        files
    };
    let recorded = |pages: Vec<Value>| {
        let mut responses = vec![response("/v1.0/security/secureScores?$top=90", &scores())];
        let requests = [PROFILES.to_owned(), format!("{PROFILES}?$skiptoken=2"), format!("{PROFILES}?$skiptoken=3")];
        responses.extend(requests.iter().zip(&pages).map(|(request, page)| response(request, page)));
        vec![("t.json", recording("2026-11-24T05:00:00Z", &responses))]
    };
    let other = || page(OTHERS, None);
    let linked = || vec![page(&OTHERS[..1], Some("2")), page(&OTHERS[1..], None)];
    // Its points were claimed: that makes them no loss where it was retired, and an open question where it was not.
    assert_eq!(gone(&recorded(linked()), "unknown"), "- passed", "linked from the first page to the last");
    assert_eq!(gone(&raw(vec![other()]), "unknown"), "- unknown", "a raw page can be the last of several");
    assert_eq!(gone(&raw(linked()), "fail"), "- unknown", "nothing shows that it was not retired either");
    assert_eq!(gone(&recorded(vec![page(&OTHERS[..1], Some("2"))]), "fail"), "- unknown", "the last page is missing");
    let mut deprecated = page(ALL, None);
    deprecated["value"][0]["deprecated"] = json!(true);
    assert_eq!(gone(&raw(vec![deprecated]), "unknown"), "- passed", "the catalogue marks it as retired");
    assert_eq!(gone(&raw(vec![page(ALL, None)]), "unknown"), "- unknown", "the catalogue still has it");
}

#[test]
fn a_filter_leaves_out_profiles_however_it_is_spelt() {
    for query in
        ["$filter=id ne 'AdminMFAV2'", "%24filter=id%20ne%20%27AdminMFAV2%27", "$top=9&%24Filter=x", "$select=id"]
    {
        let responses = [
            response("/v1.0/security/secureScores?$top=90", &scores()),
            response(&format!("{PROFILES}?{query}"), &page(OTHERS, None)),
        ];
        let files = vec![("t.json", recording("2026-11-24T05:00:00Z", &responses))];
        assert_eq!(gone(&files, "unknown"), "- unknown", "{query}");
    }
}

#[test]
fn a_count_of_profiles_that_are_not_all_there_shows_that_a_page_is_missing() {
    let complete = |count: u64| {
        let mut page = page(ALL, None);
        page["@odata.count"] = json!(count);
        let scores = sample().scores_json().to_string();
        let workspace = crate::support::workspace::Workspace::new();
        workspace
            .file("p.yaml", policy("score: { at-least: 1% }"))
            .file("s.json", scores)
            .file("c.json", page.to_string());
        let run =
            workspace.run(&format!("check -p p.yaml -f s.json c.json --now {} -o json", crate::support::tenant::NOW));
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        report["snapshot"]["catalogue-complete"].as_bool().unwrap()
    };
    assert!(complete(3) && !complete(4));
}
