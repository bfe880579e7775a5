//! What the rules said of each event, held against what was true.

use std::ops::AddAssign;

use super::LAST;
use super::run::{Outcome, judged};
use super::script::{EVENTS, event_of};

const RULES: [&str; 3] = ["posture", "confirmed", "reported"];

/// Days, by what a rule said and what was true.
#[derive(Default, Clone, Copy)]
struct Tally {
    /// It failed, and something was lost.
    caught: i64,
    /// It passed, and something was lost.
    missed: i64,
    /// It failed, and nothing was lost.
    false_alarms: i64,
    unknown: i64,
    /// It failed where nobody could know.
    presumed: i64,
}

/// The table, event by event, and the sum of what was wrong.
pub(crate) fn markdown() -> String {
    let mut table =
        "| what happens | `judge: posture` | with `confirm: 2` | `judge: reported` |\n|---|---|---|---|\n".to_owned();
    for event in &EVENTS {
        let cells = RULES.map(|rule| tally(rule, event.watched).words());
        table.push_str(&format!("| {} | {} |\n", event.what, cells.join(" | ")));
    }
    let sums = RULES.map(|rule| {
        let Tally { missed, false_alarms, .. } = tally(rule, (1, LAST));
        format!("**{} of false alarm, {} missed**", days(false_alarms), days(missed))
    });
    table.push_str(&format!("| **all {LAST} days** | {} |\n", sums.join(" | ")));
    table
}

fn tally(rule: &str, (first, last): (i64, i64)) -> Tally {
    let mut sum = Tally::default();
    for day in first..=last {
        let lost = event_of(day).is_some_and(|event| event.lost.holds(day));
        let open = event_of(day).is_some_and(|event| event.open.holds(day));
        let counted = match (judged(day, rule).0, lost, open) {
            (Outcome::Failed, true, _) => &mut sum.caught,
            (Outcome::Passed, true, _) => &mut sum.missed,
            (Outcome::Failed, false, true) => &mut sum.presumed,
            (Outcome::Failed, false, false) => &mut sum.false_alarms,
            (Outcome::Unknown, _, _) => &mut sum.unknown,
            (Outcome::Passed, false, _) => continue,
        };
        counted.add_assign(1);
    }
    sum
}

/// `1 day`, `4 days`.
fn days(number: i64) -> String {
    format!("{number} {}", if number == 1 { "day" } else { "days" })
}

impl Tally {
    fn words(self) -> String {
        let Self { caught, missed, false_alarms, unknown, presumed } = self;
        let told = [
            (caught, format!("fails on {caught} of {}", days(caught + missed))),
            (missed, format!("**misses {}**", days(missed))),
            (false_alarms, format!("**{} of false alarm**", days(false_alarms))),
            (unknown, format!("unknown on {}", days(unknown))),
            (presumed, format!("fails on {} that the data does not decide", days(presumed))),
        ];
        let told: Vec<String> = told.into_iter().filter(|(number, _)| *number > 0).map(|(_, words)| words).collect();
        if told.is_empty() { "passes".to_owned() } else { told.join(", ") }
    }
}
