//! The beginning of the queries: the records of a span and a tenant.

use crate::render::jsonl_logs::columns::{
    ENTRA_TENANT_ID, POLICY_SET, RECORD_TYPE, RUN_ID, RUN_TIME, RecordType, TABLE, TIME_GENERATED,
};

/// The records of the span and the tenant, each once.
pub(super) fn records() -> String {
    format!(
        "\
let tenant = trim(@'\\s+', ``` {{{{tenant}}}} ```);
let days = toint(trim(@'\\s+', ``` {{{{days}}}} ```));
let span = 1d * iff(days between (1 .. 365), days, 30);
let records = {TABLE}
| where {TIME_GENERATED} > ago(span)
| where tenant in~ ('all', '') or {ENTRA_TENANT_ID} =~ tenant;
let runs = records
| where {RECORD_TYPE} == '{}'
| summarize arg_max({TIME_GENERATED}, *) by {RUN_ID};
",
        RecordType::Run
    )
}

/// The same, and the latest run of each tenant and set of policies.
pub(super) fn latest() -> String {
    format!(
        "\
{}let newest = runs
| summarize arg_max({RUN_TIME}, {RUN_ID}) by {ENTRA_TENANT_ID}, {POLICY_SET}
| project {RUN_ID};
",
        records()
    )
}
