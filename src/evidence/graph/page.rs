//! One page of a collection: what must hold of it before it is kept, and where the next one is.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Deserialize;
use serde::de::IgnoredAny;
use url::Url;

use super::http::MOST_TOLD;
use super::plan::Collection;
use super::refusal::Refusal;
use crate::evidence::lenient::timestamp;
use crate::evidence::limits;
use crate::tenant::TenantId;
use crate::text::line;

/// What is looked at in a page; the rest is for the reader of recordings.
pub(in crate::evidence) struct Page {
    /// The days (`createdDateTime`) of its entries, where they have one.
    pub(in crate::evidence) days: BTreeSet<Date>,
    /// The number of its entries.
    pub(super) entries: usize,
    /// `@odata.nextLink`, as it came.
    pub(super) next: Option<String>,
    /// The tenants that its entries name by a GUID, in lower case.
    pub(super) tenants: BTreeSet<String>,
}

/// Why a body is no page.
#[derive(Debug)]
pub(in crate::evidence) enum NoPage {
    /// It is not what Graph sends.
    Foreign(String),
    /// Graph says in it that it failed, whatever the status was.
    Refusal(Refusal),
}

impl From<NoPage> for String {
    /// The reason as a sentence fragment, for a page that was kept before.
    fn from(no: NoPage) -> Self {
        match no {
            NoPage::Foreign(what) => what,
            NoPage::Refusal(_) => "it is an error of Graph, not data".to_owned(),
        }
    }
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
    #[serde(default, deserialize_with = "limits::list::<limits::Entries, _, _>")]
    value: Option<Vec<Entry>>,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: Option<String>,
    created_date_time: Option<String>,
    azure_tenant_id: Option<String>,
    tenant_id: Option<String>,
}

/// The JSON text of a body: without a byte order mark and without what stands around the value. Not a byte of the value changes.
pub(super) fn json_text(body: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(body)
        .map_err(|error| format!("it is not UTF-8: byte {} is wrong", error.utf8_error().valid_up_to() + 1))?;
    let value = text.trim_start_matches('\u{feff}').trim_matches([' ', '\t', '\r', '\n']);
    Ok(if value.len() == text.len() { text } else { value.to_owned() })
}

/// Looks at a page.
pub(in crate::evidence) fn parse(text: &str) -> Result<Page, NoPage> {
    let foreign = |what: &str| NoPage::Foreign(line(what));
    let document: Document =
        limits::counted(|| serde_json::from_str(text)).map_err(|error| foreign(&error.to_string()))?;
    if document.error.is_some() {
        let told = if text.len() <= MOST_TOLD { text } else { "{}" };
        return Err(NoPage::Refusal(Refusal::read(told.as_bytes(), None, None)));
    }
    let entries = document.value.ok_or_else(|| foreign("it has no `value`"))?;
    let named = entries.iter().flat_map(|entry| [&entry.azure_tenant_id, &entry.tenant_id]).flatten();
    let named = named.filter_map(|tenant| TenantId::of(tenant).filter(TenantId::is_well_formed));
    let of_id = entries.iter().filter_map(|entry| TenantId::of_score_id(entry.id.as_deref()?));
    let tenants = named.chain(of_id).map(|tenant| tenant.to_string()).collect();
    let days = entries.iter().filter_map(|entry| timestamp(entry.created_date_time.as_deref()?));
    Ok(Page {
        days: days.map(|time| Offset::UTC.to_datetime(time).date()).collect(),
        entries: entries.len(),
        next: document.next,
        tenants,
    })
}

/// The address of the next page, if it is one that the token may be sent to: https, on the host and port of Graph, and with
/// the path of the collection, so that only the query is the answer's to choose.
pub(super) fn follow(next: &str, origin: &Url, collection: Collection) -> Result<Url, String> {
    let url = Url::parse(next).map_err(|error| format!("its nextLink is no address: {error}"))?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    if url.origin() == origin.origin() && !has_user {
        if url.path().eq_ignore_ascii_case(collection.path()) {
            return Ok(url);
        }
        return Err(format!("its nextLink leads to another collection, {}, which is not followed", line(url.path())));
    }
    let host = url.host_str().map_or_else(|| "no host".to_owned(), line);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let scheme = line(url.scheme());
    Err(format!("its nextLink leads to another place, {scheme}://{host}{port}, which is not followed"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_the_very_origin_are_followed() {
        let origin = Url::parse("https://graph.microsoft.com").unwrap();
        let path = "/v1.0/security/secureScores";
        for good in [format!("https://graph.microsoft.com{path}?$skiptoken=x"), {
            format!("https://GRAPH.microsoft.com:443{}", path.to_lowercase())
        }] {
            assert!(follow(&good, &origin, Collection::Scores).is_ok(), "{good}");
        }
        for bad in [
            "http://graph.microsoft.com/a",
            "https://graph.microsoft.com:444/a",
            "https://graph.microsoft.com.evil.example/a",
            "https://graph.microsoft.com@evil.example/a",
            "https://evil.example\\@graph.microsoft.com/a",
            "https://user@graph.microsoft.com/a",
            "https://user:secret@graph.microsoft.com/a",
            "//graph.microsoft.com/a",
            "/v1.0/a",
            "data:,x",
            "",
        ] {
            // The path is right, so that it is the place that is refused.
            let bad = bad.replace("/a", path);
            assert!(follow(&bad, &origin, Collection::Scores).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_link_leads_from_one_collection_to_another() {
        let origin = Url::parse("https://graph.microsoft.com").unwrap();
        for bad in [
            "https://graph.microsoft.com/v1.0/users?$top=999",
            "https://graph.microsoft.com/v1.0/security/secureScores/",
            "https://graph.microsoft.com/v1.0/security/secureScores/../incidents",
            "https://graph.microsoft.com/v1.0/security/secureScoreControlProfiles",
            "https://graph.microsoft.com/beta/security/secureScores",
            "https://graph.microsoft.com//v1.0/security/secureScores",
        ] {
            let refused = follow(bad, &origin, Collection::Scores).unwrap_err();
            assert!(refused.starts_with("its nextLink leads to another collection, /"), "{bad}: {refused}");
        }
    }

    #[test]
    fn the_text_of_a_body_is_kept_to_the_byte() {
        let kept = |body: &str| json_text(body.as_bytes().to_vec());
        assert_eq!(kept("\u{feff}\r\n{ \"value\" : [ ] }\n"), Ok("{ \"value\" : [ ] }".to_owned()));
        assert_eq!(kept("{}"), Ok("{}".to_owned()));
        assert!(json_text(b"{\"a\":\"\xff\"}".to_vec()).is_err());
    }

    #[test]
    fn a_page_needs_a_value() {
        assert_eq!(parse("{\"value\":[{},{\"createdDateTime\":\"2026-11-23T00:00:00Z\"}]}").unwrap().days.len(), 1);
        for bad in [
            "{}",
            "{\"value\":null}",
            "{\"value\":{}}",
            "{\"value\":[]",
            "[]",
            "{\"value\":[]} x",
            "",
            "{\"value\":[1]}",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
