//! The plugin with the tools of the server over the Model Context Protocol.

use super::PluginFile;
use super::api::{auth_type, description};
use super::endpoint::{Endpoint, PluginAuth};
use super::manifest::{Authorization, Descriptor, GroupSettings, Manifest, McpSettings, SkillGroup};
use crate::operations::Operation;

/// The files of the plugin.
pub(super) fn files(endpoint: &Endpoint, auth: &PluginAuth) -> Result<Vec<PluginFile>, String> {
    let tools: Vec<&str> = Operation::ALL.iter().map(|operation| operation.name).collect();
    let manifest = Manifest {
        descriptor: Descriptor {
            name: "ScoregateMcp",
            display_name: "Secure Score gate: MCP",
            description: description().into(),
            settings: Vec::new(),
            supported_auth_types: vec![auth_type(auth)],
            authorization: Some(Authorization::of(auth)),
        },
        skill_groups: vec![SkillGroup {
            format: "MCP",
            settings: Some(GroupSettings::Mcp(McpSettings {
                endpoint: endpoint.mcp(),
                use_streamable_http: true,
                use_plugin_auth: true,
                timeout_in_seconds: 120,
                allowed_tools: tools.join(","),
            })),
            skills: Vec::new(),
        }],
        agent_definitions: Vec::new(),
    };
    Ok(vec![PluginFile { name: "scoregate-mcp.yaml", text: manifest.to_yaml()? }])
}
