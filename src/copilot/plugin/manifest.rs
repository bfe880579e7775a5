//! The manifest of a plugin for Security Copilot, with the keys that this program writes.

use std::borrow::Cow;

use serde::Serialize;
use serde_saphyr::LitString;

use super::endpoint::PluginAuth;

/// A manifest.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Manifest {
    pub(super) descriptor: Descriptor,
    pub(super) skill_groups: Vec<SkillGroup>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) agent_definitions: Vec<AgentDefinition>,
}

/// The plugin as a whole.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Descriptor {
    /// At most 100 characters, none of `/ \ ? # @`.
    pub(super) name: &'static str,
    /// At most 40 characters.
    pub(super) display_name: &'static str,
    pub(super) description: Cow<'static, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) settings: Vec<Setting>,
    pub(super) supported_auth_types: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) authorization: Option<Authorization>,
}

/// The authentication at the server. It contains no secret.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Authorization {
    ApiKey(ApiKey),
    Entra(Entra),
}

/// An API key, which the administrator fills in.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ApiKey {
    #[serde(rename = "Type")]
    kind: &'static str,
    key: &'static str,
    auth_scheme: &'static str,
    location: &'static str,
}

/// Access tokens of Microsoft Entra for the user.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Entra {
    #[serde(rename = "Type")]
    kind: &'static str,
    entra_scopes: String,
}

impl Authorization {
    /// The authentication of a server.
    pub(super) fn of(auth: &PluginAuth) -> Self {
        match auth {
            // Public manifests write `APIKey` here, and `ApiKey` in the list of types.
            PluginAuth::ApiKey => {
                Self::ApiKey(ApiKey { kind: "APIKey", key: "X-API-Key", auth_scheme: "", location: "Header" })
            }
            PluginAuth::Entra(scope) => Self::Entra(Entra { kind: "AADDelegated", entra_scopes: scope.clone() }),
        }
    }
}

/// A setting that the administrator fills in at the installation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) description: &'static str,
    pub(super) hint_text: &'static str,
    pub(super) setting_type: &'static str,
    pub(super) required: bool,
}

/// Skills of one format.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SkillGroup {
    pub(super) format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) settings: Option<GroupSettings>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) skills: Vec<Skill>,
}

/// The settings of a group, by its format.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum GroupSettings {
    Api(ApiSettings),
    Mcp(McpSettings),
}

/// The addresses of an API.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ApiSettings {
    pub(super) open_api_spec_url: String,
    pub(super) endpoint_url: String,
}

/// The server of a group of tools.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct McpSettings {
    pub(super) endpoint: String,
    pub(super) use_streamable_http: bool,
    pub(super) use_plugin_auth: bool,
    pub(super) timeout_in_seconds: u32,
    /// Names, separated by commas.
    pub(super) allowed_tools: String,
}

/// A skill.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Skill {
    /// An identifier.
    pub(super) name: &'static str,
    /// At most 40 characters.
    pub(super) display_name: &'static str,
    pub(super) description: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) interfaces: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) example_prompts: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) suggested_prompts: Vec<SuggestedPrompt>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) inputs: Vec<Input>,
    pub(super) settings: SkillSettings,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) child_skills: Vec<&'static str>,
}

/// An input of a skill, which replaces `{{name}}` in its template.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default_value: Option<&'static str>,
}

/// A prompt that an agent suggests.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SuggestedPrompt {
    pub(super) prompt: &'static str,
    pub(super) title: &'static str,
}

/// The settings of a skill, by its format.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum SkillSettings {
    Kql(KqlSettings),
    Gpt(GptSettings),
    Agent(AgentSettings),
}

/// The settings of a query.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct KqlSettings {
    pub(super) target: &'static str,
    #[serde(flatten)]
    pub(super) workspace: Option<Workspace>,
    pub(super) template: LitString,
}

/// The workspace of a query: names of settings of the descriptor.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Workspace {
    pub(super) tenant_id: &'static str,
    pub(super) subscription_id: &'static str,
    pub(super) resource_group_name: &'static str,
    pub(super) workspace_name: &'static str,
}

/// The settings of a prompt.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GptSettings {
    pub(super) model_name: &'static str,
    pub(super) template: LitString,
}

/// The settings of an agent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AgentSettings {
    pub(super) model: &'static str,
    pub(super) orchestrator_skill: &'static str,
    pub(super) instructions: LitString,
}

/// An agent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AgentDefinition {
    pub(super) name: &'static str,
    pub(super) display_name: &'static str,
    pub(super) description: &'static str,
    pub(super) publisher: &'static str,
    pub(super) product: &'static str,
    pub(super) required_skillsets: Vec<&'static str>,
    pub(super) agent_single_instance_constraint: &'static str,
    pub(super) triggers: Vec<Trigger>,
    pub(super) prompt_skill: &'static str,
}

/// A trigger of an agent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Trigger {
    pub(super) name: &'static str,
    pub(super) default_poll_period_seconds: u32,
    pub(super) fetch_skill: &'static str,
    pub(super) process_skill: &'static str,
}

impl Manifest {
    /// The manifest as YAML.
    pub(super) fn to_yaml(&self) -> Result<String, String> {
        let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
        serde_saphyr::to_string_with_options(self, options).map_err(|error| error.to_string())
    }
}
