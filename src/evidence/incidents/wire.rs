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
use super::lenient::{Texts, text, texts};
use super::{Alert, AlertSeverity, Incident, Technique};
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
    #[serde(default, deserialize_with = "text", alias = "DisplayName")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "Title")]
    title: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "Severity")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "Status")]
    status: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "Classification")]
    classification: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "Determination")]
    determination: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "CreatedDateTime")]
    created_date_time: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "LastUpdateDateTime")]
    last_update_date_time: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "RedirectIncidentId")]
    redirect_incident_id: Option<String>,
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
    #[serde(default, deserialize_with = "text", alias = "ServiceSource")]
    service_source: Option<String>,
    #[serde(default, deserialize_with = "text", alias = "DetectionSource")]
    detection_source: Option<String>,
    #[serde(default, deserialize_with = "texts", alias = "MitreTechniques")]
    mitre_techniques: Option<Texts>,
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

    /// The tenant, where the entry states it.
    pub(super) fn tenant(&self) -> Option<TenantId> {
        self.tenant_id.as_deref().and_then(TenantId::of)
    }

    /// The incident with its alerts. `whole` is the text that the entry is a part of.
    pub(super) fn into_incident(self, whole: &str, read: &mut Read) -> Result<(), Fault> {
        limits::count::<limits::Incidents>(1)?;
        read.note(self.tenant());
        let id = required_id(self.id, "incident")?;
        let mut alerts = Vec::new();
        let raw = self.alerts.filter(|raw| raw.get() != "null");
        if let Some(raw) = raw {
            limits::each::<limits::Alerts, Entry<'_>>(whole, raw, |entry| {
                read.note(entry.tenant());
                alerts.push(entry.into_alert(&mut read.gaps, &mut read.without_techniques)?.0);
                Ok(())
            })?;
        }
        if self.more_alerts.is_some() || self.additional_properties.is_some_and(|more| has_next_link(more.get())) {
            read.gaps.push(IncidentGap::MoreAlerts(id.clone()));
        }
        let tags = [self.custom_tags, self.system_tags, self.tags].into_iter().flatten();
        let tags: BTreeSet<String> = tags.flat_map(|tags| tags.values).filter_map(|tag| clean(Some(tag))).collect();
        read.incidents.push(Incident {
            title: clean(self.display_name),
            severity: AlertSeverity::named(self.severity.as_deref()),
            status: clean(self.status),
            classification: clean(self.classification),
            determination: clean(self.determination),
            created: self.created_date_time.as_deref().and_then(timestamp),
            updated: self.last_update_date_time.as_deref().and_then(timestamp),
            redirected_to: clean(self.redirect_incident_id).filter(|to| *to != id),
            tags: tags.into_iter().collect(),
            merged: Vec::new(),
            alerts,
            states_alerts: raw.is_some(),
            id,
        });
        Ok(())
    }

    /// The alert, and the incident that it belongs to.
    pub(super) fn into_alert(
        self,
        gaps: &mut Vec<IncidentGap>,
        bare: &mut Vec<String>,
    ) -> Result<(Alert, Option<String>), Fault> {
        let id = required_id(self.id, "alert")?;
        let techniques = match self.mitre_techniques {
            None => {
                bare.push(id.clone());
                BTreeSet::new()
            }
            Some(Texts { values, is_odd, .. }) => {
                let values: Vec<String> =
                    values.iter().map(|text| line(text)).filter(|text| !text.is_empty()).collect();
                let unread: Vec<&String> = values.iter().filter(|text| Technique::of(text).is_none()).collect();
                if is_odd || !unread.is_empty() {
                    let text = unread.first().map(|text| (*text).clone());
                    gaps.push(IncidentGap::TechniqueUnreadable { alert: id.clone(), text });
                }
                values.iter().filter_map(|text| Technique::of(text)).collect()
            }
        };
        let categories: BTreeSet<String> =
            self.category.into_iter().flat_map(|texts| texts.values).filter_map(|text| clean(Some(text))).collect();
        let alert = Alert {
            id,
            title: clean(self.title),
            severity: AlertSeverity::named(self.severity.as_deref()),
            categories: categories.into_iter().collect(),
            service_source: clean(self.service_source),
            classification: clean(self.classification),
            determination: clean(self.determination),
            techniques,
        };
        Ok((alert, clean(self.incident_id)))
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
    pub(super) incidents: Vec<Incident>,
    /// The alerts of `/security/alerts_v2`, each with the incident that it belongs to.
    pub(super) alerts: Vec<(Alert, Option<String>)>,
    pub(super) gaps: Vec<IncidentGap>,
    /// The alerts that do not state their techniques.
    pub(super) without_techniques: Vec<String>,
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
