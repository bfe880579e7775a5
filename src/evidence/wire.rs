//! The objects of Microsoft Graph as they lie in a response, and what becomes of them here.
//!
//! The types are open by definition (`OpenType="true"`): unknown keys are ignored. The controls of a day stay raw until somebody
//! needs the day: <https://learn.microsoft.com/graph/api/resources/securescore>,
//! <https://learn.microsoft.com/graph/api/resources/securescorecontrolprofile>.

mod control;
mod pairs;
mod past;
mod text;
mod updates;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::catalogue::Profile;
use super::fault::Fault;
use super::gap::Gap;
use super::lenient::{flag, number, timestamp};
use super::limits::{self, Fields, Limit, List};
use super::locate::locate;
use super::{PeerAverage, Snapshot};
use crate::tenant::TenantId;
use crate::text::line;
use control::merge_controls;
use text::{Text, clean};
use updates::States;

/// An entry of `value`: a `secureScore` or a `secureScoreControlProfile`. One type for both, so that a response is read in
/// one pass.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item<'a> {
    #[serde(borrow, alias = "Id")]
    id: Option<Text<'a>>,
    #[serde(borrow, alias = "AzureTenantId")]
    azure_tenant_id: Option<Text<'a>>,
    #[serde(borrow, alias = "CreatedDateTime")]
    created_date_time: Option<Text<'a>>,
    #[serde(default, deserialize_with = "number", alias = "CurrentScore")]
    current_score: Option<f64>,
    #[serde(default, deserialize_with = "number", alias = "MaxScore")]
    max_score: Option<f64>,
    #[serde(borrow, alias = "ControlScores")]
    control_scores: Option<&'a RawValue>,
    #[serde(borrow, alias = "AverageComparativeScores")]
    average_comparative_scores: Option<&'a RawValue>,
    #[serde(borrow, alias = "Title")]
    title: Option<Text<'a>>,
    #[serde(borrow, alias = "Tier")]
    tier: Option<Text<'a>>,
    #[serde(borrow, alias = "Service")]
    service: Option<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "limits::list::<limits::Threats, _, _>", alias = "Threats")]
    threats: Option<Vec<Option<Text<'a>>>>,
    #[serde(borrow, alias = "ActionType")]
    action_type: Option<Text<'a>>,
    #[serde(borrow, alias = "ActionUrl")]
    action_url: Option<Text<'a>>,
    #[serde(borrow, alias = "ImplementationCost")]
    implementation_cost: Option<Text<'a>>,
    #[serde(borrow, alias = "UserImpact")]
    user_impact: Option<Text<'a>>,
    #[serde(borrow, alias = "ControlCategory")]
    control_category: Option<Text<'a>>,
    #[serde(default, deserialize_with = "flag", alias = "Deprecated")]
    deprecated: bool,
    #[serde(alias = "ControlStateUpdates")]
    control_state_updates: Option<States>,
    // What incidents, alerts and groups have, and neither of the two.
    display_name: Option<IgnoredAny>,
    severity: Option<IgnoredAny>,
    status: Option<IgnoredAny>,
}

/// The kind of an [`Item`].
pub(super) enum Kind {
    Score,
    Profile,
    /// It has the keys of both.
    Both,
    Neither,
}

impl Item<'_> {
    /// The kind, by the keys that only one of the two has: a profile may well have a `createdDateTime`.
    pub(super) fn kind(&self) -> Kind {
        let is_score = self.control_scores.is_some()
            || self.current_score.is_some()
            || self.average_comparative_scores.is_some()
            || self.id.as_deref().and_then(TenantId::of_score_id).is_some();
        let is_profile = self.title.is_some()
            || self.tier.is_some()
            || self.service.is_some()
            || self.threats.is_some()
            || self.action_type.is_some()
            || self.action_url.is_some()
            || self.implementation_cost.is_some()
            || self.user_impact.is_some()
            || self.control_category.is_some()
            || self.control_state_updates.is_some();
        match (is_score, is_profile) {
            (true, true) => Kind::Both,
            (true, false) => Kind::Score,
            (false, true) if self.id.is_some() => Kind::Profile,
            (false, false) if self.created_date_time.is_some() && !self.is_of_another_resource() => Kind::Score,
            (false, false) if self.max_score.is_some() && self.id.is_some() => Kind::Profile,
            (false, true | false) => Kind::Neither,
        }
    }

    /// Whether it is of another resource with a `createdDateTime`, such as an incident, an alert or a group.
    fn is_of_another_resource(&self) -> bool {
        self.display_name.is_some() || self.severity.is_some() || self.status.is_some()
    }

    /// The time stamp of a day.
    pub(super) fn created(&self) -> Result<Timestamp, Fault> {
        match self.created_date_time.as_deref() {
            Some(text) => {
                timestamp(text).ok_or_else(|| Fault::invalid(format!("createdDateTime `{}` is not a date", line(text))))
            }
            None => Err(Fault::invalid("a secureScore has no createdDateTime")),
        }
    }

    /// Whether it has `controlScores`; null is none.
    fn lists_controls(&self) -> bool {
        self.control_scores.is_some_and(|raw| raw.get() != "null")
    }

    /// The tenant of a day: its `azureTenantId`, or else the one in its `id`.
    pub(super) fn tenant(&self) -> Result<Option<TenantId>, Fault> {
        let named = self.profile_tenant();
        let of_id = self.id.as_deref().and_then(TenantId::of_score_id);
        match (named, of_id) {
            (Some(named), Some(of_id)) if named != of_id => Err(Fault::invalid(format!(
                "the snapshot of {} is of tenant {named} by its azureTenantId, and of {of_id} by its id",
                self.created_date_time.as_deref().map(line).unwrap_or_default()
            ))),
            (named, of_id) => Ok(named.or(of_id)),
        }
    }

    /// The tenant of a profile.
    pub(super) fn profile_tenant(&self) -> Option<TenantId> {
        self.azure_tenant_id.as_deref().and_then(TenantId::of)
    }

    /// Decodes a day with all its controls. `whole` is the text that the item is a part of; `gaps` takes what could not be used.
    pub(super) fn to_snapshot(
        &self,
        whole: &str,
        captured: Option<Timestamp>,
        gaps: &mut Vec<Gap>,
    ) -> Result<Snapshot, Fault> {
        let created = self.created()?;
        Ok(Snapshot {
            tenant: self.tenant()?,
            created,
            captured,
            current: self.current_score,
            max: self.max_score,
            controls: merge_controls(whole, self.control_scores, gaps)?,
            peers: peers(&decode::<limits::Averages, Fields<'_>>(whole, self.average_comparative_scores)?)?,
            lists_controls: self.lists_controls(),
            partial: false,
        })
    }

    pub(super) fn into_profile(self, gaps: &mut Vec<Gap>) -> Profile {
        let id = self.id.as_deref().map(line).unwrap_or_default();
        let updates = self.control_state_updates.and_then(|States(updates)| {
            if updates.is_none() {
                gaps.push(Gap::StateDate(id.clone()));
            }
            updates
        });
        let text = |text: Option<Text<'_>>| clean(text.as_deref());
        Profile {
            id,
            title: text(self.title),
            max: self.max_score,
            tier: text(self.tier),
            service: text(self.service),
            // An entry without text may stand for any threat. It is kept, so that the list is known not to be whole.
            threats: self
                .threats
                .map(|threats| threats.into_iter().map(|entry| text(entry).unwrap_or_default()).collect()),
            action_type: text(self.action_type),
            action_url: text(self.action_url),
            implementation_cost: text(self.implementation_cost),
            user_impact: text(self.user_impact),
            category: text(self.control_category),
            deprecated: self.deprecated,
            updates,
            disputed: false,
        }
    }
}

/// Decodes a list that was left raw, and counts its elements; null is an empty one.
fn decode<'a, L: Limit, T: Deserialize<'a>>(whole: &str, raw: Option<&'a RawValue>) -> Result<Vec<T>, Fault> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    let list: Option<List<T, L>> = serde_json::from_str(raw.get()).map_err(|error| locate(whole, raw.get(), &error))?;
    Ok(list.map(|list| list.0).unwrap_or_default())
}

/// Reads `averageComparativeScores`. The keys of the parts (`appsScore`, `appsScoreMax`) are not declared by Graph.
fn peers(entries: &[Fields<'_>]) -> Result<Vec<PeerAverage>, Fault> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Figure(#[serde(deserialize_with = "number")] Option<f64>);

    let figure = |raw: &RawValue| serde_json::from_str::<Figure>(raw.get()).ok().and_then(|figure| figure.0);
    let mut peers = Vec::new();
    for entry in entries {
        let entry = entry.by_key()?;
        let Some(basis) = entry.get("basis").and_then(|raw| serde_json::from_str::<String>(raw.get()).ok()) else {
            continue;
        };
        let part = |(key, raw): (&String, &&RawValue)| {
            let category = key.strip_suffix("Score").filter(|category| *category != "average")?;
            let max = entry.get(&format!("{key}Max")).and_then(|max| figure(max));
            Some((category.to_lowercase(), figure(raw), max))
        };
        let average = entry.get("averageScore").and_then(|raw| figure(raw));
        peers.push(PeerAverage { basis: line(&basis), average, categories: entry.iter().filter_map(part).collect() });
    }
    Ok(peers)
}
