//! Figures that contradict one another.

use serde_json::json;

use super::outcomes;
use crate::support::tenant::tenant;

#[test]
fn what_does_not_add_up_is_unknown_and_never_passes() {
    let sound = tenant().control("A", 10.0, 10.0).control("B", 5.0, 10.0);
    let a = "controls: { match: [A], at-least: 50% }";
    let overall = "score: { at-least: 10% }";
    let part = "score: { category: Identity, at-least: 10% }";
    outcomes(&[
        ("sound", sound.clone(), overall, "passed"),
        ("the sum is off by half a point", sound.clone().current(15.5), overall, "passed"),
        ("the sum is off by more", sound.clone().current(15.6), overall, "unknown"),
        ("the sum is off by more, below", sound.clone().current(14.4), part, "unknown"),
        ("a control named by its id does not rest on the sum", sound.clone().current(20.0), a, "passed"),
        (
            "a choice by pattern may lack a control",
            sound.clone().current(20.0),
            "controls: { match: ['A*'], at-least: 50% }",
            "unknown passed",
        ),
        (
            "points above the maximum",
            tenant().control("A", 11.0, 10.0).scored("scoreInPercentage", json!(100)),
            a,
            "unknown",
        ),
        (
            "points above the maximum, in a sum",
            tenant().control("A", 11.0, 10.0).scored("scoreInPercentage", json!(100)),
            part,
            "unknown",
        ),
        (
            "a percentage within a point",
            tenant().control("A", 10.0, 10.0).scored("scoreInPercentage", json!(99.0)),
            a,
            "passed",
        ),
        (
            "a percentage off by more",
            tenant().control("A", 10.0, 10.0).scored("scoreInPercentage", json!(98.9)),
            a,
            "unknown",
        ),
        (
            "a percentage beyond 100",
            tenant().control("A", 10.0, 10.0).scored("scoreInPercentage", json!(101)),
            a,
            "unknown",
        ),
        ("no score", tenant().control("A", 10.0, 10.0).scored("score", json!(null)), a, "unknown"),
        ("a negative score", tenant().control("A", 10.0, 10.0).scored("score", json!(-1)), a, "unknown"),
        ("no maximum of the tenant", sound.clone().snapshot("maxScore", json!(null)), overall, "unknown"),
        ("a maximum of nothing", tenant().control("A", 0.0, 0.0), overall, "unknown"),
        ("no score of the tenant", sound.snapshot("currentScore", json!(null)), overall, "unknown"),
    ]);
}

#[test]
fn a_control_that_stands_twice_counts_once_if_its_values_agree_and_is_unknown_if_not() {
    let twice = |score: f64| tenant().control("A", 10.0, 10.0).orphan("a", "Identity", score, score * 10.0);
    let expect = "controls: { match: [A], at-least: 50% }";
    outcomes(&[
        ("the same", twice(10.0).current(10.0), expect, "passed"),
        ("different", twice(6.0).current(10.0), expect, "unknown"),
        ("the sum fits one of them", twice(6.0).current(10.0), "score: { at-least: 50% }", "passed"),
        ("the sum fits neither", twice(6.0).current(4.0), "score: { at-least: 10% }", "unknown"),
        (
            "two profiles",
            tenant().control("A", 10.0, 10.0).profile(json!({"id": "A", "maxScore": 20})).max(10.0),
            expect,
            "unknown",
        ),
    ]);
}
