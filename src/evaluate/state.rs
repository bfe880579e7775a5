//! The state of a control that an administrator set, in contrast to points that Microsoft measured.

use jiff::civil::Date;
use jiff::tz::Offset;

pub(super) use super::attribution::Claim;
use crate::evidence::{Catalogue, Profile, StateUpdate};
use crate::report::{Reason, StateGap};
use crate::text::line;

/// The state of a control on a day, and what follows for its points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    /// The state that was set last, no later than on that day.
    pub(super) kind: StateKind,
    /// Whether its points are claimed. Where an update of the day may be in them or not, a claim counts.
    claim: Claim,
    /// The same where nothing may rest on what is not certain: on a day that others are compared with, a claim counts for a pass.
    certain_claim: Claim,
}

/// A state as Graph has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum StateKind {
    /// No state was set: the points are observed.
    Default,
    /// The risk was accepted.
    Ignored,
    /// Resolved through a third party: the points are claimed.
    ThirdParty,
    /// Reviewed: the points are claimed.
    Reviewed,
    /// The state is unknown, and why.
    Unknown(Reason),
}

impl State {
    /// The state of a control on a day, by its profile.
    pub(super) fn of(control: &str, catalogue: &Catalogue, day: Date) -> Self {
        Self::of_profile(catalogue.profile(control), catalogue.complete, day)
    }

    /// The same by the profile of the control.
    pub(super) fn of_profile(profile: Option<&Profile>, is_catalogue_complete: bool, day: Date) -> Self {
        match profile {
            // Its points may be claimed ones, however complete the catalogue is.
            None if is_catalogue_complete => Self::unknown(Reason::StateUnknown(StateGap::NoProfile)),
            None => Self::unknown(Reason::CatalogueIncomplete),
            Some(profile) if profile.disputed => Self::unknown(Reason::StateUnknown(StateGap::ContradictoryProfiles)),
            Some(profile) => match &profile.updates {
                Some(updates) => Self::on(updates, day),
                None => Self::unknown(Reason::StateUnknown(StateGap::Unreadable)),
            },
        }
    }

    const fn unknown(why: Reason) -> Self {
        Self::certain(StateKind::Unknown(why))
    }

    const fn certain(kind: StateKind) -> Self {
        let claim = kind.claim();
        Self { kind, claim, certain_claim: claim }
    }

    /// The newest update dated no later than the day; updates without a date are the oldest, and of equals the last counts. Their
    /// order in the response is not documented.
    fn on(updates: &[StateUpdate], day: Date) -> Self {
        let kinds: Vec<StateKind> = updates.iter().map(|update| StateKind::named(update.state.as_deref())).collect();
        let Some(first) = kinds.first() else { return Self::certain(StateKind::Default) };
        let is_undated = |update: &StateUpdate| update.updated.is_none();
        if updates.iter().any(is_undated) && kinds.iter().all(|kind| kind == first) {
            return Self::certain(first.clone());
        }
        if updates.iter().zip(&kinds).any(|(update, kind)| is_undated(update) && *kind != StateKind::Default) {
            return Self::unknown(Reason::StateUnknown(StateGap::Undated));
        }
        let mut until: Vec<(Option<Date>, &StateUpdate, StateKind)> =
            updates.iter().zip(kinds).map(|(update, kind)| (date(update), update, kind)).collect();
        until.retain(|(date, _, _)| *date <= Some(day));
        until.sort_by_key(|(_, update, _)| update.updated);
        let Some((_, _, newest)) = until.last() else {
            return Self::unknown(Reason::StateUnknown(StateGap::SetLater(day)));
        };
        let mut state = Self::certain(newest.clone());
        state.count_the_day(&until, day);
        state
    }

    /// A snapshot holds what was synced in the course of its day, whose midnight it bears as its date. An update of that day may
    /// therefore be in its points or not: where the states before it and on it differ in claim, a claim among them counts.
    fn count_the_day(&mut self, until: &[(Option<Date>, &StateUpdate, StateKind)], day: Date) {
        let of_day = until.iter().rev().take_while(|(date, _, _)| *date == Some(day)).count();
        if of_day == 0 || matches!(self.kind, StateKind::Unknown(_)) {
            return;
        }
        let (before, on_day) = until.split_at(until.len() - of_day);
        // What the state was before its first update is unknown.
        let before = before.last().map_or(Claim::Maybe, |(_, _, kind)| kind.claim());
        let claims: Vec<Claim> = on_day.iter().map(|(_, _, kind)| kind.claim()).chain([before]).collect();
        if claims.iter().any(|claim| *claim != self.claim) {
            self.claim = if claims.contains(&Claim::Yes) { Claim::Yes } else { Claim::Maybe };
            self.certain_claim = Claim::Maybe;
        }
    }

    /// Whether points of a control in this state are claimed ones. Where they may be either, a claim counts against them.
    pub(super) const fn claim(&self) -> Claim {
        self.claim
    }

    /// Both: whether the points are claimed, and whether for certain.
    pub(super) const fn claims(&self) -> (Claim, Claim) {
        (self.claim, self.certain_claim)
    }

    /// The same for a day that others are compared with.
    pub(super) const fn certain_claim(&self) -> Claim {
        self.certain_claim
    }

    /// Whether the state is the required one, or why that is unknown.
    pub(super) fn is(&self, required: &StateKind) -> Result<bool, Reason> {
        match (&self.kind, self.claim) {
            (StateKind::Unknown(_), _) => Err(self.unknown_reason()),
            (kind, _) if kind != required => Ok(false),
            (StateKind::Default, Claim::Yes) => Ok(false),
            (StateKind::Default, Claim::Maybe) => Err(self.unknown_reason()),
            (StateKind::Default | StateKind::Ignored | StateKind::ThirdParty | StateKind::Reviewed, _) => Ok(true),
        }
    }

    /// The reason for which the state, or whether the points rest on a claim, is unknown.
    pub(super) fn unknown_reason(&self) -> Reason {
        match &self.kind {
            StateKind::Unknown(why) => why.clone(),
            StateKind::Default | StateKind::Ignored | StateKind::ThirdParty | StateKind::Reviewed => {
                Reason::StateUnknown(StateGap::SetThatDay)
            }
        }
    }

    /// The word for people; none where the state is unknown.
    pub(super) const fn name(&self) -> Option<&'static str> {
        self.kind.name()
    }
}

fn date(update: &StateUpdate) -> Option<Date> {
    update.updated.map(|at| Offset::UTC.to_datetime(at).date())
}

impl StateKind {
    fn named(state: Option<&str>) -> Self {
        let state = state.unwrap_or_default().trim();
        let mut known = [Self::Default, Self::Ignored, Self::ThirdParty, Self::Reviewed].into_iter();
        let named = known.find(|kind| kind.name().is_some_and(|name| name.eq_ignore_ascii_case(state)));
        named.unwrap_or_else(|| {
            Self::Unknown(Reason::StateUnknown(match state {
                "" => StateGap::Empty,
                _ => StateGap::Unrecognised(line(state)),
            }))
        })
    }

    /// The word for people; none where the state is unknown.
    pub(super) const fn name(&self) -> Option<&'static str> {
        match self {
            Self::Default => Some("Default"),
            Self::Ignored => Some("Ignored"),
            Self::ThirdParty => Some("ThirdParty"),
            Self::Reviewed => Some("Reviewed"),
            Self::Unknown(_) => None,
        }
    }

    /// Whether a state by itself is a claim.
    const fn claim(&self) -> Claim {
        match self {
            Self::Default => Claim::No,
            Self::Ignored | Self::ThirdParty | Self::Reviewed => Claim::Yes,
            Self::Unknown(_) => Claim::Maybe,
        }
    }
}

#[cfg(test)]
mod tests;
