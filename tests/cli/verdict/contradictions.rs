//! Figures of one thing that differ: none is chosen, neither the more favourable nor the first.

use serde_json::{Value, json};

use super::check;
use crate::support::tenant::{Tenant, tenant};

/// All nine points, and a percentage.
fn all_at(percentage: f64) -> Tenant {
    tenant().control("MFARegistrationV2", 9.0, 9.0).scored("scoreInPercentage", json!(percentage))
}

#[test]
fn where_points_and_percentage_lead_to_different_outcomes_neither_counts() {
    let implemented = "controls: { match: [MFARegistrationV2], state: implemented }";
    let at_least = |limit: &str| format!("controls: {{ match: [MFARegistrationV2], at-least: {limit} }}");
    check(&[
        ("99.01%", all_at(99.01), implemented, "MFARegistrationV2 unknown"),
        ("rounding", all_at(99.99), implemented, "MFARegistrationV2 passed"),
        ("beyond rounding", all_at(99.98), implemented, "MFARegistrationV2 unknown"),
        ("both are enough", all_at(99.01), &at_least("99%"), "MFARegistrationV2 passed"),
        ("one is", all_at(99.01), &at_least("99.5%"), "MFARegistrationV2 unknown"),
        ("one is, in points", all_at(99.01), &at_least("9 points"), "MFARegistrationV2 unknown"),
        ("both are, in points", all_at(99.01), &at_least("8.9 points"), "MFARegistrationV2 passed"),
        ("of a category", all_at(99.01), "score: { category: Identity, at-least: 100% }", "- unknown"),
        ("of a category, both", all_at(99.01), "score: { category: Identity, at-least: 99% }", "- passed"),
        ("more than a point apart", all_at(98.9), &at_least("50%"), "MFARegistrationV2 unknown"),
        (
            "no points, and a percentage",
            tenant().orphan("MFARegistrationV2", "Identity", 0.0, 50.0).max(9.0),
            "controls: { match: [MFARegistrationV2], at-least: 60%, points: reported }",
            "MFARegistrationV2 unknown",
        ),
    ]);
}

#[test]
fn an_average_that_stands_twice_counts_only_where_both_agree() {
    let peers =
        |averages: Value| tenant().control("AdminMFAV2", 11.0, 20.0).snapshot("averageComparativeScores", averages);
    let overall = |basis: &str, average: f64| json!({ "basis": basis, "averageScore": average });
    let expect = "score: { peers: IndustryTypes }";
    let industry =
        |averages: &[f64]| peers(averages.iter().map(|average| overall("IndustryTypes", *average)).collect());
    check(&[
        ("one", industry(&[20.0]), expect, "- passed"),
        ("the same twice", industry(&[20.0, 20.0]), expect, "- passed"),
        ("two", industry(&[20.0, 60.0]), expect, "- unknown"),
        ("two, in the other order", industry(&[60.0, 20.0]), expect, "- unknown"),
        (
            "another spelling",
            peers(json!([overall("IndustryTypes", 20.0), overall("industrytypes", 60.0)])),
            expect,
            "- unknown",
        ),
        (
            "another group",
            peers(json!([overall("IndustryTypes", 20.0), overall("AllTenants", 60.0)])),
            expect,
            "- passed",
        ),
    ]);
    let part = |score: f64| json!({ "basis": "AllTenants", "averageScore": 50.0, "identityScore": score, "identityScoreMax": 20.0 });
    let expect = "score: { peers: AllTenants, category: Identity }";
    check(&[
        ("of a category", peers(json!([part(10.0), part(10.0)])), expect, "- passed"),
        ("of a category, two", peers(json!([part(10.0), part(18.0)])), expect, "- unknown"),
    ]);
}

#[test]
fn a_limit_that_is_met_exactly_is_open_where_everything_may_be_new() {
    let points = |score: f64| tenant().control("AdminMFAV2", score, 4.0);
    for (score, what) in [(2.4, "at the limit"), (2.44, "above"), (2.3, "below")] {
        for expect in ["score: { at-least: 60%, grace: 5d }", "score: { category: Identity, at-least: 60%, grace: 5d }"]
        {
            check(&[(what, points(score), expect, "- unknown")]);
        }
    }
    check(&[("without a grace", points(2.4), "score: { at-least: 60% }", "- passed")]);
}

#[test]
fn points_of_the_reported_score_that_no_control_has_may_be_claimed() {
    // Sums may miss the reported score by half a point. The points of a control that is not there need not be observed ones.
    let of = |current: f64| tenant().control("AdminMFAV2", 7.6, 15.0).current(current);
    let claimed = |current: f64| of(current).control("MFARegistrationV2", 2.0, 5.0).state("ThirdParty");
    check(&[
        ("observed without them", of(7.9), "score: { at-least: 50%, points: observed }", "- passed"),
        ("observed only with them", of(7.9), "score: { at-least: 51%, points: observed }", "- unknown"),
        ("too few with them", of(7.9), "score: { at-least: 53%, points: observed }", "- failed"),
        ("reported points are what is reported", of(7.9), "score: { at-least: 51% }", "- passed"),
        ("few are claimed, whatever they are", claimed(9.9), "claimed: { at-most: 24% }", "- passed"),
        ("perhaps too many are claimed", claimed(9.9), "claimed: { at-most: 22% }", "- unknown"),
        ("too many are claimed without them", claimed(9.9), "claimed: { at-most: 20% }", "- failed"),
    ]);
}
