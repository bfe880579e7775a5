//! The incidents and alerts of Microsoft Graph as they lie in a response, and what becomes of them here.
//!
//! The types are open and their enumerations grow: unknown keys are ignored, and an unknown value is kept as a text or is no value:
//! <https://learn.microsoft.com/graph/api/resources/security-incident>,
//! <https://learn.microsoft.com/graph/api/resources/security-alert>.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::gap::IncidentGap;
use super::lenient::{Stated, Texts, stated, text, texts};
use super::state::{AlertState, IncidentState};
use super::{AlertSeverity, IncidentNames, Technique};
use crate::evidence::fault::Fault;
use crate::evidence::lenient::timestamp;
use crate::evidence::limits;
use crate::evidence::next_link::is_next_link;
use crate::tenant::TenantId;
use crate::text::line;

/// An entry of `value`: an incident or an alert. One type for both, so that a response is read in one pass.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry<'a> {
    #[serde(default, deserialize_with = "text", alias = "Id")]
    id: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "TenantId")]
    tenant_id: Option<String>,
    #[serde(default, deserialize_with = "stated", alias = "DisplayName")]
    display_name: Option<Stated>,
    #[serde(default, deserialize_with = "stated", alias = "Title")]
    title: Option<Stated>,
    #[serde(default, deserialize_with = "stated", alias = "Severity")]
    severity: Option<Stated>,
    #[serde(default, deserialize_with = "stated", alias = "Status")]
    status: Option<Stated>,
    #[serde(default, deserialize_with = "stated", alias = "Classification")]
    classification: Option<Stated>,
    #[serde(default, deserialize_with = "stated", alias = "Determination")]
    determination: Option<Stated>,
    #[serde(default, deserialize_with = "text", alias = "CreatedDateTime")]
    created_date_time: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "LastUpdateDateTime")]
    last_update_date_time: Option<String>,
    #[serde(default, deserialize_with = "stated", alias = "RedirectIncidentId")]
    redirect_incident_id: Option<Stated>,
    #[serde(borrow, default, alias = "Alerts")]
    alerts: Option<&'a RawValue>,
    #[serde(
        rename = "alerts@odata.nextLink",
        alias = "alerts@odata.nextlink",
        alias = "alerts@odata.NextLink",
        alias = "alerts@Odata.NextLink",
        alias = "alerts@OData.NextLink",
        alias = "Alerts@odata.nextLink",
        alias = "alerts@nextLink",
        alias = "alertsOdataNextLink",
        alias = "alertsNextLink",
        alias = "AlertsNextLink"
    )]
    more_alerts: Option<IgnoredAny>,
    #[serde(
        default,
        deserialize_with = "text",
        rename = "alerts@odata.count",
        alias = "alerts@odata.Count",
        alias = "alerts@Odata.Count",
        alias = "alerts@OData.Count",
        alias = "Alerts@odata.count",
        alias = "alerts@count"
    )]
    alerts_count: Option<String>,
    /// The keys that the types of an SDK do not have.
    #[serde(borrow, default, alias = "AdditionalProperties", alias = "additionalData", alias = "AdditionalData")]
    additional_properties: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "texts", alias = "CustomTags")]
    custom_tags: Option<Texts>,
    #[serde(default, deserialize_with = "texts", alias = "SystemTags")]
    system_tags: Option<Texts>,
    #[serde(default, deserialize_with = "texts")]
    tags: Option<Texts>,
    #[serde(default, deserialize_with = "text", alias = "IncidentId")]
    incident_id: Option<String>,
    #[serde(default, deserialize_with = "texts", alias = "Category")]
    category: Option<Texts>,
    #[serde(default, deserialize_with = "stated", alias = "ServiceSource")]
    service_source: Option<Stated>,
    #[serde(default, deserialize_with = "text", alias = "DetectionSource")]
    detection_source: Option<String>,
    #[serde(default, deserialize_with = "texts", alias = "MitreTechniques")]
    mitre_techniques: Option<Texts>,
    #[serde(default, alias = "Evidence")]
    evidence: IncidentNames,
    #[serde(alias = "ProviderAlertId")]
    provider_alert_id: Option<IgnoredAny>,
    // What snapshots and profiles have, which may stand in the same file.
    #[serde(alias = "ControlScores")]
    control_scores: Option<IgnoredAny>,
    #[serde(alias = "ControlStateUpdates")]
    control_state_updates: Option<IgnoredAny>,
    #[serde(alias = "ControlCategory")]
    control_category: Option<IgnoredAny>,
    #[serde(alias = "CurrentScore")]
    current_score: Option<IgnoredAny>,
    #[serde(alias = "MaxScore")]
    max_score: Option<IgnoredAny>,
}

/// The kind of an [`Entry`].
pub(super) enum Kind {
    Incident,
    Alert,
    /// A snapshot or a profile of Secure Score.
    SecureScore,
    Neither,
}

impl Entry<'_> {
    /// The kind, by the keys that only one of them has.
    pub(super) const fn kind(&self) -> Kind {
        let is_alert = self.mitre_techniques.is_some()
            || self.service_source.is_some()
            || self.detection_source.is_some()
            || self.provider_alert_id.is_some();
        let is_incident = self.alerts.is_some() || self.display_name.is_some() || self.redirect_incident_id.is_some();
        let is_score = self.control_scores.is_some()
            || self.control_state_updates.is_some()
            || self.control_category.is_some()
            || self.current_score.is_some()
            || self.max_score.is_some();
        match (is_alert, is_incident, is_score) {
            (_, _, true) => Kind::SecureScore,
            (true, _, false) => Kind::Alert,
            (false, true, false) => Kind::Incident,
            // An alert with a part of its properties.
            (false, false, false) if self.incident_id.is_some() => Kind::Alert,
            (false, false, false) => Kind::Neither,
        }
    }

    /// The id.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The tenant, where the entry states it.
    pub(super) fn tenant(&self) -> Option<TenantId> {
        self.tenant_id.as_deref().and_then(TenantId::of)
    }

    /// Adds the state of the incident, and those of its alerts. `whole` is the text that the entry is a part of.
    pub(super) fn into_incident(self, whole: &str, read: &mut Read) -> Result<(), Fault> {
        limits::count::<limits::Incidents>(1)?;
        read.note(self.tenant());
        let id = required_id(self.id, "incident")?;
        let (mut listed, position) = (BTreeSet::new(), read.incidents.len());
        let raw = self.alerts.filter(|raw| raw.get() != "null");
        if let Some(raw) = raw {
            limits::each::<limits::Alerts, Entry<'_>>(whole, raw, |entry| {
                read.note(entry.tenant());
                let alert = entry.into_alert(&mut read.gaps, &mut read.names)?;
                listed.insert(alert.id.clone());
                read.alerts.push(AlertState { listed_in: Some(position), ..alert });
                Ok(())
            })?;
        }
        let counted = self.alerts_count.and_then(|count| count.parse::<usize>().ok());
        let has_more = self.more_alerts.is_some()
            || self.additional_properties.is_some_and(|more| has_next_link(more.get()))
            || counted.is_some_and(|counted| counted > listed.len());
        if has_more {
            read.gaps.push(IncidentGap::MoreAlerts(id.clone()));
        }
        let tags = [self.custom_tags, self.system_tags, self.tags];
        let tags = tags.iter().any(Option::is_some).then(|| cleaned(tags.into_iter().flatten()));
        read.incidents.push(IncidentState {
            title: cleaned_text(self.display_name),
            severity: self.severity.map(|severity| AlertSeverity::named(severity.0.as_deref())),
            status: cleaned_text(self.status),
            classification: cleaned_text(self.classification),
            determination: cleaned_text(self.determination),
            created: self.created_date_time.as_deref().and_then(timestamp),
            updated: self.last_update_date_time.as_deref().and_then(timestamp),
            redirected_to: cleaned_text(self.redirect_incident_id).map(|Stated(to)| Stated(to.filter(|to| *to != id))),
            tags,
            alerts: raw.is_some().then_some(listed),
            has_more,
            id,
        });
        Ok(())
    }

    /// The state of the alert.
    pub(super) fn into_alert(
        self,
        gaps: &mut Vec<IncidentGap>,
        names: &mut IncidentNames,
    ) -> Result<AlertState, Fault> {
        names.0.extend(self.evidence.0);
        let id = required_id(self.id, "alert")?;
        let techniques = self.mitre_techniques.map(|Texts { values, is_odd, .. }| {
            let values: Vec<String> = values.iter().map(|text| line(text)).filter(|text| !text.is_empty()).collect();
            let unread: Vec<&String> = values.iter().filter(|text| Technique::of(text).is_none()).collect();
            if is_odd || !unread.is_empty() {
                let text = unread.first().map(|text| (*text).clone());
                gaps.push(IncidentGap::TechniqueUnreadable { alert: id.clone(), text });
            }
            values.iter().filter_map(|text| Technique::of(text)).collect()
        });
        Ok(AlertState {
            id,
            updated: self.last_update_date_time.as_deref().and_then(timestamp),
            listed_in: None,
            incident: clean(self.incident_id),
            title: cleaned_text(self.title),
            severity: self.severity.map(|severity| AlertSeverity::named(severity.0.as_deref())),
            categories: self.category.map(|texts| cleaned([texts])),
            service_source: cleaned_text(self.service_source),
            classification: cleaned_text(self.classification),
            determination: cleaned_text(self.determination),
            techniques,
        })
    }
}

/// Whether a JSON object has the link to the next page of a list.
fn has_next_link(object: &str) -> bool {
    let keys: Option<BTreeMap<String, Option<IgnoredAny>>> = serde_json::from_str(object).ok();
    keys.is_some_and(|keys| keys.iter().any(|(key, link)| link.is_some() && is_next_link(key)))
}

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) incidents: Vec<IncidentState>,
    /// The alerts of incidents, and those of `/security/alerts_v2`.
    pub(super) alerts: Vec<AlertState>,
    pub(super) gaps: Vec<IncidentGap>,
    /// The names in fields of the evidence.
    pub(super) names: IncidentNames,
    /// The tenants that are stated, each once, up to [`MOST_TENANTS`].
    pub(super) tenants: Vec<TenantId>,
    /// The number of responses, lists and single objects with incidents or alerts, also empty ones.
    pub(super) pages: usize,
}

/// How many tenants are told apart: two are too many.
const MOST_TENANTS: usize = 5;

impl Read {
    /// Notes a tenant.
    pub(super) fn note(&mut self, tenant: Option<TenantId>) {
        let is_new = |tenant: &TenantId| self.tenants.len() < MOST_TENANTS && !self.tenants.contains(tenant);
        let new = tenant.filter(is_new);
        self.tenants.extend(new);
    }
}

fn required_id(id: Option<String>, what: &str) -> Result<String, Fault> {
    clean(id).ok_or_else(|| Fault::invalid(format!("an {what} has no id")))
}

fn clean(text: Option<String>) -> Option<String> {
    text.as_deref().map(line).filter(|text| !text.is_empty())
}

fn cleaned_text(text: Option<Stated>) -> Option<Stated> {
    text.map(|Stated(text)| Stated(clean(text)))
}

/// The texts of lists, each once.
fn cleaned(lists: impl IntoIterator<Item = Texts>) -> BTreeSet<String> {
    lists.into_iter().flat_map(|texts| texts.values).filter_map(|text| clean(Some(text))).collect()
}
