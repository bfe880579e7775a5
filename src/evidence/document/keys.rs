//! The keys of a JSON document, in every spelling: of a recording, a response of Graph, a batch, and a pair.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::recorded::GraphError;
use crate::evidence::recording::Head;

/// The keys of a document, whose entries are read as `V`. It is one type for all readers of responses, so that none of them takes
/// the first page for the whole because it does not know how a program spells the link to the next one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::evidence) struct Document<'a, V> {
    #[serde(rename = "scoregate-recording")]
    pub(in crate::evidence) recording: Option<u32>,
    pub(in crate::evidence) captured: Option<String>,
    pub(in crate::evidence) tool: Option<String>,
    pub(in crate::evidence) graph: Option<String>,
    pub(in crate::evidence) cloud: Option<String>,
    pub(in crate::evidence) seal: Option<String>,
    #[serde(default)]
    pub(in crate::evidence) redacted: bool,
    #[serde(borrow)]
    pub(in crate::evidence) responses: Option<&'a RawValue>,
    #[serde(rename = "@odata.context")]
    pub(in crate::evidence) context: Option<String>,
    #[serde(
        rename = "@odata.nextLink",
        alias = "@odata.nextlink",
        alias = "@odata.NextLink",
        alias = "@Odata.nextLink",
        alias = "@Odata.NextLink",
        alias = "@OData.nextLink",
        alias = "@OData.NextLink",
        alias = "@nextLink",
        alias = "odata.nextLink",
        alias = "odataNextLink",
        alias = "OdataNextLink",
        alias = "ODataNextLink",
        alias = "odata_next_link",
        alias = "nextLink",
        alias = "NextLink"
    )]
    pub(in crate::evidence) next_link: Option<String>,
    #[serde(
        rename = "@odata.count",
        alias = "odataCount",
        alias = "OdataCount",
        alias = "odata_count",
        alias = "@count"
    )]
    pub(in crate::evidence) count: Option<u64>,
    #[serde(alias = "Value")]
    pub(in crate::evidence) value: Option<V>,
    #[serde(borrow)]
    pub(in crate::evidence) secure_score: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(in crate::evidence) profiles: Option<&'a RawValue>,
    pub(in crate::evidence) error: Option<GraphError>,
}

impl<V> Document<'_, V> {
    /// The fields of a recording besides its responses.
    pub(in crate::evidence) fn head(&self) -> Head<'_> {
        Head {
            captured: self.captured.as_deref(),
            tool: self.tool.as_deref(),
            graph: self.graph.as_deref(),
            cloud: self.cloud.as_deref(),
            redacted: self.redacted,
        }
    }
}
