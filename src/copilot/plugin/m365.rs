//! The plugin manifest 2.4 of Microsoft 365 Copilot (declarative agents), with the tools of the server over the Model Context
//! Protocol.

use serde_json::{Value, json};

use super::PluginFile;
use super::endpoint::{Endpoint, PluginAuth};
use super::server::description;
use crate::operations::Operation;

/// The reference to the registered secret, which the Microsoft 365 Agents Toolkit fills in.
const REFERENCE: &str = "${{SCOREGATE_AUTH_REFERENCE_ID}}";
/// The most conversation starters.
const STARTERS: usize = 6;

/// The files of the plugin.
pub(super) fn files(endpoint: &Endpoint, auth: &PluginAuth) -> Vec<PluginFile> {
    let vault = match auth {
        PluginAuth::ApiKey => "ApiKeyPluginVault",
        PluginAuth::Entra(_) => "OAuthPluginVault",
    };
    let names: Vec<&str> = Operation::ALL.iter().map(|operation| operation.name).collect();
    let first_prompts = Operation::ALL.iter().filter_map(|operation| operation.example_prompts.first());
    let starters: Vec<Value> = first_prompts.take(STARTERS).map(|text| json!({ "text": text })).collect();
    let manifest = json!({
        "schema_version": "v2.4",
        "name_for_human": "Secure Score gate",
        "namespace": "scoregate",
        "description_for_human": "Verdict, failed rules, score changes and incidents of the compliance gate for Secure Score.",
        "description_for_model": description(),
        "functions": Operation::ALL.iter().map(function).collect::<Vec<_>>(),
        "runtimes": [{
            "type": "RemoteMCPServer",
            "auth": { "type": vault, "reference_id": REFERENCE },
            "run_for_functions": names,
            "spec": {
                "url": endpoint.mcp(),
                "mcp_tool_description": { "tools": Operation::ALL.iter().map(tool).collect::<Vec<_>>() },
            },
        }],
        "capabilities": { "conversation_starters": starters },
    });
    vec![PluginFile { name: "scoregate-m365.json", text: format!("{manifest:#}\n") }]
}

fn function(operation: &Operation) -> Value {
    json!({
        "name": operation.name,
        "description": operation.description,
        "capabilities": { "security_info": { "data_handling": ["GetPrivateData"] } },
    })
}

/// A tool as the server lists it, without the schema of its answer.
fn tool(operation: &Operation) -> Value {
    json!({
        "name": operation.name,
        "title": operation.summary,
        "description": operation.description,
        "inputSchema": operation.input_schema(),
        "annotations": {
            "title": operation.summary,
            "readOnlyHint": true,
            "destructiveHint": false,
            "idempotentHint": true,
            "openWorldHint": false,
        },
    })
}
