//! A tenant over 120 days, with one event after another, as the program judges it day by day.
//!
//! What the tenant goes through is in `tenant`, the recordings that were captured of it in `recording`, and by hand in `script` the
//! days on which each rule must fail, be unknown or pass. The real program judges every day; the table that comes of it stands in
//! docs/regression.md.

mod recording;
mod run;
mod script;
mod table;
mod tenant;

use std::path::Path;

use run::{Outcome, judged};
use script::{EVENTS, Event, event_of};

/// The day before the first event of which the first baseline is made, and the day of the second: people accepted a loss.
const BASELINES: [i64; 2] = [0, 117];

/// The last day.
const LAST: i64 = 120;

/// The points of the tenant on the first day of each event, as a reader can add them up: the share that Graph reports.
#[test]
fn the_tenant_has_the_points_that_the_script_speaks_of() {
    let table = [
        (1, 170.0, 310.0),
        // AdminMFAV2 is worth 10.
        (5, 160.0, 310.0),
        (9, 170.0, 310.0),
        (12, 165.0, 310.0),
        // Five controls of Teams, and fifteen of Defender for Office of which twelve are done.
        (16, 145.0, 285.0),
        (20, 110.0, 235.0),
        // Claimed: nothing moves.
        (28, 170.0, 310.0),
        // One lost, and four easy ones.
        (35, 185.0, 330.0),
        (39, 190.0, 330.0),
        (42, 170.0, 305.0),
        (46, 190.0, 330.0),
        (50, 180.0, 320.0),
        (82, 180.0, 345.0),
        (113, 180.0, 360.0),
        (116, 175.0, 360.0),
    ];
    for (day, score, max) in table {
        assert_eq!(tenant::total(day), (score, max), "day {day}");
    }
}

#[test]
fn every_rule_fails_or_is_unknown_on_the_days_it_should_and_on_no_other() {
    let mut wrong = Vec::new();
    for day in 1..=LAST {
        let event = event_of(day);
        let expected = [
            ("posture", event.map_or(Outcome::Passed, |event| event.posture.on(day))),
            ("confirmed", event.map_or(Outcome::Passed, |event| event.confirmed.on(day))),
            ("baseline", event.map_or(Outcome::Passed, |event| event.baseline.on(day))),
        ];
        for (rule, expected) in expected {
            let (found, message) = judged(day, rule);
            if found != expected {
                let event = event.map_or("nothing happens", |event: &Event| event.what);
                wrong.push(format!("day {day} ({event}), {rule}: {found:?}, and {expected:?} is right\n    {message}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every event but one that changes nothing is seen by some rule, so that the table tells of something.
#[test]
fn the_script_covers_every_day_once_and_every_event_has_a_day() {
    let mut next = script::FIRST;
    for event in EVENTS {
        assert_eq!(event.watched.0, next, "{}", event.what);
        assert!(event.watched.0 <= event.watched.1, "{}", event.what);
        next = event.watched.1 + 1;
        for days in [event.lost, event.posture.failed, event.posture.unknown, event.baseline.failed] {
            assert!(
                days.is_empty() || (days.first >= event.watched.0 && days.last <= event.watched.1),
                "{}",
                event.what
            );
        }
    }
    assert_eq!(next, LAST + 1);
}

#[test]
fn the_docs_have_the_table_of_the_simulation() {
    let table = table::markdown();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/regression.md");
    let page = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let marker = "<!-- simulation -->\n";
    let parts: Vec<&str> = page.split(marker).collect();
    assert_eq!(parts.len(), 3, "docs/regression.md has the marker {marker:?} twice");
    if std::env::var_os("SCOREGATE_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, format!("{}{marker}{table}{marker}{}", parts[0], parts[2])).unwrap();
        return;
    }
    assert!(parts[1] == table, "docs/regression.md has another table: run SCOREGATE_BLESS=1 cargo test\n{table}");
}
