//! One page of a collection: the days and tenants of its entries, and the link to the next page.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::fault::Fault;
use super::lenient::timestamp;
use super::limits;
use crate::tenant::TenantId;
use crate::text::line;

/// The facts about a page that decide what is fetched next; its entries are decoded elsewhere.
pub(crate) struct Page {
    /// The days (`createdDateTime`) of its entries, where they have one.
    pub(crate) days: BTreeSet<Date>,
    /// The number of its entries.
    pub(crate) entries: usize,
    /// `@odata.nextLink`, as it came.
    pub(crate) next: Option<String>,
    /// The tenants that its entries name by a GUID, in lower case.
    pub(crate) tenants: BTreeSet<String>,
}

/// The reason why a body is not a page.
#[derive(Debug)]
pub(crate) enum NotAPage {
    /// It is not what Graph sends.
    Foreign(String),
    /// It is an error of Graph, whatever the status of the response was.
    GraphError,
}

impl From<NotAPage> for Fault {
    fn from(reason: NotAPage) -> Self {
        match reason {
            NotAPage::Foreign(what) => Self::foreign(what),
            NotAPage::GraphError => Self::foreign("it is an error of Graph, not data"),
        }
    }
}

#[derive(Deserialize)]
struct Document {
    // As Graph itself spells it. A page with another spelling is not followed, and its reader reports what is missing.
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

/// Reads the facts about a page.
///
/// # Errors
///
/// [`NotAPage`] where the text is not a page.
pub(crate) fn parse(text: &str) -> Result<Page, NotAPage> {
    let foreign = |what: &str| NotAPage::Foreign(line(what));
    let document: Document =
        limits::counted(|| serde_json::from_str(text)).map_err(|error| foreign(&error.to_string()))?;
    if document.error.is_some() {
        return Err(NotAPage::GraphError);
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

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
