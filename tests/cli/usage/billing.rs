//! The bill of a month.

use super::{HEADER, days, json, row, run};
use crate::support::workspace::Workspace;

#[test]
fn the_example_of_microsoft_has_the_overage_of_microsoft() {
    // 4 provisioned and 7.2 used in one hour; in the next one less than is provisioned.
    let rows = [
        row("Nov 2, 09:00 AM", "3.0"),
        row("Nov 2, 09:20 AM", "3.7"),
        row("Nov 2, 09:59 AM", ".5"),
        row("Nov 2, 10:00 AM", "2"),
    ];
    let bill = |arguments: &str| json(&rows.concat(), arguments)["months"][0]["billing"].clone();
    let month = bill("--provisioned 4 --overage --price 4 --overage-price 6");
    // 23 days, and 7 hours of the 24th in Berlin; the hour that has begun counts.
    assert_eq!(month["hours"], 23 * 24 + 8);
    assert_eq!((month["overage"].as_f64(), month["within"].as_f64()), (Some(3.2), Some(6.0)));
    assert_eq!((month["cost-overage"].as_str(), month["cost-provisioned"].as_str()), (Some("19.20"), Some("8960.00")));
    assert_eq!(month["cost-total"], "8979.20");
    let month = bill("--provisioned 4 --overage 3");
    assert_eq!((month["overage"].as_f64(), month["beyond"].as_f64()), (Some(3.0), Some(0.2)));
    let month = bill("--provisioned 4");
    assert_eq!((month["overage"].as_f64(), month["beyond"].as_f64()), (Some(0.0), Some(3.2)));
    assert!(month["cost-overage"].is_null() && month["cost-total"].is_null(), "no price is invented");
    let text = run(&rows.concat(), "--licences 1 --overage-price 6").stdout;
    assert!(
        text.contains("pool of 1 licence: 0.4 of 0.4") && text.contains("cost of the use above the pool"),
        "{text}"
    );
    let text = run(&rows.concat(), "--provisioned 4 --overage --price 4 --overage-price 6").stdout;
    assert!(
        text.contains("cost of the overage, at the stated price: 19.20") && text.contains("cost in total: 8,979.20"),
        "{text}"
    );
}

#[test]
fn the_pool_grows_with_the_licences_up_to_its_cap_and_what_is_left_expires() {
    let rows = days("Oct", 1..=10, "1") + &days("Nov", 1..=23, "9");
    let months = |licences: u64| json(&rows, &format!("--licences {licences}"))["months"].clone();
    for (licences, pool) in
        [(0, 0.0), (1, 0.4), (400, 160.0), (1_000, 400.0), (4_000, 1_600.0), (25_000, 10_000.0), (90_000, 10_000.0)]
    {
        assert_eq!(months(licences)[1]["billing"]["included"].as_f64(), Some(pool), "{licences}");
    }
    let months = months(400);
    // 207 SCU in November: what October left does not help.
    assert_eq!(months[0]["billing"]["overage"].as_f64(), Some(0.0));
    assert_eq!(months[1]["billing"]["overage"].as_f64(), Some(47.0));
}

#[test]
fn a_month_has_as_many_hours_as_the_clocks_of_its_time_zone() {
    let of = |zone: &str| {
        let workspace = Workspace::new();
        workspace.file("a.csv", format!("{}{}", HEADER, row("Oct 2, 09:00 AM", "1")));
        let args =
            format!("copilot usage --from a.csv --time-zone {zone} --now 2026-11-24T06:00:00Z --provisioned 1 -o json");
        let report: serde_json::Value = serde_json::from_str(&workspace.run(&args).stdout).unwrap();
        report["months"][0]["billing"]["hours"].as_u64().unwrap()
    };
    assert_eq!([of("UTC"), of("Europe/Berlin"), of("Australia/Sydney")], [744, 745, 743]);
}

#[test]
fn two_uses_in_the_hour_that_occurs_twice_share_a_block_and_the_report_says_so() {
    let rows = [row("Oct 25, 02:10 AM", "1"), row("Oct 25, 02:50 AM", "1"), row("Oct 25, 03:10 AM", "1")].concat();
    let report = json(&rows, "--provisioned 1 --overage");
    assert_eq!(report["months"][0]["billing"]["overage"].as_f64(), Some(1.0));
    assert!(report["notes"].to_string().contains("2 uses in an hour that occurs twice"), "{report}");
}

#[test]
fn options_that_contradict_one_another_are_errors_of_the_command_line() {
    let rows = row("Nov 2, 09:00 AM", "1");
    for arguments in [
        "--provisioned 1 --licences 1",
        "--overage",
        "--price 4",
        "--provisioned x",
        "--budget -1",
        "--budget 1,5",
        "--table T",
        "--since 2026-11-03",
        "--until 2026-11-01",
        "--until 2026-11-25",
        "--column units=a --column units=b",
        "--column colour=a",
        "-o json -o html",
    ] {
        assert_eq!(run(&rows, arguments).code, 2, "{arguments}");
    }
    let workspace = Workspace::new();
    workspace.file("a.csv", format!("{HEADER}{rows}"));
    let run = workspace.run("copilot usage --from a.csv --time-zone Mars/Olympus");
    assert!(run.code == 2 && run.stderr.contains("`Mars/Olympus` is not a time zone"), "{}", run.seen());
}
