//! The score of a category or a service where maxima or services are unknown.

use super::outcomes;
use crate::support::tenant::tenant;

/// A has 10 of 10, B 0 of an unknown maximum; the tenant's maximum is 30, so B's is 20 (R).
#[test]
fn a_part_is_judged_with_none_and_with_all_of_the_maximum_that_is_not_known() {
    let with_unknown = tenant().control("A", 10.0, 10.0).orphan("B", "Identity", 0.0, 0.0).max(30.0);
    outcomes(&[
        (
            "10 of 10 to 30 is 33 to 100%",
            with_unknown.clone(),
            "score: { category: Identity, at-least: 33% }",
            "passed",
        ),
        ("between the two", with_unknown.clone(), "score: { category: Identity, at-least: 50% }", "unknown"),
        (
            "points need no maximum",
            with_unknown.clone(),
            "score: { category: Identity, at-least: 10 points }",
            "passed",
        ),
        (
            "points need no maximum",
            with_unknown.clone(),
            "score: { category: Identity, at-least: 11 points }",
            "failed",
        ),
        ("the tenant's own maximum is known", with_unknown, "score: { at-least: 34% }", "failed"),
        (
            "nothing says that a control of unknown maximum has all of it",
            tenant().control("A", 5.0, 10.0).orphan("B", "Apps", 0.0, 0.0).max(30.0),
            "score: { category: Identity, at-least: 50% }",
            "unknown",
        ),
        (
            "where every maximum is known, nothing says whose the rest is",
            tenant().control("A", 5.0, 10.0).max(30.0),
            "score: { category: Identity, at-least: 50% }",
            "unknown",
        ),
        (
            "known maxima above the tenant's own do not add up",
            tenant().control("A", 5.0, 10.0).max(8.0),
            "score: { category: Identity, at-least: 10% }",
            "unknown",
        ),
    ]);
}

/// A (AzureAD) has 8 of 10; B has no profile, so that its service is not known.
#[test]
fn a_service_is_judged_with_and_without_the_controls_that_may_belong_to_it() {
    let with = |score: f64, percentage: f64, max: f64| {
        tenant().control("A", 8.0, 10.0).orphan("B", "Apps", score, percentage).max(10.0 + max).incomplete()
    };
    let expect = "score: { service: AzureAD, at-least: 70% }";
    outcomes(&[
        ("80%, or 90% with B's 10 of 10", with(10.0, 100.0, 10.0), expect, "passed"),
        ("80%, or 45% with B's 1 of 10", with(1.0, 10.0, 10.0), expect, "unknown"),
        ("80%, or 18 of 30 with B's maximum unknown", with(0.0, 0.0, 10.0), expect, "unknown"),
        ("never", with(1.0, 10.0, 10.0), "score: { service: AzureAD, at-least: 81% }", "failed"),
        ("the name in other letters", with(10.0, 100.0, 10.0), "score: { service: azuread, at-least: 70% }", "passed"),
    ]);
}
