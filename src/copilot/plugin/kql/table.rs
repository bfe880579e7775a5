//! The schema of the log table, and the parts of a data collection rule that fill it, derived from the columns of the records.

use serde_json::{Value, json};

use crate::render::jsonl_logs::columns::{ALL, STREAM, TABLE};

/// The body of the request that creates the table (`Tables - Create Or Update` of Azure Monitor).
pub(super) fn schema() -> String {
    let columns: Vec<Value> = ALL
        .iter()
        .map(|column| json!({ "name": column.name, "type": column.data_type, "description": column.description }))
        .collect();
    pretty(&json!({ "properties": { "schema": { "name": TABLE, "columns": columns } } }))
}

/// The declaration of the stream and the data flow, for the `properties` of a data collection rule.
pub(super) fn collection_rule() -> String {
    let columns: Vec<Value> =
        ALL.iter().map(|column| json!({ "name": column.name, "type": column.data_type })).collect();
    pretty(&json!({
        "streamDeclarations": { STREAM: { "columns": columns } },
        "dataFlows": [
            { "streams": [STREAM], "destinations": ["workspace"], "transformKql": "source", "outputStream": STREAM }
        ],
    }))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
