//! The objects of Microsoft Graph as they lie in a response, and what becomes of them here.
//!
//! The types are open by definition (`OpenType="true"`): unknown keys are ignored. The controls of a day stay raw until somebody
//! needs the day: <https://learn.microsoft.com/graph/api/resources/securescore>,
//! <https://learn.microsoft.com/graph/api/resources/securescorecontrolprofile>.

mod pairs;
mod past;
mod updates;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::catalogue::Profile;
use super::document::locate;
use super::lenient::{flag, number, timestamp};
use super::limits::{self, Fields, Limit, List};
use super::{ControlScore, Disputed, PeerAverage, Snapshot};
use crate::tenant::TenantId;
use crate::text::line;
use updates::States;

/// An entry of `value`: a `secureScore` or a `secureScoreControlProfile`. One type for both, so that a response is read in one pass.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item<'a> {
    #[serde(alias = "Id")]
    id: Option<String>,
    #[serde(alias = "AzureTenantId")]
    azure_tenant_id: Option<String>,
    #[serde(alias = "CreatedDateTime")]
    pub(super) created_date_time: Option<String>,
    #[serde(default, deserialize_with = "number", alias = "CurrentScore")]
    current_score: Option<f64>,
    #[serde(default, deserialize_with = "number", alias = "MaxScore")]
    max_score: Option<f64>,
    #[serde(borrow, alias = "ControlScores")]
    control_scores: Option<&'a RawValue>,
    #[serde(borrow, alias = "AverageComparativeScores")]
    average_comparative_scores: Option<&'a RawValue>,
    #[serde(alias = "Title")]
    title: Option<String>,
    #[serde(alias = "Tier")]
    tier: Option<String>,
    #[serde(alias = "Service")]
    service: Option<String>,
    #[serde(default, deserialize_with = "limits::list::<limits::Threats, _, _>", alias = "Threats")]
    threats: Option<Vec<Option<String>>>,
    #[serde(alias = "ActionType")]
    action_type: Option<String>,
    #[serde(alias = "ActionUrl")]
    action_url: Option<String>,
    #[serde(alias = "ImplementationCost")]
    implementation_cost: Option<String>,
    #[serde(alias = "UserImpact")]
    user_impact: Option<String>,
    #[serde(alias = "ControlCategory")]
    control_category: Option<String>,
    #[serde(default, deserialize_with = "flag", alias = "Deprecated")]
    deprecated: bool,
    #[serde(alias = "ControlStateUpdates")]
    control_state_updates: Option<States>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Control {
    #[serde(default, alias = "AdditionalProperties", alias = "additionalData", alias = "AdditionalData")]
    additional_properties: Option<Additional>,
    #[serde(alias = "ControlName")]
    control_name: Option<String>,
    #[serde(alias = "ControlCategory")]
    control_category: Option<String>,
    #[serde(default, deserialize_with = "number", alias = "Score")]
    score: Option<f64>,
    #[serde(default, deserialize_with = "number", alias = "ScoreInPercentage")]
    score_in_percentage: Option<f64>,
    #[serde(alias = "LastSynced")]
    last_synced: Option<String>,
    #[serde(alias = "ImplementationStatus")]
    implementation_status: Option<String>,
}

/// What Graph does not declare of a control: SDKs keep it apart from what is declared.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Additional {
    #[serde(default, deserialize_with = "number", alias = "ScoreInPercentage")]
    score_in_percentage: Option<f64>,
    #[serde(alias = "LastSynced")]
    last_synced: Option<String>,
    #[serde(alias = "ImplementationStatus")]
    implementation_status: Option<String>,
}

/// The value of a key that an SDK may have kept apart.
fn either<T: PartialEq>(key: &str, declared: Option<T>, additional: Option<T>) -> Result<Option<T>, String> {
    match (declared, additional) {
        (Some(one), Some(other)) if one != other => Err(format!("an entry of controlScores gives {key} twice")),
        (one, other) => Ok(one.or(other)),
    }
}

/// What an [`Item`] is.
pub(super) enum Kind {
    Score,
    Profile,
    /// It has the keys of both.
    Both,
    Neither,
}

impl Item<'_> {
    /// What it is, by what only one of the two has: a profile may well have a `createdDateTime`.
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
            || self.control_state_updates.is_some();
        match (is_score, is_profile) {
            (true, true) => Kind::Both,
            (true, false) => Kind::Score,
            (false, true) if self.id.is_some() => Kind::Profile,
            (false, false) if self.created_date_time.is_some() => Kind::Score,
            (false, false) if self.max_score.is_some() && self.id.is_some() => Kind::Profile,
            (false, true | false) => Kind::Neither,
        }
    }

    /// The time stamp of a day.
    pub(super) fn created(&self) -> Result<Timestamp, String> {
        match self.created_date_time.as_deref() {
            Some(text) => timestamp(text).ok_or_else(|| format!("createdDateTime `{}` is not a date", line(text))),
            None => Err("a secureScore has no createdDateTime".to_owned()),
        }
    }

    /// Whether it has `controlScores`; null is none.
    fn lists_controls(&self) -> bool {
        self.control_scores.is_some_and(|raw| raw.get() != "null")
    }

    /// The tenant of a day: its `azureTenantId`, or else the one in its `id`.
    pub(super) fn tenant(&self) -> Result<Option<TenantId>, String> {
        let named = self.profile_tenant();
        let of_id = self.id.as_deref().and_then(TenantId::of_score_id);
        match (named, of_id) {
            (Some(named), Some(of_id)) if named != of_id => Err(format!(
                "the snapshot of {} is of tenant {named} by its azureTenantId, and of {of_id} by its id",
                self.created_date_time.as_deref().map(line).unwrap_or_default()
            )),
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
        gaps: &mut Vec<String>,
    ) -> Result<Snapshot, String> {
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

    pub(super) fn into_profile(self, gaps: &mut Vec<String>) -> Profile {
        let id = line(&self.id.unwrap_or_default());
        let updates = self.control_state_updates.and_then(|States(updates)| {
            if updates.is_none() {
                gaps.push(format!("the state of {id} is not known: a date in its controlStateUpdates is none"));
            }
            updates
        });
        let text = |text: Option<String>| text.as_deref().map(line).filter(|text| !text.is_empty());
        Profile {
            id,
            title: text(self.title),
            max: self.max_score,
            tier: text(self.tier),
            service: text(self.service),
            // An entry without text may stand for any threat, so that the list is not known.
            threats: self.threats.and_then(|threats| threats.into_iter().map(text).collect()),
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

/// Sorts the controls by id and merges what stands twice: the same values once, different values as [`Disputed`].
fn merge_controls(whole: &str, raw: Option<&RawValue>, gaps: &mut Vec<String>) -> Result<Vec<ControlScore>, String> {
    let mut controls: Vec<ControlScore> = Vec::new();
    let take = |control: Control| {
        controls.push(control.joined()?.into_score(gaps)?);
        Ok(())
    };
    raw.map_or(Ok(()), |raw| limits::each::<limits::Scores, Control>(whole, raw, take))?;
    controls.shrink_to_fit();
    controls.sort_by_cached_key(|control| control.id.to_lowercase());
    controls.dedup_by(|other, known| {
        let is_same = known.id.to_lowercase() == other.id.to_lowercase();
        if is_same && known.measures_same(other) {
            // The same measurement twice; keep the older sync, which freshness must judge.
            known.last_synced = known.last_synced.zip(other.last_synced).map(|(a, b)| a.min(b));
        } else if is_same {
            known.dispute(other);
        }
        is_same
    });
    Ok(controls)
}

impl Control {
    /// The same with what an SDK kept apart in its place.
    fn joined(mut self) -> Result<Self, String> {
        if let Some(more) = self.additional_properties.take() {
            self.score_in_percentage = either("scoreInPercentage", self.score_in_percentage, more.score_in_percentage)?;
            self.last_synced = either("lastSynced", self.last_synced, more.last_synced)?;
            self.implementation_status =
                either("implementationStatus", self.implementation_status, more.implementation_status)?;
        }
        Ok(self)
    }

    fn into_score(self, gaps: &mut Vec<String>) -> Result<ControlScore, String> {
        let text = |text: Option<String>| text.as_deref().map(line).filter(|text| !text.is_empty());
        let id = text(self.control_name).ok_or("an entry of controlScores has no controlName")?;
        let last_synced = self.last_synced.as_deref().filter(|text| !text.trim().is_empty());
        let synced = last_synced.and_then(timestamp);
        if last_synced.is_some() && synced.is_none() {
            gaps.push(format!("lastSynced of {id} is not a date"));
        }
        Ok(ControlScore {
            id,
            category: text(self.control_category),
            score: self.score,
            percentage: self.score_in_percentage,
            last_synced: synced,
            status: text(self.implementation_status),
            disputed: None,
        })
    }
}

impl ControlScore {
    fn measures_same(&self, other: &Self) -> bool {
        let category = |control: &Self| control.category.as_deref().map(str::to_lowercase);
        self.score == other.score && self.percentage == other.percentage && category(self) == category(other)
    }

    fn dispute(&mut self, other: &Self) {
        self.disputed = Some(Disputed::span(self.disputed, self.score, other.score));
    }
}

impl Disputed {
    /// The span of the scores that are known of a control and another one.
    fn span(known: Option<Self>, score: Option<f64>, other: Option<f64>) -> Self {
        let (known, other) = (known.unwrap_or_else(|| Self::one(score)), Self::one(other));
        Self { lowest: known.lowest.min(other.lowest), highest: known.highest.max(other.highest) }
    }

    fn one(score: Option<f64>) -> Self {
        let score = score.unwrap_or(0.0);
        Self { lowest: score, highest: score }
    }
}

/// Decodes a list that was left raw, and counts its elements; null is an empty one.
fn decode<'a, L: Limit, T: Deserialize<'a>>(whole: &str, raw: Option<&'a RawValue>) -> Result<Vec<T>, String> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    let list: Option<List<T, L>> = serde_json::from_str(raw.get()).map_err(|error| locate(whole, raw.get(), &error))?;
    Ok(list.map(|list| list.0).unwrap_or_default())
}

/// Reads `averageComparativeScores`. The keys of the parts (`appsScore`, `appsScoreMax`) are not declared by Graph.
fn peers(entries: &[Fields<'_>]) -> Result<Vec<PeerAverage>, String> {
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
