//! Several states of an incident or an alert, and exports in several files: the latest state counts, and what is missing is stated.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{alert, causes, check, incident, of, page, posture, workspace};
use crate::evidence::{recording, response};

const INCIDENTS: &str = "/v1.0/security/incidents?$expand=alerts&$top=50";

/// The incidents of a run with these files.
fn read(files: &[String]) -> Value {
    let workspace = workspace(&posture(), &[]);
    let names: Vec<String> = (0..files.len()).map(|number| format!("f{number}.json")).collect();
    for (name, text) in names.iter().zip(files) {
        workspace.file(name, text);
    }
    let run = check(&workspace, &format!("--incidents {} -o json", names.join(" ")));
    assert_eq!(run.code, 0, "{}", run.seen());
    serde_json::from_str::<Value>(&run.stdout).unwrap()["incidents"].take()
}

fn read_pages(pages: &[Value]) -> Value {
    read(&pages.iter().map(Value::to_string).collect::<Vec<_>>())
}

/// An incident or an alert as of a day.
fn on(day: u8, mut entry: Value) -> Value {
    entry["lastUpdateDateTime"] = json!(format!("2026-11-{day:02}T00:00:00Z"));
    entry
}

fn with(mut entry: Value, key: &str, value: Value) -> Value {
    entry[key] = value;
    entry
}

fn of_incident(incident: &str, alert: Value) -> Value {
    with(alert, "incidentId", json!(incident))
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

fn states_a_gap(report: &Value, text: &str) -> bool {
    report["gaps"].as_array().unwrap().iter().any(|gap| gap.as_str().unwrap().contains(text))
}

#[test]
fn the_later_classification_of_an_alert_counts_and_not_the_one_that_sorts_last() {
    let export = |day: u8, classification: Value| {
        let alert = with(on(day, alert("a", &["T1566.002"])), "classification", classification);
        page(&[on(day, incident("1", vec![alert]))])
    };
    let report = read_pages(&[export(1, json!("unknown")), export(3, json!("falsePositive"))]);
    assert_eq!((ids(&report["excluded"]), &report["gaps"]), (vec!["1"], &json!([])));
    for later in [json!("truePositive"), Value::Null] {
        let report = read_pages(&[export(1, json!("falsePositive")), export(3, later)]);
        assert_eq!(causes(&report, "1"), ["mdo_safelinksforemail"]);
    }
}

#[test]
fn states_without_an_order_leave_nothing_out_and_are_a_gap() {
    let dated = with(on(1, alert("a", &["T1566.002"])), "classification", json!("falsePositive"));
    let undated = with(alert("a", &["T1110.003"]), "classification", json!("unknown"));
    for pair in [[dated.clone(), undated], [dated.clone(), with(dated.clone(), "classification", json!("unknown"))]] {
        let report = read_pages(&pair.map(|alert| page(&[incident("1", vec![alert])])));
        assert!(causes(&report, "1").contains(&"mdo_safelinksforemail".to_owned()), "{report:#}");
        assert!(states_a_gap(&report, "does not show the latest state"), "{}", report["gaps"]);
    }
    let report = read_pages(&[page(&[incident("1", vec![dated.clone()])]), page(&[incident("1", vec![dated])])]);
    assert_eq!(report["gaps"], json!([]));
}

#[test]
fn an_alert_that_moved_counts_in_the_incident_of_its_latest_state() {
    let moved = of_incident("2", alert("a", &["T1566.002"]));
    let earlier = on(1, of_incident("1", alert("a", &["T1566.002"])));
    let earlier = page(&[on(1, incident("1", vec![earlier]))]);
    let later = page(&[on(3, incident("1", vec![])), on(3, incident("2", vec![on(3, moved.clone())]))]);
    let report = read_pages(&[earlier.clone(), later]);
    assert_eq!((causes(&report, "1"), causes(&report, "2")), (vec![], vec!["mdo_safelinksforemail".to_owned()]));
    assert_eq!(of(&report, "1")["no-cause"], "it has no alerts, so that nothing can be matched");
    let listed = page(&[on(3, incident("2", vec![]))]);
    let alerts = json!({ "value": [on(4, moved)] });
    let report = read_pages(&[earlier.clone(), listed, alerts]);
    assert_eq!((causes(&report, "1"), causes(&report, "2")), (vec![], vec!["mdo_safelinksforemail".to_owned()]));
    let report = read_pages(&[earlier, page(&[on(3, incident("1", vec![]))])]);
    assert!(causes(&report, "1").is_empty());
    assert!(states_a_gap(&report, "1 alert left their incidents"), "{}", report["gaps"]);
}

#[test]
fn the_alerts_of_a_false_positive_stay_left_out_where_it_is_merged_into_another_incident() {
    let merged = with(incident("1", vec![alert("a", &["T1566.002"])]), "redirectIncidentId", json!("2"));
    let merged = with(merged, "classification", json!("falsePositive"));
    let report = read_pages(&[page(&[merged, incident("2", vec![alert("b", &["T1110.003"])])])]);
    assert_eq!(causes(&report, "2"), ["AdminMFAV2", "SigninRiskPolicy"]);
    assert_eq!((&of(&report, "2")["excluded-alerts"], &of(&report, "2")["merged"]), (&json!(1), &json!(["1"])));
}

#[test]
fn a_technique_counts_for_an_alert_whatever_another_alert_names() {
    let parent = alert("a", &["T1110"]);
    let alone = read_pages(&[page(&[incident("1", vec![parent.clone()])])]);
    let both = read_pages(&[page(&[incident("1", vec![parent, alert("b", &["T1110.004"])])])]);
    let of_parent = |report: &Value| {
        let causes = of(report, "1")["causes"].as_array().unwrap().clone();
        causes.iter().filter(|cause| cause["links"].to_string().contains("\"T1110\"")).count()
    };
    assert!(of_parent(&alone) > 0);
    assert_eq!(of_parent(&alone), of_parent(&both));
}

#[test]
fn a_bare_alert_takes_nothing_from_a_full_one_and_its_techniques_are_known() {
    let bare = json!({ "value": [{ "id": "a", "incidentId": "1", "title": "Title of a" }] });
    let report = read_pages(&[page(&[incident("1", vec![alert("a", &["T1566.002"])])]), bare]);
    assert_eq!((causes(&report, "1"), &report["gaps"]), (vec!["mdo_safelinksforemail".to_owned()], &json!([])));
}

#[test]
fn a_page_of_one_file_closes_no_gap_of_another() {
    let linked = |page: Value| {
        with(page, "@odata.nextLink", json!("https://graph.microsoft.com/v1.0/security/incidents?$skip=1"))
    };
    let whole = page(&[incident("1", vec![])]);
    let report = read_pages(&[whole.clone(), linked(page(&[incident("2", vec![])]))]);
    assert!(states_a_gap(&report, "the last page of the incidents in f1.json"), "{}", report["gaps"]);
    let one = format!("{}\n{whole}", linked(page(&[incident("2", vec![])])));
    assert_eq!(read(&[one])["gaps"], json!([]));
    let one = format!("{}\n{}", linked(page(&[incident("2", vec![])])), json!({ "value": [] }));
    assert_eq!(read(&[one])["gaps"], json!([]));
    for link in ["https://graph.microsoft.com/v1.0/security/incidents?$skiptoken=x", "https://x/y"] {
        let report = read_pages(&[json!({ "value": [], "@odata.nextLink": link })]);
        assert!(states_a_gap(&report, "nextLink to a page that is missing"), "{}", report["gaps"]);
    }
}

#[test]
fn a_page_of_an_older_recording_closes_no_gap_of_a_recording() {
    let second = "/v1.0/security/incidents?$skip=50";
    let first =
        with(page(&[incident("1", vec![])]), "@odata.nextLink", json!(format!("https://graph.microsoft.com{second}")));
    let rest = page(&[incident("2", vec![])]);
    let whole = recording("2026-11-23T05:00:00Z", &[response(INCIDENTS, &first), response(second, &rest)]);
    let cut = recording("2026-11-24T05:00:00Z", &[response(INCIDENTS, &first)]);
    assert_eq!(read(std::slice::from_ref(&whole))["gaps"], json!([]));
    for files in [vec![whole.clone(), cut.clone()], vec![format!("{cut}\n{whole}")]] {
        assert!(states_a_gap(&read(&files), "a page of the incidents is missing"), "{files:?}");
    }
}

#[test]
fn ids_are_counted_and_not_entries() {
    let two = with(page(&[incident("1", vec![]), incident("2", vec![])]), "@odata.count", json!(4));
    for files in [vec![two.to_string(), two.to_string()], vec![format!("{two}\n{two}")]] {
        assert!(states_a_gap(&read(&files), "Graph counts 4 incidents or alerts"), "{files:?}");
    }
    let short = with(incident("1", vec![alert("a", &["T1566.002"])]), "alerts@odata.count", json!(20));
    assert!(states_a_gap(&read_pages(&[page(&[short])]), "incident 1 has more alerts than the response contains"));
    let empty = json!({ "value": [], "@odata.count": 4 });
    assert!(states_a_gap(&read_pages(&[empty]), "Graph counts 4 incidents or alerts"));
}

#[test]
fn a_known_service_is_no_reason_for_the_controls_of_another_one() {
    let bare = |source: Value| {
        let alert = with(with(alert("a", &[]), "category", json!("Exfiltration")), "serviceSource", source);
        let report = read_pages(&[page(&[incident("1", vec![alert])])]);
        causes(&report, "1")
    };
    assert_eq!(bare(json!("microsoftDefenderForEndpoint")), [""; 0]);
    assert_eq!(bare(json!("microsoft365Defender")), ["dlp_datalossprevention"]);
    assert_eq!(bare(Value::Null), ["dlp_datalossprevention"]);
}

const TECHNIQUES: [&str; 4] = ["T1566.002", "T1110.003", "T1204.002", "T1496"];
const CLASSIFICATIONS: [&str; 3] = ["unknown", "falsePositive", "truePositive"];
const SERVICES: [&str; 3] = ["microsoft365Defender", "microsoftDefenderForOffice365", "azureADIdentityProtection"];

/// A state of an alert with every field.
#[derive(Debug, Clone)]
struct State {
    techniques: Vec<usize>,
    classification: usize,
    service: usize,
}

impl State {
    fn alert(&self, day: u8) -> Value {
        let named: Vec<&str> = self.techniques.iter().map(|index| TECHNIQUES[*index]).collect();
        let alert = with(on(day, alert("a", &named)), "classification", json!(CLASSIFICATIONS[self.classification]));
        of_incident("1", with(alert, "serviceSource", json!(SERVICES[self.service])))
    }

    fn page(&self, day: u8) -> Value {
        page(&[on(day, incident("1", vec![self.alert(day)]))])
    }
}

fn state() -> impl Strategy<Value = State> {
    (prop::collection::vec(0..TECHNIQUES.len(), 0..3), 0..CLASSIFICATIONS.len(), 0..SERVICES.len())
        .prop_map(|(techniques, classification, service)| State { techniques, classification, service })
}

/// The report without what depends on the names and the order of files.
fn content(mut report: Value) -> Value {
    report["inputs"].take();
    report
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn a_later_state_replaces_an_earlier_one_in_every_field(states in prop::collection::vec(state(), 2..4)) {
        let pages: Vec<Value> = states.iter().zip(1_u8..).map(|(state, day)| state.page(day)).collect();
        let last = pages.last().cloned().unwrap();
        prop_assert_eq!(content(read_pages(&pages)), content(read_pages(&[last])));
    }

    #[test]
    fn the_order_of_sources_and_of_entries_changes_nothing(
        states in prop::collection::vec((state(), 1_u8..3), 2..4), alone in any::<bool>()
    ) {
        let pages: Vec<Value> = states.iter().map(|(state, day)| {
            if alone { json!({ "value": [state.alert(*day)] }) } else { state.page(*day) }
        }).collect();
        let turned: Vec<Value> = pages.iter().rev().cloned().collect();
        prop_assert_eq!(content(read_pages(&pages)), content(read_pages(&turned)));
        let entries = |pages: &[Value]| page(&pages.iter().flat_map(|page| page["value"].as_array().unwrap().clone()).collect::<Vec<_>>());
        prop_assert_eq!(content(read_pages(&[entries(&pages)])), content(read_pages(&[entries(&turned)])));
    }

    #[test]
    fn an_export_that_is_split_into_files_gives_the_same_or_states_a_gap(
        cuts in prop::collection::vec(0..3_usize, 4), dropped in 0..5_usize, counted in any::<bool>()
    ) {
        let link = |number: usize| json!(format!("https://graph.microsoft.com/v1.0/security/incidents?$skip={number}"));
        let pages: Vec<Value> = (0..4).map(|number| {
            let id = number.to_string();
            let mut page = page(&[incident(&id, vec![of_incident(&id, alert(&format!("a{id}"), &[TECHNIQUES[number]]))])]);
            if number < 3 { page["@odata.nextLink"] = link(number + 1); }
            if counted { page["@odata.count"] = json!(4); }
            page
        }).collect();
        let whole = read(&[pages.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")]);
        prop_assert_eq!(&whole["gaps"], &json!([]));
        let mut files = vec![String::new(); 3];
        for (number, (page, cut)) in pages.iter().zip(&cuts).enumerate() {
            if number != dropped { files[*cut].push_str(&format!("{page}\n")); }
        }
        files.retain(|file| !file.is_empty());
        let split = read(&files);
        let is_same = split["incidents"] == whole["incidents"];
        // A page in the middle that is dropped from the one file shows by the number of entries alone.
        let shows = counted || files.len() > 1 || dropped >= 3;
        prop_assert!(is_same || !shows || split["gaps"] != json!([]), "{split:#}");
    }
}
