//! Changes that leave less information about a tenant, or fewer points.

use arbitrary::Arbitrary;
use serde_json::{Value, json};

use crate::tenant::{NEXT_PAGE, Responses, Tenant};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Arbitrary)]
pub(crate) enum Change {
    DropProfile,
    NullScore,
    NullPercentage,
    NullCategory,
    NullSynced,
    NullMaxScore,
    NullStates,
    NullStateDate,
    NullState,
    NullTier,
    NullService,
    NullThreats,
    NullCurrent,
    NullMax,
    DropPeers,
    NullPeer,
    DropDay,
    NullDayCurrent,
    NullDayMax,
    NullDayScore,
    NullDayPercentage,
    IncompleteCatalogue,
    DropControl,
    PartialResponse,
    LowerPoints,
}

impl Change {
    /// The responses after the change, or nothing where the tenant has no such thing. `at` chooses the control and the day.
    pub(crate) fn applied(self, tenant: &Tenant, at: usize) -> Option<Responses> {
        let mut changed = tenant.responses();
        let (id, past_day) = (tenant.id(at), past_day(&changed, at));
        match self {
            Self::DropProfile => {
                retain_others(&mut changed.profiles["value"], "id", &id);
                changed.profiles["@odata.nextLink"] = json!(NEXT_PAGE);
            }
            Self::NullScore => null_score(&mut changed, 0, &id, "score"),
            Self::NullPercentage => null_score(&mut changed, 0, &id, "scoreInPercentage"),
            Self::NullCategory => null_score(&mut changed, 0, &id, "controlCategory"),
            Self::NullSynced => null_score(&mut changed, 0, &id, "lastSynced"),
            Self::NullMaxScore => profile(&mut changed, &id)?["maxScore"] = Value::Null,
            Self::NullStates => profile(&mut changed, &id)?["controlStateUpdates"] = Value::Null,
            Self::NullStateDate => last_update(&mut changed, &id)?["updatedDateTime"] = Value::Null,
            Self::NullState => last_update(&mut changed, &id)?["state"] = Value::Null,
            Self::NullTier => profile(&mut changed, &id)?["tier"] = Value::Null,
            Self::NullService => profile(&mut changed, &id)?["service"] = Value::Null,
            Self::NullThreats => profile(&mut changed, &id)?["threats"] = Value::Null,
            Self::NullCurrent => changed.scores["value"][0]["currentScore"] = Value::Null,
            Self::NullMax => changed.scores["value"][0]["maxScore"] = Value::Null,
            Self::DropPeers => changed.scores["value"][0]["averageComparativeScores"] = Value::Null,
            Self::NullPeer => changed.scores["value"][0]["averageComparativeScores"][0]["averageScore"] = Value::Null,
            Self::DropDay => drop(changed.scores["value"].as_array_mut()?.remove(past_day?)),
            Self::NullDayCurrent => changed.scores["value"][past_day?]["currentScore"] = Value::Null,
            Self::NullDayMax => changed.scores["value"][past_day?]["maxScore"] = Value::Null,
            Self::NullDayScore => null_score(&mut changed, past_day?, &id, "score"),
            Self::NullDayPercentage => null_score(&mut changed, past_day?, &id, "scoreInPercentage"),
            Self::IncompleteCatalogue => changed.profiles["@odata.nextLink"] = json!(NEXT_PAGE),
            Self::DropControl => retain_others(&mut changed.scores["value"][0]["controlScores"], "controlName", &id),
            Self::PartialResponse => changed.status = 206,
            Self::LowerPoints => {
                let steps = u8::try_from(1 + at / 8 * 3).unwrap_or(u8::MAX);
                changed = tenant.clone().lowered(at, steps).responses();
            }
        }
        Some(changed)
    }

    /// Whether the law does not hold for a rule under this change.
    pub(crate) fn exempts(self, rule: &str, before: &Responses, id: &str) -> bool {
        let is_one_of = |beginnings: &[&str]| beginnings.iter().any(|beginning| rule.starts_with(beginning));
        match self {
            // Fewer points are less of a claim, and less to cover.
            Self::LowerPoints => ["claimed", "coverage"].contains(&rule),
            // A day that was removed leaves a well-formed record, which cannot be seen.
            Self::DropDay => is_one_of(&HISTORY),
            // Neither can the date of a Default or of an only update: without one it is what the state was at first.
            Self::NullStateDate => before.is_first_state(id),
            // Without one of two figures that contradict one another there is no contradiction.
            Self::DropControl => before.is_disputed(id),
            // A day whose figures are missing is no reference, and of a window some days may be missing.
            Self::NullDayCurrent | Self::NullDayMax | Self::NullDayScore => is_one_of(&WINDOW),
            Self::DropProfile
            | Self::NullScore
            | Self::NullPercentage
            | Self::NullCategory
            | Self::NullSynced
            | Self::NullMaxScore
            | Self::NullStates
            | Self::NullState
            | Self::NullTier
            | Self::NullService
            | Self::NullThreats
            | Self::NullCurrent
            | Self::NullMax
            | Self::DropPeers
            | Self::NullPeer
            | Self::NullDayPercentage
            | Self::IncompleteCatalogue
            | Self::PartialResponse => false,
        }
    }
}

/// The rules that compare with the best day of a window.
const WINDOW: [&str; 2] = ["best", "confirmed"];

/// The rules that read past days, by the beginning of their ids.
const HISTORY: [&str; 4] = ["previous", "best", "confirmed", "graced"];

fn past_day(responses: &Responses, at: usize) -> Option<usize> {
    let past = responses.days() - 1;
    (past > 0).then(|| 1 + at % past)
}

fn retain_others(list: &mut Value, name: &str, id: &str) {
    if let Some(list) = list.as_array_mut() {
        list.retain(|entry| entry[name] != id);
    }
}

fn null_score(responses: &mut Responses, day: usize, id: &str, key: &str) {
    let scores = responses.scores["value"][day]["controlScores"].as_array_mut();
    for score in scores.into_iter().flatten().filter(|score| score["controlName"] == id) {
        score[key] = Value::Null;
    }
}

fn profile<'r>(responses: &'r mut Responses, id: &str) -> Option<&'r mut Value> {
    responses.profiles["value"].as_array_mut()?.iter_mut().find(|profile| profile["id"] == id)
}

fn last_update<'r>(responses: &'r mut Responses, id: &str) -> Option<&'r mut Value> {
    profile(responses, id)?["controlStateUpdates"].as_array_mut()?.last_mut()
}
