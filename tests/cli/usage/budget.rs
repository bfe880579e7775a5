//! The forecast of the calendar month, and the budget.

use insta::assert_snapshot;

use super::{HEADER, NOW, days, json, row, run};
use crate::support::workspace::Workspace;

/// 2 SCU on every day from the first of October to the day before the evaluation.
fn steady() -> String {
    days("Oct", 1..=31, "2") + &days("Nov", 1..=23, "2")
}

#[test]
fn a_steady_use_is_forecast_exactly_and_without_an_error() {
    let month = json(&steady(), "")["month"].clone();
    assert_eq!(month["used"].as_f64(), Some(46.0));
    assert_eq!(month["forecast"]["total"].as_f64(), Some(60.0));
    assert_eq!(month["forecast"]["margin"].as_f64(), Some(0.0));
}

#[test]
fn weekdays_are_forecast_by_weekdays_with_an_error() {
    // Sundays 8 and 15 have 10 SCU, 22 has 16; Monday the 9th 7 and the 16th 3; everything else nothing.
    let rows = [
        row("Nov 1, 09:00 AM", "0"),
        row("Nov 8, 09:00 AM", "10"),
        row("Nov 9, 09:00 AM", "7"),
        row("Nov 15, 09:00 AM", "10"),
        row("Nov 16, 09:00 AM", "3"),
        row("Nov 22, 09:00 AM", "16"),
        row("Nov 23, 09:00 AM", "1"),
    ];
    let month = json(&rows.concat(), "--since 2026-11-01")["month"].clone();
    // Sundays 0, 10, 10, 16: mean 9. Mondays 0 (the 2nd), 7, 3: mean 3.333; the 23rd is not over and has 1.
    // 47 used + (3.333 − 1) for the 23rd + Sunday the 29th 9 + Monday the 30th 3.333 = 61.667.
    assert_eq!(month["forecast"]["total"].as_f64(), Some(61.7));
    // Variance (81 + 1 + 1 + 49 + 11.111 + 13.444 + 0.111) / (22 − 7) = 10.444. The other weekdays have a spread of 0 SCU, but
    // the common variance: 24 to 28 with 1 + 1/3 each, Sunday 1 + 1/4, Monday 2 + 4/3: together 11.25; 2 × √117.5 = 21.7.
    assert_eq!(month["forecast"]["margin"].as_f64(), Some(21.7));
    assert_eq!(month["forecast"]["days"], 22);
}

#[test]
fn a_budget_fails_on_the_use_or_on_the_forecast_and_says_which() {
    let codes = ["60", "59.9", "46", "45.9"].map(|budget| run(&steady(), &format!("--budget {budget}")).code);
    assert_eq!(codes, [0, 1, 1, 1]);
    let first_line =
        |budget: &str| run(&steady(), &format!("--budget {budget}")).stdout.lines().next().unwrap().to_owned();
    assert_snapshot!(["60", "59.9", "45.9"].map(first_line).join("\n"));
}

#[test]
fn a_budget_is_compared_with_the_forecast_before_it_is_rounded() {
    // 30 days of 3.334 SCU are 100.02, and of 3.332 SCU 99.96.
    let forecast = |units: &str, budget: &str| {
        let rows = days("Oct", 1..=31, units) + &days("Nov", 1..=23, units);
        let run = run(&rows, &format!("--budget {budget}"));
        (run.code, run.stdout.lines().next().unwrap().to_owned())
    };
    let (code, above) = forecast("3.334", "100");
    assert!(code == 1 && above.contains("the forecast of 100.02 is above the budget of 100.0 SCU"), "{above}");
    let (code, within) = forecast("3.332", "99.96");
    assert!(code == 0 && within.contains("the forecast of 99.96 is not above the budget"), "{within}");
    assert_eq!(forecast("3.332", "99.959").0, 1);
    assert!(forecast("3.332", "120").1.contains("the forecast of 100.0 is not above the budget"));
}

#[test]
fn an_unknown_forecast_never_passes_a_budget_and_a_use_above_it_fails_it() {
    let few = days("Nov", 12..=23, "2");
    let stale = days("Oct", 1..=31, "2") + &days("Nov", 1..=15, "2");
    let began_late = days("Nov", 3..=23, "2");
    for (name, rows) in [("few", few), ("stale", stale), ("began late", began_late), ("none", String::new())] {
        let run = run(&rows, "--budget 1000");
        assert_eq!(run.code, 3, "{name}: {}", run.seen());
    }
    assert_eq!(run(&days("Nov", 12..=23, "2"), "--budget 23.9").code, 1);
    let seen = run(&days("Nov", 12..=23, "2"), "--budget 1000").stdout;
    assert!(
        seen.starts_with("Unknown: 24.0 of 1,000.0 SCU used in November 2026, and the forecast is unknown\n"),
        "{seen}"
    );
}

#[test]
fn what_the_data_cover_can_be_stated() {
    let rows = days("Nov", 12..=15, "2");
    assert_eq!(run(&rows, "--budget 1000").code, 3);
    // The days without a row are days without use.
    let stated = "--since 2026-10-01 --until 2026-11-23 --budget 1000";
    let report = json(&rows, stated);
    assert_eq!(report["month"]["budget"]["outcome"], "within");
    assert_eq!(run("", stated).code, 0);
    assert_eq!(json("", stated)["month"]["forecast"]["total"].as_f64(), Some(0.0));
}

#[test]
fn the_use_of_other_months_does_not_count_against_the_budget() {
    let rows = days("Oct", 1..=31, "100") + &days("Nov", 1..=23, "0");
    let report = json(&rows, "--budget 1000");
    assert_eq!(report["month"]["used"].as_f64(), Some(0.0));
    // The month is the one of the time zone: the first of December has begun in Auckland.
    let workspace = Workspace::new();
    workspace.file("a.csv", format!("{HEADER}{}", days("Nov", 1..=30, "2")));
    let month = |zone: &str| {
        let run =
            workspace.run(&format!("copilot usage --from a.csv --now 2026-11-30T12:00:00Z --time-zone {zone} -o json"));
        serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap()["month"].clone()
    };
    assert_eq!(
        (month("UTC")["month"].as_str(), month("Pacific/Auckland")["month"].as_str()),
        (Some("2026-11"), Some("2026-12"))
    );
    assert_eq!((month("UTC")["used"].as_f64(), month("Pacific/Auckland")["used"].as_f64()), (Some(60.0), Some(0.0)));
}

#[test]
fn the_whole_text_for_a_person_begins_with_the_budget() {
    let rows = steady() + &row("Nov 23, 10:00 AM", "3.7");
    assert_snapshot!(run(&rows, "--budget 60 --provisioned 1 --overage --overage-price 6").seen());
    assert!(NOW.contains("Berlin"));
}
