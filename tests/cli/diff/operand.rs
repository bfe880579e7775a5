//! The days that are compared: of two recordings, of one, of a folder, of standard input.

use serde_json::{Value, json};

use super::{after, before, compared, parts, two_recordings};
use crate::support::history::history;
use crate::support::workspace::{Workspace, outcome};

/// All days of one recording, whose catalogue is that of the last: `Added` came on the tenth, `Reweighted` doubled on the twelfth.
fn one_recording() -> Workspace {
    let history = history()
        .control("Measured", 10.0)
        .control("Reweighted", 20.0)
        .reweighted("2026-11-12", 40.0)
        .control("Claimed", 10.0)
        .state("ThirdParty", "2026-11-05T09:00:00Z")
        .control("Zero", 10.0)
        .control("Added", 10.0)
        .day("2026-11-01", &[("Measured", 5.0), ("Reweighted", 10.0), ("Claimed", 2.0), ("Zero", 0.0)])
        .day("2026-11-05", &[("Measured", 5.0), ("Reweighted", 10.0), ("Claimed", 10.0), ("Zero", 0.0)])
        .day(
            "2026-11-10",
            &[("Measured", 10.0), ("Reweighted", 10.0), ("Claimed", 10.0), ("Zero", 0.0), ("Added", 0.0)],
        )
        .day(
            "2026-11-12",
            &[("Measured", 10.0), ("Reweighted", 20.0), ("Claimed", 10.0), ("Zero", 0.0), ("Added", 0.0)],
        );
    let workspace = Workspace::new();
    workspace.file("rec.json", history.recording());
    workspace
}

#[test]
fn two_days_within_one_recording_are_compared() {
    let workspace = one_recording();
    let days = |from: &str, to: &str| parts(&compared(&workspace, &format!("rec.json@{from} rec.json@{to}")));
    // 17 of 50; then 25 of 50 with 10 in place of 2 points, all of them claimed: 2 observed points are gone.
    assert_eq!(days("2026-11-01", "2026-11-05"), ["observed -4.0000: Claimed", "claimed 20.0000: Claimed"]);
    // 25 of 50, 30 of 50, 30 of 60.
    assert_eq!(days("2026-11-05", "2026-11-10"), ["observed 10.0000: Measured", "added -10.0000: Added"]);
    // 30 of 60, 40 of 80: half of the points either way, and nothing moves.
    assert_eq!(days("2026-11-10", "2026-11-12"), [""; 0]);
    // 25 of 50, 30 of 50, 40 of 70, 40 of 80.
    assert_eq!(
        days("2026-11-05", "2026-11-12"),
        ["observed 10.0000: Measured", "reweighted -2.8571: Reweighted", "added -7.1429: Added"]
    );
    insta::assert_snapshot!(workspace.run("diff rec.json@2026-11-05 rec.json").seen());
}

#[test]
fn a_folder_of_daily_recordings_is_a_history_too() {
    let workspace = Workspace::new();
    let after = after().captured("2026-11-23T18:00:00Z");
    workspace.file("daily/01.json", before().recording()).file("daily/23.json", after.recording());
    let shares = |diff: &Value| parts(diff);
    let folder = compared(&workspace, "daily@2026-11-01 daily@2026-11-23");
    assert_eq!(shares(&folder), shares(&compared(&two_recordings(), "before.json after.json")));
    assert_eq!(folder["catalogue"]["compared"], false);
}

#[test]
fn standard_input_is_read_once_for_both_days() {
    let workspace = one_recording();
    let both = workspace.command("diff -o json -- -@2026-11-05 -");
    let mut both = both;
    both.write_stdin(workspace.read("rec.json"));
    let run = outcome(both);
    assert_eq!(run.code, 0, "{}", run.seen());
    let (piped, named): (Value, Value) =
        (serde_json::from_str(&run.stdout).unwrap(), compared(&workspace, "rec.json@2026-11-05 rec.json"));
    assert_eq!(piped["change"], named["change"]);
}

#[test]
fn a_file_whose_name_holds_a_day_is_that_file() {
    let workspace = two_recordings();
    workspace.file("rec@2026-11-01", before().recording()).file("mail@contoso.json", after().recording());
    let named = compared(&workspace, "rec@2026-11-01 mail@contoso.json");
    assert_eq!(named["change"], compared(&workspace, "before.json after.json")["change"]);
}

#[test]
fn a_later_capture_of_a_day_is_compared_with_an_earlier_one() {
    let workspace = Workspace::new();
    let capture = |score, at: &str| history().control("A", 10.0).day("2026-11-23", &[("A", score)]).captured(at);
    workspace.file("morning.json", capture(10.0, "2026-11-23T06:00:00Z").recording());
    workspace.file("evening.json", capture(7.0, "2026-11-23T18:00:00Z").recording());
    assert_eq!(parts(&compared(&workspace, "morning.json evening.json")), ["observed -30.0000: A"]);
}

#[test]
fn an_older_day_of_a_recording_says_of_when_its_catalogue_is() {
    let workspace = one_recording();
    let later = history().control("Measured", 10.0).day("2026-11-20", &[("Measured", 10.0)]);
    workspace.file("later.json", later.recording());
    let catalogue = &compared(&workspace, "rec.json@2026-11-05 later.json")["catalogue"];
    assert_eq!(catalogue["compared"], true);
    assert_eq!(catalogue["notes"], json!(["The catalogue used for 2026-11-05 is that of 2026-11-12."]));
}

#[test]
fn what_cannot_be_compared_is_refused_with_what_to_do() {
    let workspace = one_recording();
    workspace.file("before.json", before().recording()).file("after.json", after().recording());
    workspace.file(
        "other.json",
        history()
            .tenant(json!("a1b2c3d4-0000-4000-8000-000000000002"))
            .control("A", 10.0)
            .day("2026-11-24", &[("A", 1.0)])
            .recording(),
    );
    workspace.file("bare.json", before().snapshot("maxScore", json!(null)).recording());
    let refused = [
        (2, "diff after.json before.json"),
        (2, "diff rec.json@2026-11-05 rec.json@2026-11-05"),
        (2, "diff rec.json@november rec.json"),
        (2, "diff before.json after.json -o json -o markdown"),
        (2, "diff before.json after.json -o json=after.json"),
        (2, "diff before.json@2026-11-01 after.json -o json=before.json"),
        (2, "diff before.json after.json -o sarif"),
        (5, "diff rec.json@2026-11-07 rec.json"),
        (5, "diff rec.json@2026-10-01 rec.json"),
        (5, "diff before.json after.json@2026-11-22"),
        (5, "diff before.json other.json"),
        (5, "diff bare.json after.json"),
        (5, "diff nowhere.json@2026-11-01 after.json"),
    ];
    let seen = refused.map(|(code, args)| {
        let run = workspace.run(args);
        assert_eq!(run.code, code, "{args}: {}", run.seen());
        format!("$ scoregate {args}\n{}", run.seen())
    });
    insta::assert_snapshot!(seen.join("\n"));
    assert_eq!(workspace.names(), ["after.json", "bare.json", "before.json", "other.json", "rec.json"]);
}
