//! What a rule expects, in words: the title of a rule that has none.

use crate::policy::{
    Against, ControlId, Expectation, Judge, Points, RegressionExpectation, Selector, Threshold, Where,
};
use crate::text::{count, line, list};

/// One line such as `AdminMFAV2 is implemented`.
pub(super) fn expectation(expectation: &Expectation) -> String {
    let words = match expectation {
        Expectation::Score(score) => {
            let part = score.category.as_ref().map(|name| format!(" of category {name}"));
            let part = part.or_else(|| score.service.as_ref().map(|name| format!(" of service {name}")));
            let demand = match (score.at_least, score.peers) {
                (Some(threshold), _) => threshold.to_string(),
                (None, Some(group)) => format!("the average of {}", group.name()),
                (None, None) => String::new(),
            };
            let observed = match score.points {
                Points::Reported => "",
                Points::Observed => ", counting observed points alone",
            };
            format!("The score{} is at least {demand}{observed}", part.unwrap_or_default())
        }
        Expectation::Controls(controls) => {
            let chosen = chosen(controls.ids.as_ref(), controls.properties.as_ref());
            match (controls.at_least, controls.state) {
                (Some(threshold @ (Threshold::Percent(_) | Threshold::Points(_))), _) => {
                    format!("{chosen}: at least {threshold} each")
                }
                (None, Some(state)) => format!("{chosen}: {}", state.name()),
                (None, None) => chosen,
            }
        }
        Expectation::Regression(regression) => regressed(regression),
        Expectation::Freshness(freshness) => {
            let snapshot = freshness.snapshot.map(|age| format!("the snapshot is at most {age} old"));
            let synced = freshness.last_synced.map(|age| {
                let Selector { ids, properties, except: _ } = freshness.controls.clone().unwrap_or_default();
                let chosen = if ids.is_none() && properties.is_none() {
                    "every control".to_owned()
                } else {
                    chosen(ids.as_ref(), properties.as_ref())
                };
                format!("{chosen} was synced in the last {age}")
            });
            let parts: Vec<String> = [snapshot, synced].into_iter().flatten().collect();
            format!("The data is fresh: {}", list(&parts, "and"))
        }
        Expectation::Claimed(claimed) => {
            let most = claimed.at_most.map(|share| format!("at most {share} of the points are claimed"));
            let none = claimed.unwaived.map(|_| "every claim has a waiver".to_owned());
            let parts: Vec<String> = [most, none].into_iter().flatten().collect();
            format!("Claims: {}", list(&parts, "and"))
        }
        Expectation::Coverage(coverage) => format!("At least {} of the score can be judged", coverage.at_least),
    };
    line(&words)
}

/// `No regression against the best of 30 d: the score loses at most 1 pp`.
fn regressed(regression: &RegressionExpectation) -> String {
    let against = match regression.against {
        Against::Baseline => "the baseline".to_owned(),
        Against::Previous => "the snapshot before".to_owned(),
        Against::BestOf(window) => format!("the best of {window}"),
        Against::Days(days) => format!("the snapshot of {} ago", count(days as usize, "day")),
    };
    let what = match regression.judge {
        Judge::Posture => "the posture",
        Judge::Reported => "the reported score",
    };
    let score = regression.score.map(|score| format!("{what} loses at most {}", score.max_drop));
    let controls = regression.controls.as_ref().map(|controls| {
        let all = controls.ids.is_none() && controls.properties.is_none();
        let which = chosen(controls.ids.as_ref(), controls.properties.as_ref());
        let each = if all { "each control".to_owned() } else { format!("each of {which}") };
        let loses = if regression.score.is_some() { "" } else { " loses" };
        format!("{each}{loses} at most {}", controls.max_drop)
    });
    let parts: Vec<String> = [score, controls].into_iter().flatten().collect();
    format!("No regression against {against}: {}", list(&parts, "and"))
}

fn chosen(ids: Option<&Vec<ControlId>>, properties: Option<&Where>) -> String {
    let ids = ids.map(|ids| list(&ids.iter().map(|id| id.0.as_str()).collect::<Vec<_>>(), "and"));
    let words = ids.or_else(|| properties.map(|properties| format!("controls of {}", asked(properties))));
    words.unwrap_or_else(|| "controls".to_owned())
}

fn asked(properties: &Where) -> String {
    let Where { tier, category, service, threat, action_type, implementation_cost, user_impact } = properties;
    let parts = [
        ("tier", tier),
        ("category", category),
        ("service", service),
        ("threat", threat),
        ("action type", action_type),
        ("implementation cost", implementation_cost),
        ("user impact", user_impact),
    ];
    let words = parts.iter().filter_map(|(name, values)| Some(format!("{name} {}", list(values.as_ref()?, "or"))));
    list(&words.collect::<Vec<_>>(), "and")
}
