//! The plugin with the operations of the server over HTTP: the manifest, and the OpenAPI document that the server serves too.

use super::endpoint::{Endpoint, PluginAuth};
use super::manifest::{ApiSettings, GroupSettings, SkillGroup};
use super::{PluginFile, server};
use crate::operations::openapi::{Security, document};

/// The files of the plugin.
pub(super) fn files(endpoint: &Endpoint, auth: &PluginAuth) -> Result<Vec<PluginFile>, String> {
    let skills = SkillGroup {
        format: "API",
        settings: Some(GroupSettings::Api(ApiSettings {
            open_api_spec_url: format!("{endpoint}/openapi.json"),
            endpoint_url: endpoint.to_string(),
        })),
        skills: Vec::new(),
    };
    let manifest = server::manifest("ScoregateApi", "Secure Score gate: API", auth, skills);
    let security = match auth {
        PluginAuth::ApiKey => Security::ApiKey,
        PluginAuth::Entra(_) => Security::Bearer,
    };
    Ok(vec![
        PluginFile { name: "scoregate-api.yaml", text: manifest.to_yaml()? },
        PluginFile { name: "scoregate-openapi.json", text: document(endpoint.as_str(), security) },
    ])
}
