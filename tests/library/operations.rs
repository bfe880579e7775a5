//! The laws of the operations of the server: whatever the tenant and the policies hold, an answer is within its limit, is as its
//! schema says, and states whether it leaves something out.

use std::sync::{Arc, LazyLock};

use jsonschema::Validator;
use proptest::prelude::*;
use scoregate::evidence::{self, AlertSeverity, Evidence, IncidentNames, Needs};
use scoregate::operations::{Age, Arguments, Basis, Operation, RefreshState, Refusal, Value};
use scoregate::render::{Format, RenderOptions, render};
use scoregate::report::{
    ControlInfo, IncidentCause, IncidentInfo, IncidentLink, IncidentReport, LinkBasis, MissingPoints, Report, Subject,
};
use serde_json::Value as Json;

use crate::digest::{arbitrary, samples, tokens};

/// The limits of `max_tokens`.
const LIMITS: [usize; 2] = [1_000, 8_000];

/// The lengths, in characters, of a text that was cut.
const CUT: [usize; 3] = [401, 101, 26];

/// A control of the example tenant.
const CONTROL: &str = "AdminMFAV2";

static EVIDENCE: LazyLock<Arc<Evidence>> = LazyLock::new(|| {
    let file = ("contoso.json".to_owned(), include_bytes!("../../examples/contoso-history.json").to_vec());
    Arc::new(evidence::from_memory([file], Needs { days: 90 }).unwrap())
});

static SCHEMAS: LazyLock<Vec<Validator>> = LazyLock::new(|| {
    let schema = |operation: &Operation| jsonschema::validator_for(&Json::Object(operation.output_schema())).unwrap();
    Operation::ALL.iter().map(schema).collect()
});

/// A basis whose controls are those of the report too, and some of whose findings are about a control of the tenant.
fn basis(mut report: Report) -> Basis {
    for finding in report.findings.iter_mut().step_by(3) {
        finding.subject = Subject::Control(CONTROL.to_owned());
    }
    let open: Vec<_> = report.snapshot.open.iter().map(|info| (info.clone(), Some(2.5))).collect();
    let mut basis = Basis::new(report, Arc::clone(&EVIDENCE));
    basis.controls.extend(open);
    basis
}

/// The answer of an operation by its position, after the check of its size and of its schema.
fn answer(index: usize, basis: &Basis, most: usize, more: &[(&str, Value)]) -> Result<Json, Refusal> {
    let operation = &Operation::ALL[index];
    let limit = ("max_tokens", Value::Integer(i64::try_from(most).unwrap()));
    let given = more.iter().cloned().chain([limit]).map(|(name, value)| (name.to_owned(), value)).collect();
    let arguments = Arguments::of(operation.parameters, given, false)?;
    let now = "2026-11-24T06:00:00Z".parse().unwrap();
    let age = Age { now, clock: now, read: now, refresh: RefreshState::Failed("unreachable") };
    let text = operation.answer(basis, &arguments)?.json(basis, &age)?;
    assert!(tokens(&text) <= most, "{}: {} tokens of {most}: {text}", operation.name, tokens(&text));
    let json: Json = serde_json::from_str(&text).unwrap();
    let faults: Vec<String> = SCHEMAS[index].iter_errors(&json).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{}: {faults:?} {text}", operation.name);
    Ok(json)
}

/// What the operations of all positions are asked here.
fn questions() -> [Vec<(&'static str, Value)>; 6] {
    let text = |name, value: &str| vec![(name, Value::Text(value.to_owned()))];
    [
        Vec::new(),
        vec![("outcome", Value::Text("all".to_owned())), ("limit", Value::Integer(100))],
        text("id", CONTROL),
        text("since", "2026-10-24"),
        Vec::new(),
        Vec::new(),
    ]
}

/// Whether a value has a text that was cut.
fn has_cut(value: &Json) -> bool {
    match value {
        Json::String(text) => text.ends_with('…') && CUT.contains(&text.chars().count()),
        Json::Array(list) => list.iter().any(has_cut),
        Json::Object(object) => object.values().any(has_cut),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

fn length(value: &Json) -> usize {
    value.as_array().unwrap().len()
}

/// Whether texts or lists of an answer are cut short, by the report that it is made of.
fn is_shortened(index: usize, basis: &Basis, json: &Json) -> bool {
    let report = &basis.report;
    let is_short = has_cut(json);
    match Operation::ALL[index].name {
        "get_posture" => {
            let expiring = report.waivers.iter().filter(|waiver| waiver.expires_soon).count();
            is_short
                || length(&json["categories"]) < report.snapshot.categories.len()
                || length(&json["expiring_waivers"]) < expiring
        }
        "list_findings" | "list_changes" => is_short,
        "explain_control" => {
            let about = report
                .by_urgency()
                .into_iter()
                .filter(|finding| finding.subject == Subject::Control(CONTROL.to_owned()));
            let findings = json["findings"].as_array().unwrap();
            let profile = basis.evidence.catalogue.profile(CONTROL);
            let threats = profile.and_then(|profile| profile.threats.as_deref()).unwrap_or_default();
            is_short
                || length(&json["control"]["threats"]) < threats.len()
                || about.zip(findings).any(|(own, shown)| length(&shown["details"]) < own.details.len())
        }
        "explain_incidents" => {
            let incidents = report.incidents.as_ref().unwrap();
            let mut shown = incidents.incidents.iter().zip(json["incidents"].as_array().unwrap());
            is_short
                || length(&json["gaps"]) < incidents.gaps.len()
                || shown.any(|(own, shown)| {
                    let causes = shown["causes"].as_array().unwrap();
                    causes.len() < own.causes.len()
                        || length(&shown["techniques"]) < own.techniques.len()
                        || own.causes.iter().zip(causes).any(|(own, shown)| length(&shown["links"]) < own.links.len())
                })
        }
        other => panic!("the law says nothing of {other}"),
    }
}

/// Whether an answer leaves entries out, or the digest anything.
fn is_truncated(index: usize, basis: &Basis, json: &Json) -> bool {
    if Operation::ALL[index].name == "get_digest" {
        let options = RenderOptions { budget: 1_000_000, ..RenderOptions::default() };
        return json["markdown"] != render(&basis.report, Format::Digest, &options).unwrap();
    }
    assert_eq!(json["shortened"], is_shortened(index, basis, json), "{json}");
    let is_truncated = json["shown"].as_u64() < json["total"].as_u64();
    if has_offset(index) {
        let next = is_truncated.then(|| json["shown"].clone());
        assert_eq!(json.get("next_offset"), next.as_ref(), "{json}");
        assert!(!is_truncated || json["shown"] != 0, "a page without an entry: {json}");
    }
    is_truncated
}

fn has_offset(index: usize) -> bool {
    Operation::ALL[index].parameters.iter().any(|parameter| parameter.name == "offset")
}

/// The laws for one report.
fn check(report: &Report, limits: &[usize]) {
    let basis = basis(report.clone());
    for (index, question) in questions().iter().enumerate() {
        for most in limits {
            match answer(index, &basis, *most, question) {
                Ok(json) => assert_eq!(json["truncated"], is_truncated(index, &basis, &json), "{most}: {json}"),
                Err(Refusal::Evidence(_)) => assert!(basis.report.incidents.is_none()),
                // An answer without entries, or a page with one, can be larger than the least limit, and never larger than the greatest.
                Err(Refusal::Argument(detail)) => {
                    assert!(detail.contains("max_tokens") && *most < LIMITS[1], "{most}: {detail}");
                }
                Err(refusal @ (Refusal::NotFound(_) | Refusal::Internal(_))) => panic!("{refusal:?}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn an_answer_is_within_its_limit_as_its_schema_says_and_states_what_is_left_out(
        report in arbitrary::report(),
        most in LIMITS[0]..LIMITS[1],
    ) {
        check(&report, &[LIMITS[0], most, LIMITS[1]]);
    }
}

#[test]
fn the_answers_on_every_sample_keep_the_laws() {
    for report in [samples::failing(), samples::dropped(), samples::passing(), samples::hostile(), samples::huge()] {
        check(&report, &[LIMITS[0], 2_000, LIMITS[1]]);
    }
}

/// One incident with one cause and a number of links.
fn incidents(links: usize) -> IncidentReport {
    let basis = LinkBasis::Service { source: "a".to_owned(), service: "b".to_owned() };
    let link = IncidentLink { basis, strength: 1, alerts: Vec::new() };
    let control = Arc::new(ControlInfo { id: CONTROL.to_owned(), ..ControlInfo::default() });
    let missing = MissingPoints::NONE;
    let links = vec![link; links];
    let cause = IncidentCause { control, unknown: None, missing, recoverable: missing, strength: 1, links };
    let incident = IncidentInfo {
        id: "1".to_owned(),
        title: None,
        severity: AlertSeverity::High,
        status: None,
        classification: None,
        created: None,
        updated: None,
        merged: Vec::new(),
        tags: Vec::new(),
        alerts: Vec::new(),
        excluded_alerts: 0,
        techniques: Vec::new(),
        outside_crosswalk: Vec::new(),
        causes: vec![cause],
        observed: 0,
        impact: missing,
        recoverable: missing,
        no_cause: None,
    };
    IncidentReport {
        incidents: vec![incident],
        controls: Vec::new(),
        excluded: Vec::new(),
        gaps: Vec::new(),
        inputs: Vec::new(),
        crosswalk_rows: 0,
        crosswalk_files: Vec::new(),
        names: IncidentNames::default(),
    }
}

#[test]
fn a_list_within_an_entry_that_is_not_shown_whole_is_left_out_too() {
    let details = |count: usize| {
        let mut report = samples::failing();
        report.findings.truncate(1);
        report.findings[0].details = vec!["a fact".to_owned(); count];
        answer(2, &basis(report), LIMITS[1], &questions()[2]).unwrap()["shortened"].clone()
    };
    assert_eq!((details(10), details(11)), (false.into(), true.into()));
    let links = |count: usize| {
        let report = Report { incidents: Some(incidents(count)), ..samples::failing() };
        answer(4, &basis(report), LIMITS[1], &[]).unwrap()["shortened"].clone()
    };
    assert_eq!((links(5), links(6)), (false.into(), true.into()));
}

#[test]
fn long_texts_are_cut_so_that_an_answer_has_room_for_an_entry() {
    let mut report = samples::failing();
    report.findings.iter_mut().for_each(|finding| finding.message = "漢".repeat(3_000));
    Arc::make_mut(&mut report.policies)[0].rules.iter_mut().for_each(|rule| rule.title = "字".repeat(3_000));
    let json = answer(1, &basis(report), LIMITS[0], &questions()[1]).unwrap();
    assert!(json["shown"].as_u64().unwrap() > 0, "{json}");
    assert_eq!(json["shortened"], true);
}

#[test]
fn pages_of_rare_letters_get_on_to_the_end() {
    let mut found = incidents(6);
    let mut incident = found.incidents.remove(0);
    let letters = "\u{12000}\u{10480}".repeat(250);
    incident.title = Some(letters.clone());
    for cause in &mut incident.causes {
        Arc::make_mut(&mut cause.control).title = Some(letters.clone());
    }
    found.incidents = (0..15).map(|id| IncidentInfo { id: id.to_string(), ..incident.clone() }).collect();
    let basis = basis(Report { incidents: Some(found), ..samples::failing() });
    let (mut offset, mut seen) = (0, 0);
    loop {
        let json = answer(4, &basis, 2_000, &[("offset", Value::Integer(offset))]).unwrap();
        let shown = json["shown"].as_i64().unwrap();
        seen += shown;
        assert_eq!((&json["total"], &json["truncated"]), (&15.into(), &(offset + shown < 15).into()), "{json}");
        let Some(next) = json.get("next_offset") else { break };
        assert_eq!(next.as_i64(), Some(offset + shown));
        assert!(shown > 0, "{json}");
        offset += shown;
    }
    assert_eq!(seen, 15);
    let past = answer(4, &basis, 2_000, &[("offset", Value::Integer(15))]).unwrap();
    assert_eq!((&past["shown"], &past["truncated"], past.get("next_offset")), (&0.into(), &false.into(), None));
}

#[test]
fn every_outcome_that_is_counted_can_be_listed() {
    for report in [samples::failing(), samples::passing(), samples::huge()] {
        let basis = basis(report);
        let list = |outcome: &str| {
            let outcome = ("outcome", Value::Text(outcome.to_owned()));
            answer(1, &basis, LIMITS[1], &[outcome]).unwrap()
        };
        let counts = list("all")["counts"].clone();
        for (outcome, number) in counts.as_object().unwrap() {
            assert_eq!(list(outcome)["total"], *number, "{outcome}");
        }
        let open = ["failed", "advised", "unknown", "unknown_advice"].map(|outcome| counts[outcome].as_u64().unwrap());
        assert_eq!(list("open")["total"].as_u64().unwrap(), open.iter().sum::<u64>());
    }
}

#[test]
fn figures_have_two_places() {
    let mut report = samples::failing();
    report.snapshot.claimed = 0.359_999_999_999_999_43;
    let json = answer(0, &basis(report), LIMITS[1], &[]).unwrap();
    assert_eq!(json["score"]["claimed_points"], 0.36);
}
