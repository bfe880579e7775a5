//! The query for the controls that bear on an incident.

use super::records::records;
use crate::render::jsonl_logs::columns::{
    ACTION_URL, CAUSE_COUNT, CAUSE_UNKNOWN, CONTROL_ID, CONTROL_TITLE, ENTRA_TENANT_ID, INCIDENT_COUNT,
    INCIDENT_CREATED, INCIDENT_GAPS, INCIDENT_ID, INCIDENT_SEVERITY, INCIDENT_STATUS, INCIDENT_TITLE, LINK_STRENGTH,
    LINKS, MERGED_INCIDENTS, MISSING_POINTS, MOST_MISSING_POINTS, NO_CAUSE, RECORD_TYPE, RUN_ID, RUN_TIME, RecordType,
    TECHNIQUES, TIME_GENERATED,
};

/// The causes of an incident in the latest run that read it, or of all incidents in the latest run that read incidents. A tenant
/// without a cause has a row that states why: links do not depend on policies, so the runs of all sets of policies count.
pub(super) fn causes() -> String {
    format!(
        "\
{}let incident = trim(@'\\s+', ``` {{{{incident}}}} ```);
let isLatest = incident in~ ('latest', '');
let about = records
| where {RECORD_TYPE} in ('{}', '{cause}')
| where isLatest or {INCIDENT_ID} =~ incident or set_has_element(split({MERGED_INCIDENTS}, ', '), incident);
let chosen = runs
| where isnotnull({INCIDENT_COUNT}) and (isLatest or {RUN_ID} in ((about | project {RUN_ID})))
| summarize arg_max({RUN_TIME}, {RUN_ID}) by {ENTRA_TENANT_ID}
| project {RUN_ID};
let found = about
| where {RUN_ID} in (chosen)
| where {RECORD_TYPE} == '{cause}' or (not(isLatest) and coalesce({CAUSE_COUNT}, 0) == 0)
| summarize arg_max({TIME_GENERATED}, *) by {RUN_ID}, {INCIDENT_ID}, {CONTROL_ID}
| lookup kind=leftouter (runs | project {RUN_ID}, Gaps = {INCIDENT_GAPS}) on {RUN_ID};
let without = runs
| where {ENTRA_TENANT_ID} !in ((found | project {ENTRA_TENANT_ID})) and (isLatest or toscalar(found | count) == 0)
| summarize {RUN_TIME} = max({RUN_TIME}), Reading = countif(isnotnull({INCIDENT_COUNT})) by {ENTRA_TENANT_ID}
| extend {NO_CAUSE} = case(Reading == 0, 'not evaluated: no run read incidents', \
isLatest, 'no control bears on an incident of the latest run that read incidents', 'not evaluated: no run read this incident');
union found, without
| order by {INCIDENT_CREATED} desc, {INCIDENT_ID} asc, {LINK_STRENGTH} desc, {MISSING_POINTS} desc, {CONTROL_ID} asc
| project {INCIDENT_ID}, {INCIDENT_TITLE} = substring({INCIDENT_TITLE}, 0, 200), {INCIDENT_SEVERITY}, {INCIDENT_STATUS}, \
{INCIDENT_CREATED}, {TECHNIQUES} = substring({TECHNIQUES}, 0, 200), {CONTROL_ID}, {CONTROL_TITLE}, {LINK_STRENGTH}, {MISSING_POINTS}, \
{MOST_MISSING_POINTS}, {CAUSE_UNKNOWN}, {LINKS} = substring({LINKS}, 0, 300), {NO_CAUSE}, {ACTION_URL}, Gaps = substring(Gaps, 0, 500), \
{RUN_TIME}, {ENTRA_TENANT_ID}
| take 50",
        records(),
        RecordType::Incident,
        cause = RecordType::IncidentCause
    )
}
