//! Waivers: which hold, and what they cover.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp, Unit};

use super::judgement::{Judgement, Measured};
use super::posture::same_control;
use super::standing::TOLERANCE;
use crate::policy::{Age, Policy, PolicySet, Threshold, Waiver, WaiverLimits};
use crate::report::{Outcome, Subject, Waivable, WaiverInfo, WaiverStatus};
use crate::text::{count, line, list};

/// How long before a waiver lapses reports say so where the policy gives no other length.
const WARN_DAYS: i64 = 14;

/// The waivers of a run, and what becomes of each while the rules are judged.
pub(super) struct Waivers<'p> {
    waivers: Vec<&'p Waiver>,
    infos: Vec<WaiverInfo>,
    /// For each waiver whether `while-at-least` kept it from covering something.
    ended: Vec<bool>,
}

impl<'p> Waivers<'p> {
    /// Waivers of policies that are not part of the run are left out: they are not this run's business.
    pub(super) fn of(policies: &'p PolicySet, now: Timestamp) -> Self {
        let today = Offset::UTC.to_datetime(now).date();
        let mut waivers = Vec::new();
        let mut infos = Vec::new();
        for waiver in &policies.waivers {
            if let Some(policy) = policies.policies.iter().find(|policy| policy.policy == waiver.policy) {
                waivers.push(waiver);
                infos.push(info(waiver, policy, today));
            }
        }
        let ended = vec![false; waivers.len()];
        Self { waivers, infos, ended }
    }

    /// The waivers of a rule, as positions.
    pub(super) fn of_rule(&self, policy: &str, rule: &str) -> Vec<usize> {
        let named = |waiver: &Waiver| waiver.policy == policy && waiver.rule == rule;
        (0..self.waivers.len()).filter(|position| named(self.waivers[*position])).collect()
    }

    /// The outcome of a judgement in view of the waivers of its rule: the first that holds and names the subject covers it.
    pub(super) fn apply(&mut self, of_rule: &[usize], judgement: &Judgement) -> Option<Outcome> {
        let instead_of = match &judgement.outcome {
            Outcome::Fail => Waivable::Fail,
            Outcome::Unknown(reason) => Waivable::Unknown(reason.clone()),
            Outcome::Pass | Outcome::Waived { .. } | Outcome::NotApplicable(_) => return None,
        };
        for position in of_rule {
            let waiver = self.waivers[*position];
            if !holds(self.infos[*position].status) || !names(waiver, &judgement.subject) {
                continue;
            }
            if waiver.while_at_least.is_some_and(|least| !is_met(least, judgement.measured)) {
                self.ended[*position] = true;
                continue;
            }
            let info = &mut self.infos[*position];
            info.status = WaiverStatus::Active;
            info.covers += 1;
            return Some(Outcome::Waived { instead_of, waiver: *position });
        }
        None
    }

    /// What became of the waivers, with the sentence that reports show of each.
    pub(super) fn finish(mut self) -> Vec<WaiverInfo> {
        for (info, ended) in self.infos.iter_mut().zip(&self.ended) {
            if *ended && info.covers == 0 {
                info.status = WaiverStatus::Ended;
            }
            info.warning = warning(info, *ended);
        }
        self.infos
    }
}

/// Whether a waiver is in force on the day of the run.
fn holds(status: WaiverStatus) -> bool {
    match status {
        WaiverStatus::Active | WaiverStatus::Unused => true,
        WaiverStatus::Lapsed | WaiverStatus::Ended | WaiverStatus::TooLong | WaiverStatus::NotYet => false,
    }
}

fn names(waiver: &Waiver, subject: &Subject) -> bool {
    match subject {
        Subject::Tenant => waiver.controls.is_empty(),
        Subject::Control(control) => waiver.controls.iter().any(|given| same_control(&given.0, control)),
    }
}

/// Whether the score is still as good as the waiver demands. What was not measured is not shown to be.
fn is_met(least: Threshold, measured: Option<Measured>) -> bool {
    let Some(Measured { score, max }) = measured else { return false };
    match least {
        Threshold::Percent(share) => max > 0.0 && 100.0 * score - share * max >= -TOLERANCE * max,
        Threshold::Points(points) => score >= points * (1.0 - TOLERANCE),
    }
}

fn info(waiver: &Waiver, policy: &Policy, today: Date) -> WaiverInfo {
    let limits = policy.waiver_limits.clone();
    let WaiverLimits { longest_life, warn_before } =
        limits.unwrap_or(WaiverLimits { longest_life: None, warn_before: None });
    let left = days(today, waiver.expires);
    let life = days(waiver.granted.unwrap_or(today), waiver.expires);
    // A waiver that begins in the future has not been granted yet, and cannot begin to hold by being dated ahead.
    let is_early = waiver.granted.is_some_and(|granted| granted > today);
    let status = if left < 0 {
        WaiverStatus::Lapsed
    } else if is_early {
        WaiverStatus::NotYet
    } else if longest_life.is_some_and(|longest| life > whole_days(longest)) {
        WaiverStatus::TooLong
    } else {
        WaiverStatus::Unused
    };
    WaiverInfo {
        policy: waiver.policy.clone(),
        rule: waiver.rule.clone(),
        controls: waiver.controls.iter().map(|control| line(&control.0)).collect(),
        reason: line(&waiver.reason),
        approved_by: line(&waiver.approved_by),
        ticket: waiver.ticket.as_deref().map(line),
        expires: waiver.expires,
        place: waiver.place,
        status,
        lapses_soon: holds(status) && left <= warn_before.map_or(WARN_DAYS, whole_days),
        days_left: left,
        covers: 0,
        warning: None,
    }
}

/// Whole days from one date to another; negative where the second is the earlier.
fn days(from: Date, to: Date) -> i64 {
    from.until((Unit::Day, to)).map_or(0, |span: Span| i64::from(span.get_days()))
}

fn whole_days(age: Age) -> i64 {
    age.0.as_hours() / 24
}

fn warning(info: &WaiverInfo, ended: bool) -> Option<String> {
    let controls =
        if info.controls.is_empty() { String::new() } else { format!(" for {}", list(&info.controls, "and")) };
    let waiver = format!("the waiver of {}/{}{controls}", info.policy, info.rule);
    let anew = "the rule is judged as if there were none";
    match info.status {
        WaiverStatus::Lapsed => Some(format!("{waiver} lapsed after {}: {anew}", info.expires)),
        WaiverStatus::TooLong => Some(format!(
            "{waiver} does not hold: it runs until {}, longer than the policy's longest-life allows; {anew}",
            info.expires
        )),
        WaiverStatus::NotYet => Some(format!("{waiver} does not hold yet: it is granted on a later day; {anew}")),
        WaiverStatus::Ended => Some(format!("{waiver} has ended: its while-at-least is no longer met; {anew}")),
        WaiverStatus::Active if ended => {
            Some(format!("{waiver} no longer covers all of it: its while-at-least is not met everywhere"))
        }
        WaiverStatus::Active if info.lapses_soon => Some(format!("{waiver} lapses {}", in_days(info))),
        WaiverStatus::Active => None,
        WaiverStatus::Unused => {
            Some(format!("{waiver} waives nothing: nothing that it names fails or is undecided; remove it"))
        }
    }
}

fn in_days(info: &WaiverInfo) -> String {
    match usize::try_from(info.days_left) {
        Ok(0) | Err(_) => format!("at the end of today, {} (UTC)", info.expires),
        Ok(days) => format!("in {}, after {} (UTC)", count(days, "day"), info.expires),
    }
}
