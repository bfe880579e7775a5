//! Expectations whose parts make no sense together.

use glob::Pattern;

use super::super::{
    Against, ControlId, ControlsExpectation, Expectation, FreshnessExpectation, Judge, Policy, RegressionExpectation,
    ScoreCatalogue, ScoreExpectation,
};
use super::Loaded;
use crate::yaml::document::{Found, Saying};
use crate::yaml::suggest::code;
use crate::yaml::tree::Seen;

/// Checks the expectation of a rule.
pub(super) fn check(loaded: &Loaded<Policy>, rule: Seen<'_>, expectation: &Expectation, found: &mut Vec<Found>) {
    let Some(seen) = rule.get("expect").and_then(|expect| expect.get(expectation.kind())) else { return };
    match expectation {
        Expectation::Score(expectation) => score(loaded, seen, expectation, found),
        Expectation::Controls(expectation) => controls(loaded, seen, expectation, found),
        Expectation::Freshness(expectation) => freshness(loaded, seen, expectation, found),
        Expectation::Regression(expectation) => regression(loaded, seen, expectation, found),
        Expectation::Claimed(_) | Expectation::Coverage(_) => {}
    }
}

fn score(loaded: &Loaded<Policy>, seen: Seen<'_>, expectation: &ScoreExpectation, found: &mut Vec<Found>) {
    if expectation.category.is_some() && expectation.service.is_some() {
        let saying = Saying::new(
            "a score is that of a category or of a service, not of both",
            "one too many",
            "make a rule of each, or choose controls by both with `controls: { where: … }`",
        );
        found.push(loaded.problem_of_key(seen, "service", saying));
    } else if expectation.peers.is_some() && expectation.service.is_some() {
        let saying = Saying::new(
            "Microsoft publishes no peer average of a service",
            "not for `peers`",
            "remove `service`, or give `at-least` in place of `peers`",
        );
        found.push(loaded.problem_of_key(seen, "service", saying));
    }
    except_of_score(loaded, seen, expectation, found);
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
            let saying = Saying::new(
                format!("`{key}` means nothing {with} `{other}`: {why}"),
                "does not go together",
                format!("remove `{key}`, or make a rule of its own"),
            );
            found.push(loaded.problem_of_key(seen, key, saying));
        }
    }
}

fn except_of_score(loaded: &Loaded<Policy>, seen: Seen<'_>, expectation: &ScoreExpectation, found: &mut Vec<Found>) {
    if expectation.except.is_some() && expectation.category.is_none() && expectation.service.is_none() {
        let saying = Saying::new(
            "`except` means nothing without `category` or `service`",
            "not for the score of the tenant",
            "remove it: the score of the tenant is the one that Graph reports, for all controls",
        );
        found.push(loaded.problem_of_key(seen, "except", saying));
    }
    patterns(loaded, seen, "except", expectation.except.as_deref(), found);
}

fn regression(loaded: &Loaded<Policy>, seen: Seen<'_>, expectation: &RegressionExpectation, found: &mut Vec<Found>) {
    if expectation.max_age.is_some() && expectation.against != Against::Baseline {
        let saying = Saying::new(
            "`max-age` means nothing without `against: baseline`",
            "not for this reference",
            "remove it: it is about the age of a baseline",
        );
        found.push(loaded.problem_of_key(seen, "max-age", saying));
    }
    if let Against::BestOf(window) = expectation.against
        && expectation.confirm > window.days()
    {
        let saying = Saying::new(
            format!(
                "a window of {window} has no day before the {} snapshots that must confirm a drop",
                expectation.confirm
            ),
            "too many for the window",
            "make the window longer, or `confirm` smaller",
        );
        found.push(loaded.problem_of_key(seen, "confirm", saying));
    }
    if expectation.judge == Judge::Reported && seen.get("when-descoped").is_some() {
        let saying = Saying::new(
            "`when-descoped` means nothing together with `judge: reported`",
            "not for the reported score",
            "remove it: the reported score counts whatever moved it",
        );
        found.push(loaded.problem_of_key(seen, "when-descoped", saying));
    }
    let (Some(controls), Some(chosen)) = (&expectation.controls, seen.get("controls")) else { return };
    patterns(loaded, chosen, "match", controls.ids.as_deref(), found);
    patterns(loaded, chosen, "except", controls.except.as_deref(), found);
}

fn controls(loaded: &Loaded<Policy>, seen: Seen<'_>, expectation: &ControlsExpectation, found: &mut Vec<Found>) {
    if expectation.properties.is_some() && seen.get("when-missing").is_some() {
        let saying = Saying::new(
            "`when-missing` means nothing together with `where`",
            "not for `where`",
            "remove it: it is about ids of `match` that are not scored",
        );
        found.push(loaded.problem_of_key(seen, "when-missing", saying));
    }
    if expectation.state.is_some() && seen.get("points").is_some() {
        let saying = Saying::new(
            "`points` means nothing together with `state`",
            "not for `state`",
            "remove it, or give `at-least` in place of `state`",
        );
        found.push(loaded.problem_of_key(seen, "points", saying));
    }
    patterns(loaded, seen, "match", expectation.ids.as_deref(), found);
    patterns(loaded, seen, "except", expectation.except.as_deref(), found);
}

fn freshness(loaded: &Loaded<Policy>, seen: Seen<'_>, expectation: &FreshnessExpectation, found: &mut Vec<Found>) {
    let (Some(selector), Some(chosen)) = (&expectation.controls, seen.get("controls")) else { return };
    if expectation.last_synced.is_none() {
        let saying = Saying::new(
            "`controls` means nothing without `last-synced`",
            "not for `snapshot`",
            "add `last-synced`, or remove `controls`",
        );
        found.push(loaded.problem_of_key(seen, "controls", saying));
    }
    patterns(loaded, chosen, "match", selector.ids.as_deref(), found);
    patterns(loaded, chosen, "except", selector.except.as_deref(), found);
}

/// Checks the patterns of a list of ids.
fn patterns(loaded: &Loaded<Policy>, seen: Seen<'_>, key: &str, ids: Option<&[ControlId]>, found: &mut Vec<Found>) {
    for (index, id) in ids.unwrap_or_default().iter().enumerate() {
        let Err(error) = Pattern::new(&id.0) else { continue };
        let Some(item) = seen.get(key).and_then(|list| list.item(index)) else { continue };
        let saying = Saying::new(
            format!("the pattern {} cannot be used: {}", code(&id.0), error.msg.to_lowercase()),
            "not a pattern",
            "`*` stands for any text, `?` for one character, and `[abc]` for one of some characters",
        );
        found.push(loaded.document.problem_at(item, saying));
    }
}
