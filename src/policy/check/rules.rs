//! Expectations whose parts make no sense together.

use glob::Pattern;

use super::super::{
    Against, ControlId, ControlsExpectation, Expectation, FreshnessExpectation, Judge, Policy, RegressionExpectation,
    ScoreCatalogue, ScoreExpectation,
};
use crate::text::suggest::code;
use crate::yaml::problem::{DiagnosticText, LocatedProblem};
use crate::yaml::tree::Cursor;
use crate::yaml::typed::TypedDocument;

/// Checks the expectation of a rule.
pub(super) fn check(
    loaded: &TypedDocument<Policy>,
    rule: Cursor<'_>,
    expectation: &Expectation,
    found: &mut Vec<LocatedProblem>,
) {
    let Some(cursor) = rule.get("expect").and_then(|expect| expect.get(expectation.kind())) else { return };
    match expectation {
        Expectation::Score(expectation) => score(loaded, cursor, expectation, found),
        Expectation::Controls(expectation) => controls(loaded, cursor, expectation, found),
        Expectation::Freshness(expectation) => freshness(loaded, cursor, expectation, found),
        Expectation::Regression(expectation) => regression(loaded, cursor, expectation, found),
        Expectation::Claimed(_) | Expectation::Coverage(_) => {}
    }
}

fn score(
    loaded: &TypedDocument<Policy>,
    cursor: Cursor<'_>,
    expectation: &ScoreExpectation,
    found: &mut Vec<LocatedProblem>,
) {
    if expectation.category.is_some() && expectation.service.is_some() {
        let words = DiagnosticText::new(
            "a score is that of a category or of a service, not of both",
            "one too many",
            "make a rule of each, or choose controls by both with `controls: { where: … }`",
        );
        found.push(loaded.problem_of_key(cursor, "service", words));
    } else if expectation.peers.is_some() && expectation.service.is_some() {
        let words = DiagnosticText::new(
            "Microsoft publishes no peer average of a service",
            "not for `peers`",
            "remove `service`, or give `at-least` in place of `peers`",
        );
        found.push(loaded.problem_of_key(cursor, "service", words));
    }
    except_of_score(loaded, cursor, expectation, found);
    let on_baseline = expectation.catalogue == ScoreCatalogue::Baseline;
    for (key, given, why) in [
        ("max-age", expectation.max_age.is_some() && !on_baseline, "it is about the age of a baseline"),
        ("peers", expectation.peers.is_some() && on_baseline, "Microsoft's averages are of its own catalogue"),
        (
            "peers",
            expectation.peers.is_some() && expectation.grace.is_some(),
            "Microsoft's averages leave out no controls",
        ),
        ("grace", expectation.grace.is_some() && on_baseline, "a baseline has no controls that came after it"),
        ("service", expectation.service.is_some() && on_baseline, "a baseline holds no services"),
        ("category", expectation.category.is_some() && on_baseline, "a baseline holds no categories"),
    ] {
        if given {
            let with = if key == "max-age" { "without" } else { "together with" };
            let other = if key == "peers" && !on_baseline { "grace" } else { "catalogue: baseline" };
            let words = DiagnosticText::new(
                format!("`{key}` means nothing {with} `{other}`: {why}"),
                "does not go together",
                format!("remove `{key}`, or make a rule of its own"),
            );
            found.push(loaded.problem_of_key(cursor, key, words));
        }
    }
}

fn except_of_score(
    loaded: &TypedDocument<Policy>,
    cursor: Cursor<'_>,
    expectation: &ScoreExpectation,
    found: &mut Vec<LocatedProblem>,
) {
    if expectation.except.is_some() && expectation.category.is_none() && expectation.service.is_none() {
        let words = DiagnosticText::new(
            "`except` means nothing without `category` or `service`",
            "not for the score of the tenant",
            "remove it: the score of the tenant is the one that Graph reports, for all controls",
        );
        found.push(loaded.problem_of_key(cursor, "except", words));
    }
    patterns(loaded, cursor, "except", expectation.except.as_deref(), found);
}

fn regression(
    loaded: &TypedDocument<Policy>,
    cursor: Cursor<'_>,
    expectation: &RegressionExpectation,
    found: &mut Vec<LocatedProblem>,
) {
    if expectation.max_age.is_some() && expectation.against != Against::Baseline {
        let words = DiagnosticText::new(
            "`max-age` means nothing without `against: baseline`",
            "not for this reference",
            "remove it: it is about the age of a baseline",
        );
        found.push(loaded.problem_of_key(cursor, "max-age", words));
    }
    if let Against::BestOf(window) = expectation.against
        && expectation.confirm > window.days()
    {
        let words = DiagnosticText::new(
            format!(
                "a window of {window} has no day before the {} snapshots that must confirm a drop",
                expectation.confirm
            ),
            "too many for the window",
            "make the window longer, or `confirm` smaller",
        );
        found.push(loaded.problem_of_key(cursor, "confirm", words));
    }
    if expectation.judge == Judge::Reported && cursor.get("when-descoped").is_some() {
        let words = DiagnosticText::new(
            "`when-descoped` means nothing together with `judge: reported`",
            "not for the reported score",
            "remove it: the reported score counts whatever moved it",
        );
        found.push(loaded.problem_of_key(cursor, "when-descoped", words));
    }
    let (Some(controls), Some(chosen)) = (&expectation.controls, cursor.get("controls")) else { return };
    patterns(loaded, chosen, "match", controls.ids.as_deref(), found);
    patterns(loaded, chosen, "except", controls.except.as_deref(), found);
}

fn controls(
    loaded: &TypedDocument<Policy>,
    cursor: Cursor<'_>,
    expectation: &ControlsExpectation,
    found: &mut Vec<LocatedProblem>,
) {
    if expectation.properties.is_some() && cursor.get("when-missing").is_some() {
        let words = DiagnosticText::new(
            "`when-missing` means nothing together with `where`",
            "not for `where`",
            "remove it: it is about ids of `match` that are not scored",
        );
        found.push(loaded.problem_of_key(cursor, "when-missing", words));
    }
    if expectation.state.is_some() && cursor.get("points").is_some() {
        let words = DiagnosticText::new(
            "`points` means nothing together with `state`",
            "not for `state`",
            "remove it, or give `at-least` in place of `state`",
        );
        found.push(loaded.problem_of_key(cursor, "points", words));
    }
    patterns(loaded, cursor, "match", expectation.ids.as_deref(), found);
    patterns(loaded, cursor, "except", expectation.except.as_deref(), found);
}

fn freshness(
    loaded: &TypedDocument<Policy>,
    cursor: Cursor<'_>,
    expectation: &FreshnessExpectation,
    found: &mut Vec<LocatedProblem>,
) {
    let (Some(selector), Some(chosen)) = (&expectation.controls, cursor.get("controls")) else { return };
    if expectation.last_synced.is_none() {
        let words = DiagnosticText::new(
            "`controls` means nothing without `last-synced`",
            "not for `snapshot`",
            "add `last-synced`, or remove `controls`",
        );
        found.push(loaded.problem_of_key(cursor, "controls", words));
    }
    patterns(loaded, chosen, "match", selector.ids.as_deref(), found);
    patterns(loaded, chosen, "except", selector.except.as_deref(), found);
}

/// Checks the patterns of a list of ids.
fn patterns(
    loaded: &TypedDocument<Policy>,
    cursor: Cursor<'_>,
    key: &str,
    ids: Option<&[ControlId]>,
    found: &mut Vec<LocatedProblem>,
) {
    for (index, id) in ids.unwrap_or_default().iter().enumerate() {
        let Err(error) = Pattern::new(&id.0) else { continue };
        let Some(item) = cursor.get(key).and_then(|list| list.item(index)) else { continue };
        let words = DiagnosticText::new(
            format!("the pattern {} cannot be used: {}", code(&id.0), error.msg.to_lowercase()),
            "not a pattern",
            "`*` stands for any text, `?` for one character, and `[abc]` for one of some characters",
        );
        found.push(loaded.document.problem_at(item, words));
    }
}
