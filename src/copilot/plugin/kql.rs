//! The plugin that queries the log table of the format `jsonl-logs`, the schema of the table, and the data collection rule that
//! fills it.

mod incident;
mod queries;
mod records;
mod table;

use serde_saphyr::LitString;

use super::PluginFile;
use super::manifest::{Descriptor, KqlSettings, Manifest, Setting, Skill, SkillGroup, SkillSettings, Workspace};
use queries::QUERIES;

/// The place of the log table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KqlTarget {
    /// A workspace of Log Analytics.
    #[default]
    LogAnalytics,
    /// A workspace with Microsoft Sentinel.
    Sentinel,
    /// Advanced hunting in Defender XDR, for a workspace that is connected to it.
    Defender,
}

impl KqlTarget {
    /// Every place, in the order of help texts.
    pub const ALL: [Self; 3] = [Self::LogAnalytics, Self::Sentinel, Self::Defender];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LogAnalytics => "log-analytics",
            Self::Sentinel => "sentinel",
            Self::Defender => "defender",
        }
    }

    /// The name in a manifest.
    const fn in_manifest(self) -> &'static str {
        match self {
            Self::LogAnalytics => "LogAnalytics",
            Self::Sentinel => "Sentinel",
            Self::Defender => "Defender",
        }
    }

    /// The settings that the administrator fills in at the installation, by their labels.
    #[must_use]
    pub fn settings(self) -> Vec<&'static str> {
        settings(self).iter().map(|setting| setting.label).collect()
    }

    const fn has_workspace(self) -> bool {
        match self {
            Self::LogAnalytics | Self::Sentinel => true,
            Self::Defender => false,
        }
    }
}

/// The files of the plugin.
pub(super) fn files(target: KqlTarget) -> Result<Vec<PluginFile>, String> {
    let manifest = Manifest {
        descriptor: Descriptor {
            name: "ScoregateLogTable",
            display_name: "Secure Score gate: log table",
            description: "Results of the compliance gate for Microsoft Secure Score that are stored in a log table: verdicts, scores, \
                          failed rules, reasons of score changes, waivers, and the controls that bear on incidents. Use it for \
                          questions about posture and policies, and about the controls that bear on an incident; not to investigate alerts."
                .into(),
            settings: settings(target),
            supported_auth_types: vec!["None"],
            authorization: None,
        },
        skill_groups: vec![skill_group(target)],
        agent_definitions: Vec::new(),
    };
    Ok(vec![
        PluginFile { name: "scoregate-kql.yaml", text: manifest.to_yaml()? },
        PluginFile { name: "scoregate-table.json", text: table::schema() },
        PluginFile { name: "scoregate-dcr.json", text: table::collection_rule() },
    ])
}

/// The skills with queries, for every manifest that has them.
pub(super) fn skill_group(target: KqlTarget) -> SkillGroup {
    let skills = QUERIES.iter().map(|query| Skill {
        name: query.name,
        display_name: query.display_name,
        description: query.description,
        interfaces: Vec::new(),
        example_prompts: query.example_prompts.to_vec(),
        suggested_prompts: Vec::new(),
        inputs: query.inputs.to_vec(),
        settings: SkillSettings::Kql(KqlSettings {
            target: target.in_manifest(),
            workspace: target.has_workspace().then_some(Workspace {
                tenant_id: "{{TenantId}}",
                subscription_id: "{{SubscriptionId}}",
                resource_group_name: "{{ResourceGroupName}}",
                workspace_name: "{{WorkspaceName}}",
            }),
            template: LitString((query.text)()),
        }),
        child_skills: Vec::new(),
    });
    SkillGroup { format: "KQL", settings: None, skills: skills.collect() }
}

/// The names of the skills with queries.
pub(super) fn skill_names() -> Vec<&'static str> {
    QUERIES.iter().map(|query| query.name).collect()
}

/// The settings that name the workspace.
pub(super) fn settings(target: KqlTarget) -> Vec<Setting> {
    let setting = |(name, label, description, hint_text)| Setting {
        name,
        label,
        description,
        hint_text,
        setting_type: "String",
        required: true,
    };
    let all = [
        ("TenantId", "Tenant ID", "The Entra tenant of the workspace.", "A GUID, from the overview of Microsoft Entra"),
        ("SubscriptionId", "Subscription ID", "The Azure subscription of the workspace.", "A GUID"),
        (
            "ResourceGroupName",
            "Resource group",
            "The resource group of the workspace.",
            "The name of the resource group",
        ),
        ("WorkspaceName", "Workspace", "The Log Analytics workspace that has the table.", "The name of the workspace"),
    ];
    if target.has_workspace() { all.into_iter().map(setting).collect() } else { Vec::new() }
}
