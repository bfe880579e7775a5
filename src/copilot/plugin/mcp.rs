//! The plugin with the tools of the server over the Model Context Protocol.

use super::endpoint::{Endpoint, PluginAuth};
use super::manifest::{GroupSettings, McpSettings, SkillGroup};
use super::{PluginFile, server};
use crate::operations::Operation;

/// The files of the plugin.
pub(super) fn files(endpoint: &Endpoint, auth: &PluginAuth) -> Result<Vec<PluginFile>, String> {
    let tools: Vec<&str> = Operation::ALL.iter().map(|operation| operation.name).collect();
    let skills = SkillGroup {
        format: "MCP",
        settings: Some(GroupSettings::Mcp(McpSettings {
            endpoint: endpoint.mcp(),
            use_streamable_http: true,
            use_plugin_auth: true,
            timeout_in_seconds: 120,
            allowed_tools: tools.join(","),
        })),
        skills: Vec::new(),
    };
    let manifest = server::manifest("ScoregateMcp", "Secure Score gate: MCP", auth, skills);
    Ok(vec![PluginFile { name: "scoregate-mcp.yaml", text: manifest.to_yaml()? }])
}
