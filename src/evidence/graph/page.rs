//! One page of a collection: what must hold of it before it is kept, and where the next one is.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Deserialize;
use url::Url;

use crate::evidence::lenient::timestamp;
use crate::text::line;

/// What is looked at in a page; the rest is for the reader of recordings.
pub(in crate::evidence) struct Page {
    /// The days (`createdDateTime`) of its entries, where they have one.
    pub(in crate::evidence) days: BTreeSet<Date>,
    /// The number of its entries.
    pub(super) entries: usize,
    /// `@odata.nextLink`, as it came.
    pub(super) next: Option<String>,
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
    value: Option<Vec<Entry>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    created_date_time: Option<String>,
}

/// The JSON text of a body: without a byte order mark and without what stands around the value. Not a byte of the value changes.
pub(super) fn json_text(body: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(body)
        .map_err(|error| format!("it is not UTF-8: byte {} is wrong", error.utf8_error().valid_up_to() + 1))?;
    let value = text.trim_start_matches('\u{feff}').trim_matches([' ', '\t', '\r', '\n']);
    Ok(if value.len() == text.len() { text } else { value.to_owned() })
}

/// Looks at a page.
pub(in crate::evidence) fn parse(text: &str) -> Result<Page, String> {
    let document: Document = serde_json::from_str(text).map_err(|error| line(&error.to_string()))?;
    let entries = document.value.ok_or("it has no `value`")?;
    let days = entries.iter().filter_map(|entry| timestamp(entry.created_date_time.as_deref()?));
    Ok(Page {
        days: days.map(|time| Offset::UTC.to_datetime(time).date()).collect(),
        entries: entries.len(),
        next: document.next,
    })
}

/// The address of the next page, if it is one that the token may be sent to: https, and on the host and port of Graph.
pub(super) fn follow(next: &str, origin: &Url) -> Result<Url, String> {
    let url = Url::parse(next).map_err(|error| format!("its nextLink is no address: {error}"))?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    if url.origin() == origin.origin() && !has_user {
        return Ok(url);
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
        for good in ["https://graph.microsoft.com/v1.0/a?$skiptoken=x", "https://GRAPH.microsoft.com:443/a"] {
            assert!(follow(good, &origin).is_ok(), "{good}");
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
            assert!(follow(bad, &origin).is_err(), "{bad}");
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
