//! The keys of manifests: from Microsoft's pages, from its TypeSpec of the skill API, and from public manifests.

pub(super) const TOP: &[&str] = &["Descriptor", "SkillGroups", "AgentDefinitions"];

pub(super) const DESCRIPTOR: &[&str] = &[
    "Name",
    "DisplayName",
    "Description",
    "DescriptionDisplay",
    "DescriptionForModel",
    "Namespace",
    "Category",
    "CatalogScope",
    "Enabled",
    "Hidden",
    "Icon",
    "Prerequisites",
    "Settings",
    "SupportedAuthTypes",
    "Authorization",
    "UserVisibility",
    "UserVisibilityFeatureFlags",
    "PlannerVisibility",
    "PlannerVisibilityFeatureFlags",
    "PreviewState",
    "PublisherSource",
];

pub(super) const SETTING: &[&str] =
    &["Name", "Label", "Description", "HintText", "SettingType", "Required", "DefaultValue", "Value"];

pub(super) const AUTHORIZATION: &[&str] = &[
    "Type",
    "Label",
    "EntraScopes",
    "Key",
    "AuthScheme",
    "Location",
    "Value",
    "Username",
    "Password",
    "AccessToken",
    "TokenEndpoint",
    "AuthorizationEndpoint",
    "Scopes",
    "ClientId",
    "ClientSecret",
    "AuthorizationContentType",
];

pub(super) const AUTH_TYPES: &[&str] = &[
    "None",
    "Basic",
    "ApiKey",
    "ServiceHttp",
    "OAuthAuthorizationCodeFlow",
    "OAuthClientCredentialsFlow",
    "OAuthPasswordGrantFlow",
    "AAD",
    "AADDelegated",
];

pub(super) const LOCATIONS: &[&str] = &["Header", "QueryParams"];

pub(super) const GROUP: &[&str] = &["Format", "Settings", "Skills", "PackageUrl"];

pub(super) const FORMATS: &[&str] = &["API", "GPT", "KQL", "LogicApp", "MCP", "Agent"];

pub(super) const API_SETTINGS: &[&str] = &["OpenApiSpecUrl", "EndpointUrl", "EndpointUrlSettingName"];

pub(super) const MCP_SETTINGS: &[&str] =
    &["Endpoint", "UseStreamableHttp", "UsePluginAuth", "TokenScope", "TimeoutInSeconds", "AllowedTools"];

pub(super) const PACKAGE_SETTINGS: &[&str] = &["PackageUrl"];

pub(super) const SKILL: &[&str] = &[
    "Name",
    "DisplayName",
    "AltName",
    "Description",
    "DescriptionForModel",
    "ExamplePrompt",
    "ExamplePrompts",
    "Inputs",
    "Outputs",
    "Settings",
    "ChildSkills",
    "Interfaces",
    "SuggestedPrompts",
    "Dependencies",
    "Hidden",
    "PromptAlignedName",
    "UserVisibility",
    "UserVisibilityFeatureFlags",
    "PlannerVisibility",
    "PlannerVisibilityFeatureFlags",
    "SkillSummaryMetadata",
    "EnableVariableSubstitutionInCompose",
    "SkillAgentTokenType",
];

pub(super) const INPUT: &[&str] =
    &["Name", "Type", "Description", "Required", "DefaultValue", "PlaceholderValue", "Enum"];

pub(super) const TARGETS: &[&str] = &["Defender", "Sentinel", "SentinelDataLake", "LogAnalytics", "Kusto"];

pub(super) const TEMPLATES: &[&str] = &["Template", "TemplateUrl", "TemplateFile"];

pub(super) const KQL_SETTINGS: &[&str] = &[
    "Target",
    "Template",
    "TemplateUrl",
    "TemplateFile",
    "TenantId",
    "SubscriptionId",
    "ResourceGroupName",
    "WorkspaceName",
    "Cluster",
    "Database",
];

pub(super) const GPT_SETTINGS: &[&str] = &["ModelName", "Template", "TemplateUrl", "TemplateFile", "Temperature"];

pub(super) const MODELS: &[&str] = &["gpt-4o", "gpt-4.1", "gpt-4-32k-v0613"];

pub(super) const LOGIC_APP_SETTINGS: &[&str] = &["SubscriptionId", "ResourceGroup", "WorkflowName", "TriggerName"];

pub(super) const AGENT_SETTINGS: &[&str] = &["Instructions", "Model", "OrchestratorSkill"];

pub(super) const INTERFACES: &[&str] = &["Agent", "InteractiveAgent"];

pub(super) const DEFINITION: &[&str] = &[
    "Name",
    "DisplayName",
    "Description",
    "Publisher",
    "Product",
    "RequiredSkillsets",
    "AgentSingleInstanceConstraint",
    "Settings",
    "Triggers",
    "PromptSkill",
    "PreviewState",
    "PublisherSource",
];

pub(super) const CONSTRAINTS: &[&str] = &["None", "Workspace", "Tenant"];

pub(super) const TRIGGER: &[&str] =
    &["Name", "DefaultPollPeriodSeconds", "DefaultPeriodSeconds", "FetchSkill", "ProcessSkill", "Settings"];
