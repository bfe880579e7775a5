//! The replacement of one string of a recording, which depends on the place of the string.

use super::super::path;
use super::super::strings::Place;
use crate::evidence::next_link::is_next_link;
use crate::names::{Names, hide_field, kind_of};
use crate::text;

/// The keys of days and profiles whose values the gate judges by, or that Microsoft alone writes: no name is looked for in them.
const JUDGED: [&str; 19] = [
    "actionType",
    "averageScore",
    "basis",
    "controlCategory",
    "controlName",
    "createdDateTime",
    "currentScore",
    "deprecated",
    "implementationCost",
    "lastSynced",
    "maxScore",
    "score",
    "scoreInPercentage",
    "service",
    "state",
    "threats",
    "tier",
    "updatedDateTime",
    "userImpact",
];
/// The keys of incidents and alerts by whose values incidents are matched: a word there is none that names somebody.
const MATCHED: [&str; 9] = [
    "category",
    "classification",
    "detectionSource",
    "determination",
    "mitreTechniques",
    "serviceSource",
    "severity",
    "status",
    "verdict",
];
/// The keys whose values name the tenant.
pub(super) const TENANTS: [&str; 2] = ["azureTenantId", "tenantId"];
/// The keys whose values name a person, whatever they look like.
pub(super) const PEOPLE: [&str; 4] = ["assignedTo", "createdByDisplayName", "lastModifiedBy", "updatedBy"];
/// The paths of Graph, by which the reader of recordings distinguishes responses: they contain no names.
const PATHS: [&str; 6] = [
    "/v1.0/security/secureScores",
    "/v1.0/security/secureScoreControlProfiles",
    "/v1.0/security/incidents",
    "/v1.0/security/alerts_v2",
    "/beta/security/incidents",
    "/beta/security/alerts_v2",
];

/// One string of a body with pseudonyms.
pub(super) fn hide(place: &Place<'_>, found: &str, is_judged: bool, names: &Names) -> String {
    match place.key {
        key if place.is_key && is_read(key) => found.to_owned(),
        _ if place.is_key => names.hide(found),
        key if is_next_link(key) => hide_link(found, names),
        key if TENANTS.contains(&key) => names.hide_tenant(&text::line(found)),
        key if PEOPLE.contains(&key) => names.hide_person(&text::line(found)),
        _ if let Some(kind) = named(place, !is_judged) => hide_field(kind, &text::line(found)),
        key if is_judged && JUDGED.contains(&key) => found.to_owned(),
        key if !is_judged && MATCHED.contains(&key) && is_word(found) => found.to_owned(),
        // A figure that Graph wrote as text.
        _ if found.trim().parse::<f64>().is_ok() => found.to_owned(),
        _ => hide_text(found, names),
    }
}

/// The kind of the name that a field of an incident states.
pub(super) fn named(place: &Place<'_>, is_of_incidents: bool) -> Option<&'static str> {
    if is_of_incidents && !place.is_key { kind_of(place.parent, place.key) } else { None }
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

/// Whether the reader may look at the key, so that it must neither come nor go: those keys are single words, begin with `@`, or are
/// links to a next page, of which `alerts@odata.nextLink` looks like an address of mail.
fn is_read(key: &str) -> bool {
    key.starts_with('@') || key.bytes().all(|byte| byte.is_ascii_alphanumeric()) || is_next_link(key)
}

/// Free text with pseudonyms. What cannot be seen may hide a name from us, and the reader of recordings takes it away: so it goes
/// here too, where a name is behind it.
fn hide_text(found: &str, names: &Names) -> String {
    let clean = text::line(found);
    let hidden = names.hide(&clean);
    if hidden == clean { names.hide(found) } else { hidden }
}

/// An address with pseudonyms: the same path and query are the same in every address, so that pages still link.
pub(super) fn hide_link(link: &str, names: &Names) -> String {
    let path = path(link);
    let origin = link.strip_suffix(path).unwrap_or_default();
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let option = |option: &str| match option.split_once('=') {
        Some((name, value)) if !value.bytes().all(|byte| byte.is_ascii_digit()) => {
            let is_page = name.to_lowercase().contains("skip");
            let value = if is_page { names.hide_page(value) } else { names.hide(value) };
            format!("{}={value}", names.hide(name))
        }
        Some(_) => option.to_owned(),
        None => names.hide(option),
    };
    let query = query.map(|query| format!("?{}", query.split('&').map(option).collect::<Vec<_>>().join("&")));
    let path = if PATHS.contains(&path) { path.to_owned() } else { names.hide(path) };
    format!("{}{path}{}", names.hide(origin), query.unwrap_or_default())
}
