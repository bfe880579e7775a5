//! Links of an incident whose alerts name no technique: by the service that the alerts come from, and for alerts whose service is
//! unknown or general, by the threats that the profiles name.

use std::collections::BTreeSet;

use super::Links;
use crate::evaluate::control_assessment::ControlAssessment;
use crate::evaluate::posture::Posture;
use crate::evidence::{Alert, Incident};
use crate::report::{IncidentLink, LinkBasis};

/// The strength of a link by service.
const SERVICE: u8 = 20;
/// The strength of a link by threat.
const THREAT: u8 = 10;

/// The values of `serviceSource`, and the services of profiles that they stand for, all in lower case. Sources that gather the
/// alerts of others, such as `microsoft365Defender` and `microsoftSentinel`, stand for none. The controls of the services `MDA_*` are about
/// one connected app each, such as Salesforce, and an alert of Defender for Cloud Apps does not state which app it is about.
const SERVICES: [(&str, &[&str]); 7] = [
    ("azureadidentityprotection", &["azuread", "aadpremium", "microsoft entra id"]),
    ("datalossprevention", &["mip"]),
    ("microsoftappgovernance", &["appg"]),
    ("microsoftdefenderforcloudapps", &["mcas"]),
    ("microsoftdefenderforendpoint", &["mdatp"]),
    ("microsoftdefenderforidentity", &["azure atp"]),
    ("microsoftdefenderforoffice365", &["mdo"]),
];

/// Categories and determinations, and the threats of profiles that they stand for, letters alone and in lower case. Words that fit
/// most incidents, such as `InitialAccess`, stand for none.
const THREATS: [(&str, &[&str]); 7] = [
    ("compromisedaccount", &["accountbreach"]),
    ("credentialaccess", &["passwordcracking"]),
    ("exfiltration", &["dataexfiltration"]),
    ("malicioususeractivity", &["maliciousinsider"]),
    ("phishing", &["phishingwhaling", "phishingorwhaling"]),
    ("privilegeescalation", &["elevationofprivilege"]),
    ("spoofing", &["spoofing"]),
];

/// The links by service; where there are none, those by threat.
pub(super) fn links(posture: &Posture<'_>, incident: &Incident, alerts: &[&Alert]) -> Links {
    let by_service = by_service(posture, alerts);
    if !by_service.is_empty() {
        return by_service;
    }
    // What a known service reports is no reason to name the controls of another one.
    let general: Vec<&Alert> = alerts.iter().copied().filter(|alert| !has_own_service(alert)).collect();
    if general.is_empty() { Links::new() } else { by_threat(posture, incident, &general) }
}

fn by_service(posture: &Posture<'_>, alerts: &[&Alert]) -> Links {
    let sources: BTreeSet<&str> = alerts.iter().filter_map(|alert| alert.service_source.as_deref()).collect();
    let mut links = Links::new();
    for source in sources {
        let services = meant(&SERVICES, &source.to_ascii_lowercase());
        let of_source = alerts.iter().filter(|alert| alert.service_source.as_deref() == Some(source));
        let ids: Vec<String> = of_source.map(|alert| alert.id.clone()).collect();
        for (position, assessment) in posture.assessments.iter().enumerate() {
            let Some(service) = service(assessment) else { continue };
            if !services.contains(&service.to_ascii_lowercase().as_str()) {
                continue;
            }
            let basis = LinkBasis::Service { source: source.to_owned(), service: service.to_owned() };
            let link = IncidentLink { basis, strength: SERVICE, alerts: ids.clone() };
            links.entry(position).or_default().push(link);
        }
    }
    links
}

fn by_threat(posture: &Posture<'_>, incident: &Incident, alerts: &[&Alert]) -> Links {
    let of_alert = |alert: &&Alert| alert.categories.iter().chain(&alert.determination).cloned().collect::<Vec<_>>();
    let words: BTreeSet<String> = alerts.iter().flat_map(of_alert).chain(incident.determination.clone()).collect();
    let mut links = Links::new();
    for word in words {
        let threats = meant(&THREATS, &letters(&word));
        let names = |alert: &&&Alert| of_alert(alert).contains(&word);
        let ids: Vec<String> = alerts.iter().filter(names).map(|alert| alert.id.clone()).collect();
        for (position, assessment) in posture.assessments.iter().enumerate() {
            let Some(profile) = assessment.profile.filter(|profile| !profile.disputed) else { continue };
            let own = profile.threats.iter().flatten().find(|threat| threats.contains(&letters(threat).as_str()));
            let Some(threat) = own else { continue };
            let basis = LinkBasis::Threat { word: word.clone(), threat: threat.clone() };
            let link = IncidentLink { basis, strength: THREAT, alerts: ids.clone() };
            links.entry(position).or_default().push(link);
        }
    }
    links
}

fn has_own_service(alert: &Alert) -> bool {
    let source = alert.service_source.as_deref().unwrap_or_default();
    !meant(&SERVICES, &source.to_ascii_lowercase()).is_empty()
}

fn service<'e>(assessment: &ControlAssessment<'e>) -> Option<&'e str> {
    assessment.profile.filter(|profile| !profile.disputed)?.service.as_deref()
}

fn meant(table: &[(&str, &'static [&'static str])], word: &str) -> &'static [&'static str] {
    table.iter().find(|(own, _)| *own == word).map_or(&[], |(_, meant)| meant)
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
}
