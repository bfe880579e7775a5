//! Waivers: which are active, and what they cover.

mod instances;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp, Unit};

use super::judgement::{Judgement, Measured};
use super::posture::Posture;
use super::threshold::meets;
use crate::policy::{Age, Enforcement, Policy, PolicySet, Threshold, Waiver, WaiverLimits};
use crate::report::{Outcome, Waivable, WaiverInfo, WaiverStatus};
use crate::text::suggest::code;
use crate::text::{count, line, list, percent, points};

use instances::Instances;

/// The time before the expiry of a waiver from which reports warn of it where the policy states none, in days.
const WARN_DAYS: i64 = 14;

/// The waivers of a run, with the status of each.
pub(super) struct Waivers<'p> {
    waivers: &'p [Waiver],
    instances: Instances,
    infos: Vec<WaiverInfo>,
    /// For each waiver the reason why `while-at-least` is not met, where it is not.
    unmet: Vec<Option<String>>,
    /// For each waiver the reason for which it is unused, if it is.
    unused: Vec<UnusedReason>,
}

/// The reason for which an active waiver covers nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
enum UnusedReason {
    /// It names a control that neither the snapshot nor the catalogue knows: which, and perhaps which was meant.
    NoControl(String, Option<String>),
    /// Its policy is not part of the run.
    NoPolicy,
    /// Its rule is disabled.
    Disabled,
    /// Another waiver covers what it names.
    Covered,
    /// Nothing that it names fails or is unknown.
    Passing,
}

impl UnusedReason {
    fn of(waiver: &Waiver, policy: Option<&Policy>, posture: &Posture<'_>) -> Self {
        let Some(policy) = policy else { return Self::NoPolicy };
        let rule = policy.rules.iter().find(|rule| rule.id == waiver.rule);
        if rule.is_some_and(|rule| rule.enforcement == Enforcement::Disabled) {
            return Self::Disabled;
        }
        let is_known =
            |id: &str| !posture.index.find(id).is_empty() || posture.evidence.catalogue.profile(id).is_some();
        match waiver.controls.iter().find(|control| !is_known(&control.0)) {
            Some(control) => Self::NoControl(line(&control.0), posture.did_you_mean(&control.0).map(str::to_owned)),
            None => Self::Passing,
        }
    }

    fn words(&self, policy: &str) -> String {
        match self {
            Self::NoControl(control, Some(near)) => {
                format!("is unused: the evidence has no control {control}; did you mean {near}?")
            }
            Self::NoControl(control, None) => format!("is unused: the evidence has no control {control}"),
            Self::NoPolicy => format!("is unused: no policy {} is loaded", code(policy)),
            Self::Disabled => "is unused: the rule is disabled".to_owned(),
            Self::Covered => "is unused: another waiver covers the same findings".to_owned(),
            Self::Passing => "is unused: no finding that it names is failed or unknown; remove it".to_owned(),
        }
    }
}

impl<'p> Waivers<'p> {
    /// All waivers, those of policies that are not part of the run too: a misspelt policy must be noticed.
    pub(super) fn of(policies: &'p PolicySet, posture: &Posture<'_>, now: Timestamp) -> Self {
        let today = Offset::UTC.to_datetime(now).date();
        let mut infos = Vec::new();
        let mut unused = Vec::new();
        for waiver in &policies.waivers {
            let policy = policies.policies.iter().find(|policy| policy.policy == waiver.policy);
            infos.push(info(waiver, policy, today));
            unused.push(UnusedReason::of(waiver, policy, posture));
        }
        let unmet = vec![None; infos.len()];
        Self { waivers: &policies.waivers, instances: Instances::of(&policies.waivers, posture), infos, unmet, unused }
    }

    /// The waivers of a rule, as positions: the one that lasts longest first, so that a renewal takes over from what it renews.
    pub(super) fn of_rule(&self, policy: &str, rule: &str) -> Vec<usize> {
        let named = |waiver: &Waiver| waiver.policy == policy && waiver.rule == rule;
        let mut of_rule: Vec<usize> =
            (0..self.waivers.len()).filter(|position| named(&self.waivers[*position])).collect();
        of_rule.sort_by_key(|position| std::cmp::Reverse(self.waivers[*position].expires));
        of_rule
    }

    /// The outcome of a judgement in view of the waivers of its rule: the first that is active and names the subject covers it.
    pub(super) fn apply(&mut self, of_rule: &[usize], judgement: &Judgement) -> Option<Outcome> {
        let instead_of = match &judgement.outcome {
            Outcome::Fail => Waivable::Fail,
            Outcome::Unknown(reason) => Waivable::Unknown(reason.clone()),
            Outcome::Pass | Outcome::Waived { .. } | Outcome::NotApplicable(_) => return None,
        };
        let mut covered: Option<Outcome> = None;
        for position in of_rule {
            let waiver = &self.waivers[*position];
            if !is_active(self.infos[*position].status) || !self.instances.names(waiver, &judgement.subject) {
                continue;
            }
            if covered.is_some() {
                self.unused[*position] = UnusedReason::Covered;
                continue;
            }
            if waiver.while_at_least.is_some_and(|least| !is_met(least, &judgement.measured)) {
                self.unmet[*position] = waiver.while_at_least.map(|least| shortfall(least, &judgement.measured));
                continue;
            }
            let info = &mut self.infos[*position];
            info.status = WaiverStatus::Active;
            info.covers += 1;
            covered = Some(Outcome::Waived { instead_of: instead_of.clone(), waiver: *position });
        }
        covered
    }

    /// Returns the waivers with their final status, and the sentence that reports show of each.
    pub(super) fn finish(mut self) -> Vec<WaiverInfo> {
        for ((info, unmet), unused) in self.infos.iter_mut().zip(&self.unmet).zip(&self.unused) {
            if unmet.is_some() && info.covers == 0 {
                info.status = WaiverStatus::ConditionUnmet;
            }
            info.warning = warning(info, unmet.as_deref(), unused);
        }
        self.infos
    }
}

/// Whether a waiver is active on the day of the run.
fn is_active(status: WaiverStatus) -> bool {
    match status {
        WaiverStatus::Active | WaiverStatus::Unused => true,
        WaiverStatus::Expired | WaiverStatus::ConditionUnmet | WaiverStatus::TooLong | WaiverStatus::NotYet => false,
    }
}

/// Whether `while-at-least` is met. Without a measured figure it is not.
fn is_met(least: Threshold, measured: &[Measured]) -> bool {
    let meets = |Measured { score, max }: &Measured| meets(least, *score, *max) == Some(true);
    !measured.is_empty() && measured.iter().all(meets)
}

/// The reason for which `while-at-least` is not met, as a sentence fragment.
fn shortfall(least: Threshold, measured: &[Measured]) -> String {
    let missed = measured.iter().find(|Measured { score, max }| meets(least, *score, *max) != Some(true));
    match (missed, least) {
        (Some(Measured { score, max: Some(max) }), Threshold::Percent(share)) if *max > 0.0 => {
            format!("{} was measured, and `while-at-least` requires {least}", percent(score * 100.0 / max, Some(share)))
        }
        (Some(Measured { score, .. }), Threshold::Points(limit)) => {
            format!("{} points were measured, and `while-at-least` requires {least}", points(*score, Some(limit)))
        }
        (Some(_) | None, Threshold::Percent(_) | Threshold::Points(_)) => {
            format!("it is unknown whether `while-at-least: {least}` is met")
        }
    }
}

fn info(waiver: &Waiver, policy: Option<&Policy>, today: Date) -> WaiverInfo {
    let limits = policy.and_then(|policy| policy.waiver_limits.clone());
    let WaiverLimits { longest_life, warn_before } =
        limits.unwrap_or(WaiverLimits { longest_life: None, warn_before: None });
    let left = days(today, waiver.expires);
    // Without `granted` the life is unknown: a limit would otherwise be met by the passing of time.
    let life = waiver.granted.map(|granted| days(granted, waiver.expires));
    // A waiver that is granted on a later day is not active yet.
    let is_early = waiver.granted.is_some_and(|granted| granted > today);
    let status = if left < 0 {
        WaiverStatus::Expired
    } else if is_early {
        WaiverStatus::NotYet
    } else if longest_life.is_some_and(|longest| life.is_none_or(|life| life > whole_days(longest))) {
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
        granted: waiver.granted,
        expires: waiver.expires,
        place: waiver.place,
        status,
        expires_soon: is_active(status) && left <= warn_before.map_or(WARN_DAYS, whole_days),
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

fn warning(info: &WaiverInfo, unmet: Option<&str>, unused: &UnusedReason) -> Option<String> {
    let controls = if info.controls.is_empty() { String::new() } else { format!(" ({})", list(&info.controls, "and")) };
    let waiver = format!("waiver for {}/{}{controls}", info.policy, info.rule);
    let without = "the rule is evaluated without it";
    match info.status {
        WaiverStatus::Expired => Some(format!("{waiver} expired (last valid day {} UTC): {without}", info.expires)),
        WaiverStatus::TooLong => Some(format!(
            "{waiver} is not active: its last valid day, {}, is later than the policy's `longest-life` permits after `granted`; {without}",
            info.expires
        )),
        WaiverStatus::NotYet => Some(format!("{waiver} is not active yet: it is granted on a later day; {without}")),
        WaiverStatus::ConditionUnmet => {
            Some(format!("{waiver} is no longer active: {}; {without}", unmet.unwrap_or_default()))
        }
        WaiverStatus::Active if unmet.is_some() => {
            Some(format!("{waiver} no longer covers all findings that it names: {}", unmet.unwrap_or_default()))
        }
        WaiverStatus::Active if info.expires_soon => Some(format!("{waiver} expires {}", in_days(info))),
        WaiverStatus::Active => None,
        WaiverStatus::Unused => Some(format!("{waiver} {}", unused.words(&info.policy))),
    }
}

fn in_days(info: &WaiverInfo) -> String {
    match usize::try_from(info.days_left) {
        Ok(0) | Err(_) => format!("at the end of today ({} UTC)", info.expires),
        Ok(days) => format!("in {} (last valid day {} UTC)", count(days, "day"), info.expires),
    }
}
