//! The schema of the log table, and the data collection rule that fills it, derived from the columns of the records.

use serde_json::{Value, json};

use crate::render::jsonl_logs::columns::{ALL, STREAM, TABLE};

const RULE_TYPE: &str = "Microsoft.Insights/dataCollectionRules";
/// The first version of the API in which a rule has an address of its own.
const RULE_VERSION: &str = "2023-03-11";
/// The resource id of the rule, as an expression.
const RULE: &str = "resourceId('Microsoft.Insights/dataCollectionRules', parameters('ruleName'))";
/// The name of the workspace within the rule.
const DESTINATION: &str = "workspace";

/// The body of the request that creates the table (`Tables - Create Or Update` of Azure Monitor).
pub(super) fn schema() -> String {
    let columns: Vec<Value> = ALL
        .iter()
        .map(|column| json!({ "name": column.name, "type": column.data_type, "description": column.description }))
        .collect();
    pretty(&json!({ "properties": { "schema": { "name": TABLE, "columns": columns } } }))
}

/// The template of Azure Resource Manager that creates the data collection rule.
///
/// A rule of the kind `Direct` has an address of its own for the Logs Ingestion API, so that no data collection endpoint is needed.
pub(super) fn collection_rule() -> String {
    let columns: Vec<Value> =
        ALL.iter().map(|column| json!({ "name": column.name, "type": column.data_type })).collect();
    let parameter = |description: &str| json!({ "type": "string", "metadata": { "description": description } });
    let mut name = parameter("The name of the data collection rule.");
    name["defaultValue"] = json!("scoregate");
    pretty(&json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {
            "workspaceResourceId": parameter("The resource id of the Log Analytics workspace that has the table."),
            "location": parameter("The region of the workspace."),
            "ruleName": name,
        },
        "resources": [{
            "type": RULE_TYPE,
            "apiVersion": RULE_VERSION,
            "name": "[parameters('ruleName')]",
            "location": "[parameters('location')]",
            "kind": "Direct",
            "properties": {
                "description": "Records of scoregate, a compliance gate for Microsoft Secure Score.",
                "streamDeclarations": { STREAM: { "columns": columns } },
                "destinations": {
                    "logAnalytics": [
                        { "name": DESTINATION, "workspaceResourceId": "[parameters('workspaceResourceId')]" }
                    ],
                },
                "dataFlows": [{
                    "streams": [STREAM],
                    "destinations": [DESTINATION],
                    "transformKql": "source",
                    "outputStream": STREAM,
                }],
            },
        }],
        "outputs": {
            "ruleId": { "type": "string", "value": format!("[{RULE}]") },
            "immutableId": output("immutableId"),
            "endpoint": output("endpoints.logsIngestion"),
        },
    }))
}

/// A property of the rule that Azure Monitor fills in.
fn output(property: &str) -> Value {
    json!({ "type": "string", "value": format!("[reference({RULE}, '{RULE_VERSION}').{property}]") })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
