//! Controls that a reference scores and the newest day does not.

use crate::evaluate::control_id::{names_control, same_control};
use std::collections::BTreeSet;

use super::{Span, counts_as_lost};
use crate::evaluate::attribution::{Disposition, Entry};
use crate::evaluate::control_assessment::shown;
use crate::evaluate::judgement::Judgement;
use crate::evaluate::posture::Posture;
use crate::evaluate::property::{Property, comparable};
use crate::evaluate::select::Selection;
use crate::figures::DROP_TOLERANCE;
use crate::policy::{ControlsDrop, Drop, Judge, RegressionExpectation, WhenDescoped, Where};
use crate::report::{NoLongerScored, Outcome, Reason};
use crate::text::{change, points};

/// Whether a rule is about a control that is no longer scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    Chosen,
    /// It is unknown: the category is the snapshot's, and it is in none.
    Perhaps,
    Out,
}

/// Whether the rule is about it.
pub(super) fn place(id: &str, limit: &ControlsDrop, selection: &Selection, posture: &Posture<'_>) -> Placed {
    match (&limit.ids, &limit.properties) {
        (Some(ids), _) => {
            let named = |given: &str| same_control(given, id);
            let is_meant = names_control(ids, id);
            let is_missing = selection.missing.iter().any(|missing| named(missing));
            if is_meant || is_missing { Placed::Chosen } else { Placed::Out }
        }
        (None, Some(properties)) => of_properties(id, properties, posture),
        (None, None) => Placed::Chosen,
    }
}

fn of_properties(id: &str, properties: &Where, posture: &Posture<'_>) -> Placed {
    let Some(profile) = posture.evidence.catalogue.profile(id).filter(|profile| !profile.disputed) else {
        return Placed::Perhaps;
    };
    let mut placed = Placed::Chosen;
    for property in Property::ALL {
        let Some(required) = property.required_values(properties) else { continue };
        let required: BTreeSet<String> = required.iter().map(|value| comparable(value)).collect();
        let has = property.of_profile(profile).iter().any(|value| required.contains(value));
        match (property, has) {
            (_, true) => {}
            (_, false) if !property.is_known_of_profile(profile) => placed = Placed::Perhaps,
            // The category of the catalogue can differ from the one that the snapshot gave it.
            (Property::Category, false) => placed = Placed::Perhaps,
            (
                Property::Tier
                | Property::Service
                | Property::Threat
                | Property::ActionType
                | Property::ImplementationCost
                | Property::UserImpact,
                false,
            ) => return Placed::Out,
        }
    }
    placed
}

/// The finding on one, where there is one: a control that Microsoft retired is no loss, and neither is one that could not break the limit.
pub(super) fn judge(
    (id, disposition): (&str, Disposition),
    entry: &Entry,
    placed: Placed,
    limit: Drop,
    expectation: &RegressionExpectation,
    since: &str,
) -> Option<Judgement> {
    let observed = match expectation.judge {
        Judge::Posture => entry.certainly_observed(),
        Judge::Reported => entry.reported(),
    };
    let span = Span { least: 100.0 * observed.least, most: 100.0 * observed.most };
    if disposition == Disposition::Retired || span.most <= limit.0 + DROP_TOLERANCE {
        return None;
    }
    let of = entry.max.map(|max| format!(" of {}", points(shown(max), None))).unwrap_or_default();
    let had = format!("{id} had {}{of} points on {since} and is no longer scored", points(entry.score, None));
    // Only what the catalogue is shown to have is lost for certain.
    let is_shown = disposition == Disposition::Descoped && placed == Placed::Chosen;
    let is_lost = counts_as_lost(expectation.when_descoped) && is_shown && span.least > limit.0 + DROP_TOLERANCE;
    let why = match disposition {
        Disposition::Descoped | Disposition::Retired => {
            "; the catalogue still contains it. Possible causes: expired licence, disconnected connector, outage"
        }
        Disposition::Undetermined => "; it is unknown whether Microsoft retired it",
    };
    let message = format!("{had}{why}. Allowed drop: at most {limit}.");
    Some(if is_lost {
        let message = format!("Lost {}. {message}", change(span.least, Some(limit.0)));
        Judgement::of_absent(id, Outcome::Fail, message)
    } else {
        let reason = Reason::NoLongerScored(NoLongerScored::Subject {
            in_catalogue: match disposition {
                Disposition::Descoped | Disposition::Retired => true,
                Disposition::Undetermined => false,
            },
        });
        let message = format!("Unknown: {message}{}", remedy(disposition, expectation.when_descoped));
        Judgement::of_absent(id, Outcome::Unknown(reason), message)
    })
}

/// The remedy for a control that the catalogue still contains, as a sentence; none where that is not known, or where the rule
/// counts its points as lost.
const fn remedy(disposition: Disposition, when: WhenDescoped) -> &'static str {
    match (disposition, when) {
        (Disposition::Descoped | Disposition::Retired, WhenDescoped::Unknown) => {
            " Check these, or set `when-descoped: fail` to count the points as lost."
        }
        (Disposition::Descoped | Disposition::Retired, WhenDescoped::Fail) => " Check these.",
        (Disposition::Undetermined, _) => " Collect the whole catalogue, which shows it.",
    }
}
