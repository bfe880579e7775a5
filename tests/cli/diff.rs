//! `scoregate diff`: why the score changed, by figures that a reader can check by hand.

use serde_json::{Value, json};

use crate::support::history::{History, history};
use crate::support::workspace::{Workspace, outcome};

/// The tenant on the first of November: 60 of 100 points.
fn before() -> History {
    history()
        .control("Observed", 20.0)
        .control("Claimed", 10.0)
        .control("Descoped", 10.0)
        .control("Retired", 10.0)
        .control("Reweighted", 20.0)
        .control("Steady", 30.0)
        .control("Unscored", 5.0)
        .day(
            "2026-11-01",
            &[
                ("Observed", 10.0),
                ("Claimed", 0.0),
                ("Descoped", 8.0),
                ("Retired", 5.0),
                ("Reweighted", 10.0),
                ("Steady", 27.0),
            ],
        )
}

/// Three weeks later: 63 points of 120 by its controls, and 63.3 by its `currentScore`.
fn after() -> History {
    history()
        .control("Observed", 20.0)
        .control("Claimed", 10.0)
        .state("ThirdParty", "2026-11-10T09:00:00Z")
        .control("Descoped", 10.0)
        .control("Reweighted", 40.0)
        .control("Steady", 30.0)
        .with("tier", json!("Advanced"))
        .with("title", json!("Another title of Steady"))
        .control("Unscored", 5.0)
        .with("deprecated", json!(true))
        .control("Added", 20.0)
        .day(
            "2026-11-23",
            &[("Observed", 6.0), ("Claimed", 10.0), ("Reweighted", 20.0), ("Steady", 27.0), ("Added", 0.0)],
        )
        .snapshot("currentScore", json!(63.3))
}

/// The share of points after each step, by hand. Each part is the difference to the step before it.
///
/// | step        | what happens                      | points | maximum |
/// |-------------|-----------------------------------|--------|---------|
/// |             | the earlier day                   | 60     | 100     |
/// | observed    | Observed 10 → 6 of 20             | 56     | 100     |
/// | claimed     | Claimed 0 → 10 of 10              | 66     | 100     |
/// | descoped    | Descoped had 8 of 10              | 58     | 90      |
/// | retired     | Retired had 5 of 10               | 53     | 80      |
/// | re-weighted | Reweighted 10 of 20 → 20 of 40    | 63     | 100     |
/// | added       | Added has 0 of 20                 | 63     | 120     |
/// | unexplained | currentScore is 63.3              | 63.3   | 120     |
const STEPS: [(&str, f64, f64); 8] = [
    ("", 60.0, 100.0),
    ("observed", 56.0, 100.0),
    ("claimed", 66.0, 100.0),
    ("descoped", 58.0, 90.0),
    ("retired", 53.0, 80.0),
    ("reweighted", 63.0, 100.0),
    ("added", 63.0, 120.0),
    ("unexplained", 63.3, 120.0),
];

fn two_recordings() -> Workspace {
    let workspace = Workspace::new();
    workspace.file("before.json", before().recording()).file("after.json", after().recording());
    workspace
}

/// The comparison as JSON, which follows the schema.
fn compared(workspace: &Workspace, args: &str) -> Value {
    let run = workspace.run(&format!("diff {args} --output json"));
    assert_eq!(run.code, 0, "{}", run.seen());
    let diff: Value = serde_json::from_str(&run.stdout).unwrap();
    let schema: Value = serde_json::from_str(&scoregate::render::comparison::json::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&diff).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    diff
}

fn sum(values: &Value) -> f64 {
    values.as_array().unwrap().iter().map(|value| value["contribution"].as_f64().unwrap()).sum()
}

/// Each part with its share and its controls: `observed -4.0000: A, B`.
fn parts(diff: &Value) -> Vec<String> {
    let told = |part: &&Value| part["contribution"] != 0.0 || part["controls"] != json!([]);
    let line = |part: &Value| {
        let ids: Vec<&str> = part["controls"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
        let (cause, share) = (part["cause"].as_str().unwrap(), part["contribution"].as_f64().unwrap());
        format!("{cause} {share:.4}: {}", ids.join(", "))
    };
    diff["change"]["parts"].as_array().unwrap().iter().filter(told).map(line).collect()
}

#[test]
fn every_part_of_a_change_is_what_a_hand_works_out() {
    let diff = compared(&two_recordings(), "before.json after.json");
    let parts = diff["change"]["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 7);
    for (part, steps) in parts.iter().zip(STEPS.windows(2)) {
        let [(_, points_before, max_before), (cause, points, max)] = steps else { panic!("windows of two") };
        let expected = 100.0 * (points / max - points_before / max_before);
        assert_eq!(part["cause"], *cause);
        assert!(
            (part["contribution"].as_f64().unwrap() - expected).abs() < 1e-9,
            "{cause}: {} and {expected}",
            part["contribution"]
        );
        if *cause != "unexplained" {
            assert!((sum(&part["controls"]) - expected).abs() < 1e-9, "{cause}");
        }
    }
    let total = 100.0 * (63.3 / 120.0 - 0.6);
    assert!((diff["change"]["total"].as_f64().unwrap() - total).abs() < 1e-9);
    assert!((sum(&diff["change"]["parts"]) - total).abs() < 1e-9);
}

#[test]
fn people_see_a_waterfall_and_the_controls_behind_it() {
    insta::assert_snapshot!(two_recordings().run("diff before.json after.json").seen());
}

#[test]
fn a_pull_request_is_told_in_tables() {
    insta::assert_snapshot!(two_recordings().run("diff before.json after.json --output markdown").stdout);
}

#[test]
fn programs_get_every_figure() {
    let mut diff = compared(&two_recordings(), "before.json after.json");
    diff["provenance"]["version"] = json!("(version)");
    insta::assert_snapshot!(serde_json::to_string_pretty(&diff).unwrap());
}

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
fn without_profiles_what_is_gone_counts_as_descoped_and_what_is_doubtful_is_told() {
    let workspace = Workspace::new();
    workspace.file("before.json", before().snapshot("currentScore", json!(70.0)).raw());
    workspace.file("after.json", after().incomplete().scored("Steady", "scoreInPercentage", json!(50.0)).recording());
    insta::assert_snapshot!(workspace.run("diff before.json after.json").seen());
}

#[test]
fn a_catalogue_in_part_tells_nothing_of_controls_that_came_or_went() {
    let changed = |before: History, after: History| {
        let workspace = Workspace::new();
        workspace.file("before.json", before.recording()).file("after.json", after.recording());
        let catalogue = &compared(&workspace, "before.json after.json")["catalogue"];
        let changes = catalogue["changes"].as_array().unwrap().iter();
        let changes: Vec<String> =
            changes.map(|c| format!("{} {}", c["id"].as_str().unwrap(), c["what"].as_str().unwrap())).collect();
        (changes.join(", "), catalogue["notes"].as_array().unwrap().len())
    };
    let others = "Reweighted changed, Steady changed, Unscored changed";
    assert_eq!(changed(before(), after()), (format!("Added came, Retired went, {others}"), 0));
    assert_eq!(changed(before().incomplete(), after()), (format!("Retired went, {others}"), 1));
    assert_eq!(changed(before(), after().incomplete()), (format!("Added came, {others}"), 1));
    // Two profiles of one id that differ: nothing says which is right.
    let twice = after().control("steady", 31.0);
    let others = "Reweighted changed, Unscored changed";
    assert_eq!(changed(before(), twice), (format!("Added came, Retired went, {others}"), 1));
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
fn data_that_names_no_tenant_is_compared_and_the_doubt_is_told() {
    let workspace = two_recordings();
    let nameless = history().tenant(json!(null)).control("A", 10.0).day("2026-11-01", &[("A", 5.0)]);
    workspace.file("nameless.json", nameless.recording());
    let diff = compared(&workspace, "nameless.json after.json");
    assert_eq!(diff["doubts"], json!(["It is unknown whether both days belong to the same tenant."]));
    assert_eq!(compared(&workspace, "before.json after.json")["doubts"], json!([]));
}

#[test]
fn a_claim_that_the_later_catalogue_dates_holds_for_the_earlier_day() {
    let claimed = |state: &str, at: &str| {
        let workspace = Workspace::new();
        let at = |day: &str, score| history().control("A", 10.0).state(state, at).day(day, &[("A", score)]);
        // The earlier catalogue knows nothing of it, as if it had been captured before the claim was entered.
        workspace.file("a.json", history().control("A", 10.0).day("2026-11-01", &[("A", 10.0)]).recording());
        workspace.file("b.json", at("2026-11-23", 4.0).recording());
        parts(&compared(&workspace, "a.json b.json"))
    };
    assert_eq!(claimed("ThirdParty", "2026-10-01T00:00:00Z"), ["claimed -60.0000: A"]);
    assert_eq!(claimed("ThirdParty", "2026-11-10T00:00:00Z"), ["observed -100.0000: A", "claimed 40.0000: A"]);
}

#[test]
fn where_the_later_catalogue_has_no_profile_the_earlier_one_says_what_was_claimed() {
    let workspace = Workspace::new();
    let a = history().control("A", 10.0).state("ThirdParty", "2026-10-01T00:00:00Z").control("B", 10.0);
    workspace.file("a.json", a.day("2026-11-01", &[("A", 10.0), ("B", 0.0)]).recording());
    let b = history().control("A", 10.0).orphan().control("B", 10.0);
    workspace.file("b.json", b.day("2026-11-23", &[("A", 10.0), ("B", 0.0)]).recording());
    // Whether they still rest on a claim is not known: nothing shows that Microsoft measures them.
    assert_eq!(parts(&compared(&workspace, "a.json b.json")), [""; 0]);
}

#[test]
fn long_lists_are_cut_with_a_count_and_json_holds_all() {
    let ids: Vec<String> = (0..60).map(|number| format!("Control{number:02}")).collect();
    let at = |day: &str, lost: f64| {
        let controls = ids.iter().fold(history(), |history, id| history.control(id, 10.0));
        let scores: Vec<(&str, f64)> =
            ids.iter().enumerate().map(|(number, id)| (id.as_str(), 9.0 - lost * number as f64 / 10.0)).collect();
        controls.day(day, &scores)
    };
    let workspace = Workspace::new();
    workspace.file("a.json", at("2026-11-01", 0.0).recording()).file("b.json", at("2026-11-02", 1.0).recording());
    let diff = compared(&workspace, "a.json b.json");
    // Control00 lost nothing.
    assert_eq!(diff["change"]["parts"][0]["controls"].as_array().unwrap().len(), 59);
    let human = workspace.run("diff a.json b.json").stdout;
    // The ten that lost most lost 5.9 to 5.0 points of 600, the others 4.9 to 0.1: together 122.5.
    assert!(human.contains("… and 49 more controls, together −20.42 pp"), "{human}");
    let markdown = workspace.run("diff a.json b.json -o markdown").stdout;
    assert!(markdown.contains("| | −13.00 pp | … and 39 more controls | | |"), "{markdown}");
}

#[test]
fn what_a_tenant_wrote_breaks_out_of_no_format() {
    let title = "::error::x ##[error] | <script>alert(1)</script> @team `a` \u{1b}[31m\u{202e}\r\n# Head ```";
    let control = |day: &str, score| {
        history().control("x|y::z", 10.0).with("title", json!(title)).control("B", 10.0).day(day, &[("x|y::z", score)])
    };
    let workspace = Workspace::new();
    workspace.file("a.json", control("2026-11-01", 10.0).with("tier", json!("a|b")).recording());
    workspace.file("b.json", control("2026-11-02", 1.0).recording());
    for format in ["human", "markdown", "json"] {
        let run = workspace.run(&format!("diff a.json b.json -o {format}"));
        assert_eq!(run.code, 0, "{}", run.seen());
        let found =
            run.stdout.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(found, None, "{format}");
        if format != "json" {
            assert!(!run.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{}", run.stdout);
        }
    }
    assert!(!workspace.run("diff a.json b.json").stdout.contains("##["));
    insta::assert_snapshot!(workspace.run("diff a.json b.json -o markdown").stdout);
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

#[test]
fn several_formats_are_written_at_once_and_files_hold_no_styles() {
    let workspace = two_recordings();
    let mut command = workspace.command("diff before.json after.json -o human=why.txt -o markdown=why.md -o json");
    command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    let run = outcome(command);
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(workspace.read("why.txt"), workspace.run("diff before.json after.json").stdout);
    assert_eq!(workspace.read("why.md"), workspace.run("diff before.json after.json -o markdown").stdout);
    assert!(run.stdout.starts_with("{\n  \"scoregate-diff\": 2,"), "{}", run.stdout);
    let mut coloured = workspace.command("diff before.json after.json");
    coloured.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    assert!(outcome(coloured).stdout.contains("\u{1b}[1m\u{1b}[31m"), "a fall is red");
}

#[test]
fn only_the_provenance_tells_one_source_of_the_same_data_from_another() {
    let workspace = two_recordings();
    workspace.file("elsewhere.json", before().recording() + "\n");
    let without = |args: &str| {
        let mut diff = compared(&workspace, args);
        assert!(diff.as_object_mut().unwrap().remove("provenance").is_some());
        diff
    };
    assert_eq!(without("before.json after.json"), without("elsewhere.json after.json"));
}
