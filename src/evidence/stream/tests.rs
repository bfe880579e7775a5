//! Reading step by step against reading whole: it gives the same, or nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Read;

use proptest::prelude::*;

use super::*;
use crate::evidence::container;
use crate::evidence::content;
use crate::evidence::fault::Fault;
use crate::evidence::limits::{self, Limit};
use crate::hash::sha256;

/// A source that gives a few bytes at a time.
struct Slowly<'b> {
    bytes: &'b [u8],
    step: usize,
}

impl Read for Slowly<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.step.min(buffer.len());
        self.bytes.read(&mut buffer[..length])
    }
}

fn in_steps(text: &[u8], days: u32, window: usize, step: usize) -> Result<Vec<Part>, Declined> {
    let mut window = Window::of_size(Slowly { bytes: text, step }, window);
    limits::counted(|| of_window(&mut window, &&Needs { days }))
}

fn whole(text: &[u8], days: u32) -> Result<Vec<Part>, Fault> {
    limits::counted(|| content::parse(&container::text(text.to_vec())?, &&Needs { days }))
}

/// Asserts that a text, whatever it is, is read alike or declined. Returns whether it was read.
fn is_read_alike(text: &[u8], days: u32, window: usize, step: usize) -> bool {
    if let Ok(text) = str::from_utf8(text) {
        match limits::counted(|| in_memory(text.to_owned(), &&Needs { days })) {
            Ok(parts) => assert_eq!(Ok(parts), whole(text.as_bytes(), days), "{text}"),
            Err(given_back) => assert_eq!(given_back, text),
        }
    }
    match in_steps(text, days, window, step) {
        Ok(parts) => {
            assert_eq!(Ok(parts), whole(text, days), "{}", String::from_utf8_lossy(text));
            true
        }
        Err(Declined) => false,
    }
}

fn day(date: &str, controls: &str) -> String {
    format!(
        r#"{{"id":"t_{date}", "azureTenantId" : "t","createdDateTime":"{date}T00:00:00Z","currentScore":1.5e0,"maxScore":2,
  "controlScores":[{controls}],"averageComparativeScores":[{{"basis":"AllTenants","averageScore":12.5}}],"licensed":null}}"#
    )
}

const CONTROLS: &str = r#"{"controlName":"Ä","score":1.5,"scoreInPercentage":75.0,"lastSynced":"no date"},{"controlName":"b\u0062","score":0, "description":"\\\" 😀"}"#;

const PROFILES: &str = r#"{"id":"Ä","azureTenantId":"t","title":"T","maxScore":2,"threats":["a",null],"controlStateUpdates":[{"state":"Default","updatedDateTime":"never"}]}
 , {"id":"bb","title":"B","maxScore":10}"#;

const CATALOGUE: &str = "/v1.0/security/secureScoreControlProfiles";

fn scores() -> String {
    let days = ["2026-11-22", "2026-11-23", "2026-11-20", "2026-11-23", "2026-11-21"].map(|date| day(date, CONTROLS));
    format!(
        "{{\"value\":[{}],\r\n\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#security/secureScores\",\"@odata.count\":12,\"more\":[1,{{}},\"]\"]}}",
        days.join(" ,\n")
    )
}

fn catalogue() -> String {
    format!(
        r#" {{"@odata.nextLink":"https://graph.microsoft.com{CATALOGUE}?$skip=2","Value":[{PROFILES}],"@odata.count":7}}
"#
    )
}

/// A recording whose responses are given as members beside a body.
fn recording(responses: &[(&str, &str)]) -> String {
    let response = |(members, body): &(&str, &str)| {
        let hash = sha256(body);
        format!("{{{}, \"body\": {body} , \"date\":null}}", members.replace("HASH", &hash))
    };
    let responses: Vec<String> = responses.iter().map(response).collect();
    format!(
        "{{\"scoregate-recording\": 1,\n \"responses\": [{}], \"captured\": \"2026-11-23T06:00:00Z\", \"graph\":\"https://graph.microsoft.com\"}}\n",
        responses.join(",\n")
    )
}

fn documents() -> Vec<String> {
    let (scores, catalogue) = (scores(), catalogue().trim().to_owned());
    let incidents = r#"{"value":[{"id":"1","displayName":"I"}]}"#;
    let of_scores = r#""request":"/v1.0/security/secureScores?$top=90","status":206,"sha256":"HASH""#;
    let of_catalogue =
        r#""request":"/v1.0/security/secureScoreControlProfiles","status":200,"warning":"199 part","sha256":"HASH""#;
    let of_incidents = r#""request":"/v1.0/security/incidents","status":200,"sha256":"HASH""#;
    let unhashed = r#""status":200,"request":"/v1.0/security/secureScores""#;
    vec![
        scores.clone(),
        format!("{{\"value\":[{}]}}", day("2026-11-23", "")),
        r#"{"value":[],"@odata.context":"x#security/secureScoreControlProfiles"}"#.to_owned(),
        recording(&[(of_scores, &scores), (of_catalogue, &catalogue), (of_incidents, incidents)]),
        recording(&[(unhashed, &scores)]),
        recording(&[]),
        format!("{catalogue} "),
    ]
}

#[test]
fn every_window_gives_what_the_whole_text_gives() {
    for document in documents() {
        for days in [0, 1, 40] {
            for (window, step) in [(1, 1), (7, 3), (64, 64), (300, 17), (4096, 1000), (1 << 20, 1 << 20)] {
                assert!(is_read_alike(document.as_bytes(), days, window, step), "{window} {step} {document}");
            }
        }
    }
}

#[test]
fn a_text_that_is_cut_off_is_declined() {
    for document in documents() {
        let end = document.trim_end().len();
        for length in 0..end {
            assert!(!is_read_alike(&document.as_bytes()[..length], 40, 256, 100), "{length} {document}");
        }
    }
}

#[test]
fn a_damaged_text_is_declined_or_reads_as_it_does_whole() {
    let bytes = *b"\"{}[],:0e-\\n \xff\0\"{}";
    for document in documents() {
        for at in 0..document.len() {
            // Each place gets a few of the bytes, and each byte comes to many places.
            for byte in &bytes[at % 15..at % 15 + 3] {
                let mut damaged = document.clone().into_bytes();
                damaged[at] = *byte;
                is_read_alike(&damaged, 40, 512, 200);
            }
            let mut shorter = document.clone().into_bytes();
            shorter.remove(at);
            is_read_alike(&shorter, 40, 512, 200);
            let mut longer = document.clone().into_bytes();
            longer.insert(at, longer[at]);
            is_read_alike(&longer, 40, 512, 200);
        }
    }
}

#[test]
fn what_is_no_single_response_or_recording_is_declined() {
    let scores = scores();
    let hashed = |hash: &str| recording(&[(&format!(r#""request":"/a","status":200,"sha256":"{hash}""#), &scores)]);
    for text in [
        format!("{scores}{scores}"),
        format!("[{scores}]"),
        day("2026-11-23", CONTROLS),
        format!(r#"{{"secureScore":{scores},"profiles":{}}}"#, catalogue()),
        format!(r#"{{"responses":[{{"id":"1","status":200,"body":{scores}}}]}}"#),
        hashed("00"),
        hashed("HASH").replace("captured", "Captured"),
        hashed("HASH").replace("\"request\":\"/a\",", "").replace("\"date\"", "\"request\":\"/a\",\"date\""),
        hashed("HASH").replace("\"scoregate-recording\": 1", "\"scoregate-recording\": 2"),
        hashed("HASH")
            .replace("\"scoregate-recording\": 1,", "")
            .replace("\"graph\"", "\"scoregate-recording\": 1, \"graph\""),
        scores.replacen("{\"value\"", "{\"value\":[],\"Value\"", 1),
        scores.replacen("{\"value\"", "{\"error\":{},\"value\"", 1),
        "{\"value\":null}".to_owned(),
        "{\"value\":[1]}".to_owned(),
        "{\"value\":[{\"id\":\"x\"}]}".to_owned(),
        "{}".to_owned(),
        String::new(),
    ] {
        assert_eq!(in_steps(text.as_bytes(), 40, 512, 200), Err(Declined), "{text}");
    }
    assert!(in_steps(hashed("HASH").as_bytes(), 40, 512, 200).is_ok());
}

#[test]
fn a_number_at_the_end_of_a_window_is_read_to_its_end() {
    let text = br#"{"value":[],"@odata.context":"secureScoreControlProfiles","@odata.count":1234567}"#;
    for window in 1..text.len() {
        assert!(is_read_alike(text, 0, window, window));
    }
}

#[test]
fn what_was_counted_before_text_is_declined_does_not_count() {
    let text = scores();
    limits::counted(|| {
        let window = || Window::of_size(&text.as_bytes()[..text.len() - 1], 64);
        for _ in 0..3 {
            assert_eq!(of_window(&mut window(), &&Needs { days: 40 }), Err(Declined));
        }
        limits::count::<limits::Snapshots>(limits::Snapshots::MOST - 5).unwrap();
        assert!(of_window(&mut Window::of_size(text.as_bytes(), 64), &&Needs { days: 40 }).is_ok());
    });
}

/// A few days around one, in any order, some of them twice or damaged, and profiles between them.
fn entries() -> impl Strategy<Value = Vec<String>> {
    let date = (1..29_u32).prop_map(|day| format!("2026-11-{day:02}"));
    let controls = prop_oneof![
        8 => Just(CONTROLS.to_owned()),
        1 => Just(String::new()),
        1 => Just(format!("{CONTROLS},{CONTROLS}")),
        1 => Just(r#"{"score":"x"}"#.to_owned()),
        1 => Just(r#"{"controlName":"a","controlCategory":"A"},{"controlName":"a","controlCategory":"B"}"#.to_owned()),
    ];
    let entry = prop_oneof![
        12 => (date, controls).prop_map(|(date, controls)| day(&date, &controls)),
        1 => Just(PROFILES.to_owned()),
    ];
    prop::collection::vec(entry, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_days_in_any_order_give_what_the_whole_text_gives(
        entries in entries(),
        days in prop_oneof![Just(0_u32), 1..30_u32],
        window in 1..3000_usize,
        step in 1..1000_usize,
    ) {
        let text = format!("{{\"value\":[{}]}}", entries.join(","));
        let is_read = is_read_alike(text.as_bytes(), days, window, step);
        prop_assert!(is_read || text.contains(r#""score":"x""#) || whole(text.as_bytes(), days).is_err());
        let recorded = recording(&[(r#""request":"/v1.0/security/secureScores","status":200,"sha256":"HASH""#, &text)]);
        prop_assert_eq!(is_read_alike(recorded.as_bytes(), days, window, step), is_read);
    }
}
