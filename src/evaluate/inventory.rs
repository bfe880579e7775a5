//! The controls of a tenant, and the rules that choose each.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::control_id::names_control;
use super::posture::Posture;
use crate::evidence::{Evidence, Profile, without_instance};
use crate::policy::{Enforcement, PolicySet, Selected};
use crate::report::{ControlInfo, Inventory, InventoryControl};
use crate::tenant::TenantId;

/// All controls of some evidence: those that the snapshot scores, and those that only the catalogue lists. `policies` give the rules of
/// each control; disabled rules count for none.
#[must_use]
pub fn inventory(evidence: &Evidence, policies: Option<&PolicySet>) -> Inventory {
    let posture = Posture::of(evidence);
    let mut controls: Vec<InventoryControl> = posture
        .assessments
        .iter()
        .map(|assessment| control(assessment.info(), assessment.profile, true, assessment.recoverable()))
        .collect();
    let others =
        unscored(&posture).map(|profile| control(Arc::new(unscored_control(profile)), Some(profile), false, None));
    controls.extend(others);
    for (identity, selected) in policies.into_iter().flat_map(rules) {
        for position in posture.select(selected).chosen {
            controls[position].rules.push(identity.clone());
        }
        let ids = selected.ids.into_iter().flatten();
        let unscored = controls[posture.assessments.len()..].iter_mut();
        let exact: Vec<_> = ids.filter(|id| !id.is_pattern()).cloned().collect();
        unscored.filter(|control| names_control(&exact, &control.info.id)).for_each(|control| {
            control.rules.push(identity.clone());
        });
    }
    let points = |control: &InventoryControl| control.recoverable.unwrap_or(f64::NEG_INFINITY);
    controls.sort_by(|a, b| {
        let by_points = points(b).total_cmp(&points(a));
        by_points.then_with(|| a.info.id.to_lowercase().cmp(&b.info.id.to_lowercase()))
    });
    Inventory {
        tenant: evidence.snapshot.tenant.as_ref().map(TenantId::to_string),
        date: evidence.snapshot.date(),
        gaps: evidence.gaps.iter().map(ToString::to_string).collect(),
        has_policies: policies.is_some(),
        total: controls.len(),
        controls,
        inputs: evidence.inputs.clone(),
    }
}

/// The active rules that choose single controls, with their identity.
fn rules(policies: &PolicySet) -> impl Iterator<Item = (String, Selected<'_>)> {
    let all = policies.policies.iter().flat_map(|policy| policy.rules.iter().map(move |rule| (policy, rule)));
    let active = all.filter(|(_, rule)| rule.enforcement != Enforcement::Disabled);
    let selected = active.map(|(policy, rule)| (format!("{}/{}", policy.policy, rule.id), rule.expect.selected()));
    selected.filter(|(_, selected)| !selected.is_all())
}

/// The profiles of controls that the snapshot does not score.
fn unscored<'e>(posture: &Posture<'e>) -> impl Iterator<Item = &'e Profile> {
    let ids = posture.assessments.iter().map(|assessment| assessment.control.id.to_lowercase());
    let scored: BTreeSet<String> = ids.flat_map(|id| [without_instance(&id).to_owned(), id]).collect();
    let profiles = posture.evidence.catalogue.profiles.iter();
    profiles.filter(move |(id, _)| !scored.contains(*id)).map(|(_, profile)| &**profile)
}

fn control(
    info: Arc<ControlInfo>,
    profile: Option<&Profile>,
    is_scored: bool,
    recoverable: Option<f64>,
) -> InventoryControl {
    let trusted = profile.filter(|profile| !profile.disputed);
    let threats = trusted.and_then(|profile| profile.threats.clone()).unwrap_or_default();
    InventoryControl {
        info,
        is_scored,
        recoverable,
        is_deprecated: trusted.is_some_and(|profile| profile.deprecated),
        implementation_cost: trusted.and_then(|profile| profile.implementation_cost.clone()),
        user_impact: trusted.and_then(|profile| profile.user_impact.clone()),
        threats: threats.into_iter().filter(|threat| !threat.is_empty()).collect(),
        rules: Vec::new(),
    }
}

/// What the catalogue states about a control that is not scored.
pub(crate) fn unscored_control(profile: &Profile) -> ControlInfo {
    ControlInfo {
        id: profile.id.clone(),
        title: profile.title.clone(),
        category: profile.category.clone(),
        service: profile.service.clone(),
        tier: profile.tier.clone(),
        score: None,
        max: profile.max.filter(|_| !profile.disputed),
        claimed: None,
        maybe_claimed: None,
        state: None,
        status: None,
        action_url: profile.action_url.clone(),
    }
}
