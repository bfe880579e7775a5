//! What the newest day is compared with, and how many days must confirm a drop.

use insta::assert_snapshot;

use super::{Past, check, findings, past, run};

/// Days of one control of 100 points, so that points are percent: `22 100` is the 22nd of November with 100 points.
fn hundred(days: &str) -> Past {
    let line = |line: &str| {
        let (day, score) = line.split_once(' ').unwrap();
        format!("2026-11-{day} A {score}/100")
    };
    past(&days.split(", ").map(line).collect::<Vec<_>>().join("\n"), "")
}

#[test]
fn each_reference_is_the_day_that_its_name_says() {
    let fell_a_week_ago = || hundred("13 90, 14 90, 15 70, 16 70, 17 70, 18 70, 19 70, 20 70, 21 70, 22 70, 23 70");
    let slid = || hundred("14 90, 16 88, 18 86, 20 84, 22 82, 23 80");
    check(&[
        (
            "previous forgets",
            fell_a_week_ago(),
            "regression: { against: previous, score: { max-drop: 5pp } }",
            "- passed",
        ),
        (
            "8 days: the 15th",
            fell_a_week_ago(),
            "regression: { against: { days: 8 }, score: { max-drop: 5pp } }",
            "- passed",
        ),
        (
            "9 days: the 14th",
            fell_a_week_ago(),
            "regression: { against: { days: 9 }, score: { max-drop: 5pp } }",
            "- failed",
        ),
        (
            "the window ends before the fall",
            fell_a_week_ago(),
            "regression: { against: { best-of: 8d }, score: { max-drop: 5pp } }",
            "- passed",
        ),
        (
            "the window holds the day before the fall",
            fell_a_week_ago(),
            "regression: { against: { best-of: 9d }, score: { max-drop: 5pp } }",
            "- failed",
        ),
        ("2 a day is within 5", slid(), "regression: { against: previous, score: { max-drop: 5pp } }", "- passed"),
        (
            "but not 10 in a week",
            slid(),
            "regression: { against: { best-of: 9d }, score: { max-drop: 5pp } }",
            "- failed",
        ),
        (
            "of days without data the older one counts",
            slid(),
            "regression: { against: { days: 4 }, score: { max-drop: 5pp } }",
            "- failed",
        ),
        (
            "the older one is 6 better",
            slid(),
            "regression: { against: { days: 4 }, score: { max-drop: 6pp } }",
            "- passed",
        ),
    ]);
    assert_snapshot!(
        ["previous", "{ days: 9 }", "{ best-of: 9d }"]
            .map(|against| findings(
                &fell_a_week_ago(),
                &format!("regression: {{ against: {against}, score: {{ max-drop: 5pp }} }}")
            ))
            .join("\n")
    );
}

#[test]
fn a_drop_to_the_limit_holds_and_a_hair_more_fails() {
    let rule = |limit: &str| format!("regression: {{ against: previous, score: {{ max-drop: {limit} }} }}");
    let (three, tenth) = (rule("3pp"), rule("0.1pp"));
    check(&[
        ("exactly", hundred("22 60, 23 57"), &three, "- passed"),
        ("a hair more", hundred("22 60, 23 56.9999"), &three, "- failed"),
        ("binary fractions: 57 of 100 less a tenth", hundred("22 57, 23 56.9"), &tenth, "- passed"),
        ("0.57 of 1 and 0.56", past("2026-11-22 A 0.57/1\n2026-11-23 A 0.54/1", ""), &three, "- passed"),
        ("thirds", past("2026-11-22 A 1/3 B 97/97\n2026-11-23 A 1/3 B 94/97", ""), &three, "- passed"),
        ("no drop at all is allowed", hundred("22 57, 23 57"), &rule("0pp"), "- passed"),
        ("and there is one", hundred("22 57, 23 56.99"), &rule("0pp"), "- failed"),
    ]);
    assert_snapshot!(findings(&hundred("22 60, 23 56.9999"), &three));
}

#[test]
fn a_drop_must_be_confirmed_by_as_many_snapshots_in_a_row() {
    let rule = "regression: { against: { best-of: 5d }, score: { max-drop: 5pp }, confirm: 2 }";
    let thrice = "regression: { against: { best-of: 5d }, score: { max-drop: 5pp }, confirm: 3 }";
    let previous = "regression: { against: previous, score: { max-drop: 5pp }, confirm: 2 }";
    let unclear = |newest: &str| {
        past(&format!("2026-11-18 A 50/50 B 50/50\n2026-11-22 A 50/50 B 50/50\n2026-11-23 {newest}"), "")
    };
    let partial = past(
        "2026-11-18 A 90/100\n2026-11-19 A 90/100\n2026-11-20 A 90/100\n2026-11-21 A 70/100\n2026-11-22! A 70/100\n2026-11-23 A 70/100",
        "",
    );
    check(&[
        ("one day shows it", hundred("18 90, 19 90, 20 90, 21 90, 22 90, 23 70"), rule, "- passed"),
        ("two days show it", hundred("18 90, 19 90, 20 90, 21 90, 22 70, 23 70"), rule, "- failed"),
        ("two of three", hundred("18 90, 19 90, 20 90, 21 90, 22 70, 23 70"), thrice, "- passed"),
        ("three", hundred("18 90, 19 90, 20 90, 21 70, 22 70, 23 70"), thrice, "- failed"),
        ("it mended itself", hundred("18 90, 19 90, 20 90, 21 90, 22 70, 23 90"), rule, "- passed"),
        (
            "a dip, a good day, a dip: not in a row",
            hundred("18 90, 19 90, 20 90, 21 70, 22 90, 23 70"),
            rule,
            "- passed",
        ),
        ("a missing day is no good day", hundred("18 90, 19 90, 20 90, 21 70, 23 70"), rule, "- failed"),
        ("a day that shows nothing is passed over", partial.clone(), rule, "- failed"),
        ("nor does it refute: it may have been the third", partial, thrice, "- unknown"),
        ("one day, and what nobody knows", unclear("A 50/50"), rule, "- unknown"),
        ("one day, and more than what is certain", unclear("A 40/50"), rule, "- unknown"),
        ("previous lies before what confirms", hundred("21 90, 22 70, 23 70"), previous, "- failed"),
        ("and forgets after", hundred("20 90, 21 70, 22 70, 23 70"), previous, "- passed"),
        ("with too few days for it", hundred("22 90, 23 70"), previous, "- unknown"),
    ]);
    assert_snapshot!(
        [
            findings(&hundred("18 90, 19 90, 20 90, 21 90, 22 90, 23 70"), rule),
            findings(&hundred("18 90, 19 90, 20 90, 21 90, 22 70, 23 70"), rule),
            findings(&hundred("22 90, 23 70"), previous),
        ]
        .join("\n")
    );
}

#[test]
fn too_little_history_is_unknown_unless_a_drop_is_seen_in_it() {
    let rule = "regression: { against: { best-of: 30d }, score: { max-drop: 5pp } }";
    let since = |first: &str| {
        past(&format!("{first}\n2026-11-04 A 9/10\n2026-11-12 A 9/10\n2026-11-16 A 9/10\n2026-11-23 A 9/10"), "")
    };
    check(&[
        ("one day", hundred("23 90"), rule, "- unknown"),
        ("a week of 30 days, and no drop", hundred("16 90, 23 90"), rule, "- unknown"),
        ("a week of 30 days, and a drop", hundred("16 90, 23 70"), rule, "- failed"),
        (
            "one day, and the one before",
            hundred("23 90"),
            "regression: { against: previous, score: { max-drop: 5pp } }",
            "- unknown",
        ),
        (
            "six days, and one a week older",
            hundred("17 90, 23 70"),
            "regression: { against: { days: 7 }, score: { max-drop: 5pp } }",
            "- unknown",
        ),
        ("a tenth of the window may lack", since("2026-10-27 A 9/10"), rule, "- passed"),
        ("but no more", since("2026-10-28 A 9/10"), rule, "- unknown"),
        ("a day before the window does not count for it", since("2026-10-20 A 9/10"), rule, "- unknown"),
        (
            "a week may lack within it, but no more",
            past("2026-10-27 A 9/10\n2026-11-04 A 9/10\n2026-11-12 A 9/10\n2026-11-23 A 9/10", ""),
            rule,
            "- unknown",
        ),
    ]);
    let mut said = Vec::new();
    for against in ["{ best-of: 30d }", "previous", "{ days: 7 }"] {
        let rule = format!("regression: {{ against: {against}, score: {{ max-drop: 5pp }} }}");
        said.push(findings(&hundred("23 90"), &rule));
    }
    said.push(findings(&hundred("16 90, 23 90"), rule));
    let (_workspace, whole) = run(&hundred("23 90"), rule, "");
    assert_snapshot!(format!("{}\n{}", said.join("\n"), whole.seen()));
}

/// A day that Graph marked as partial, or that does not add up, is no reference, however high it is.
#[test]
fn an_odd_day_in_the_past_is_no_reference_and_an_odd_newest_day_decides_nothing() {
    let rule = "regression: { against: { best-of: 3d }, score: { max-drop: 5pp } }";
    let reported = "regression: { against: { best-of: 3d }, score: { max-drop: 5pp }, judge: reported }";
    let with = |odd: &str| past(&format!("2026-11-20 A 60/100\n{odd}\n2026-11-22 A 60/100\n2026-11-23 A 60/100"), "");
    let newest = |newest: &str| past(&format!("2026-11-20 A 60/100\n2026-11-22 A 60/100\n{newest}"), "");
    check(&[
        ("partial", with("2026-11-21! A 90/100"), rule, "- passed"),
        (
            "the total is not that of its controls, and it may have been better",
            with("2026-11-21 A 90/100 = 80"),
            rule,
            "- unknown",
        ),
        ("and it cannot have been", with("2026-11-21 A 60/100 = 62"), rule, "- passed"),
        ("the same day, if it were sound", with("2026-11-21 A 90/100"), rule, "- failed"),
        ("a total off by less than half a point", with("2026-11-21 A 90/100 = 90.4"), rule, "- failed"),
        ("partial, reported", with("2026-11-21! A 90/100"), reported, "- passed"),
        ("the newest is partial", newest("2026-11-23! A 60/100"), rule, "- unknown"),
        ("the newest is partial and low", newest("2026-11-23! A 20/100"), rule, "- unknown"),
        ("the newest does not add up", newest("2026-11-23 A 60/100 = 20"), rule, "- unknown"),
        ("the newest does not add up, reported", newest("2026-11-23 A 60/100 = 60.9"), reported, "- unknown"),
    ]);
    assert_snapshot!(
        [findings(&newest("2026-11-23! A 60/100"), rule), findings(&newest("2026-11-23 A 60/100 = 20"), rule)]
            .join("\n")
    );
}

#[test]
fn the_reported_score_falls_with_the_catalogue_and_does_not_with_a_claim() {
    let rule = "regression: { against: previous, score: { max-drop: 5pp }, judge: reported }";
    let days = |before: &str, after: &str, catalogue: &str| {
        past(&format!("2026-11-22 {before}\n2026-11-23 {after}"), catalogue)
    };
    check(&[
        ("Microsoft adds: a false alarm", days("A 10/10", "A 10/10 B 0/10", ""), rule, "- failed"),
        ("lost and claimed: a miss", days("A 10/10", "A 10/10 ThirdParty", ""), rule, "- passed"),
        ("lost, and easy points: a miss", days("A 10/10 B 10/10", "A 10/10 B 0/10 C 180/180", ""), rule, "- passed"),
        ("a licence ends: a false alarm, if it was meant", days("A 5/10 B 20/20", "A 5/10", ""), rule, "- failed"),
    ]);
    assert_snapshot!(findings(&days("A 10/10", "A 10/10 B 0/10", ""), rule));
}

#[test]
fn what_is_not_known_matters_only_where_it_can_break_the_limit() {
    let rule = "regression: { against: previous, score: { max-drop: 5pp } }";
    let strict = "regression: { against: previous, score: { max-drop: 5pp }, when-descoped: fail }";
    let days = |before: &str, after: &str, catalogue: &str| {
        past(&format!("2026-11-22 {before}\n2026-11-23 {after}"), catalogue)
    };
    check(&[
        ("a state that nobody knows", days("A 90/90 O 10/?", "A 90/90 O 10/?", "incomplete"), rule, "- unknown"),
        ("of a control without points", days("A 90/90 O 0/?", "A 90/90 O 0/?", "incomplete"), rule, "- passed"),
        ("of few points", days("A 90/90 O 4/?", "A 90/90 O 4/?", "incomplete"), rule, "- passed"),
        ("a loss that is certain", days("A 90/90 O 10/?", "A 70/90 O 10/?", "incomplete"), rule, "- failed"),
        (
            "nor does a complete catalogue say of a control without a profile",
            days("A 90/90 O 10/?", "A 90/90 O 10/?", ""),
            rule,
            "- unknown",
        ),
        ("a small licence", days("A 95/95 B 5/5", "A 95/95", ""), rule, "- passed"),
        ("a larger one", days("A 94/94 B 6/6", "A 94/94", ""), rule, "- unknown"),
        ("a larger one counts as lost", days("A 94/94 B 6/6", "A 94/94", ""), strict, "- failed"),
        ("a small one and a small loss", days("A 97/97 B 3/3", "A 94/97", ""), rule, "- unknown"),
        ("that count together", days("A 97/97 B 3/3", "A 94/97", ""), strict, "- failed"),
        ("retired is not lost", days("A 94/94 B 6/6", "A 94/94", "without B"), strict, "- passed"),
        ("or so it may be", days("A 94/94 B 6/6", "A 94/94", "without B, incomplete"), rule, "- unknown"),
    ]);
    assert_snapshot!(
        [
            findings(&days("A 90/90 O 10/?", "A 90/90 O 10/?", "incomplete"), rule),
            findings(&days("A 97/97 B 3/3", "A 94/97", ""), rule),
            findings(&days("A 97/97 B 3/3", "A 94/97", ""), strict),
        ]
        .join("\n")
    );
}
