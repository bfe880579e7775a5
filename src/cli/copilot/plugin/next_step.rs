//! What the user does with the files of a plugin.

use crate::copilot::plugin::{KqlTarget, PluginAuth, PluginFormat, PluginOptions};
use crate::text::list;

/// The place in Security Copilot at which plugins are added.
const ADD: &str = "in Security Copilot (Sources, Custom, Add plugin)";

/// The next step, as a sentence without a line break.
pub(super) fn next_step(format: PluginFormat, options: &PluginOptions) -> String {
    let PluginOptions { target, auth, .. } = options;
    match format {
        PluginFormat::Api => {
            format!("{}, and add scoregate-api.yaml {ADD}; {}", server(options), sign_in(auth))
        }
        PluginFormat::Mcp => {
            let untested = match auth {
                PluginAuth::ApiKey => ". Security Copilot is untested with MCP and an API key: prefer --entra-scope",
                PluginAuth::Entra(_) => "",
            };
            format!("{}, and add scoregate-mcp.yaml {ADD}; {}{untested}", server(options), sign_in(auth))
        }
        PluginFormat::Kql => format!(
            "create the table with scoregate-table.json and the data collection rule with scoregate-dcr.json, send the records of a \
             run, and add scoregate-kql.yaml {ADD}; {}",
            settings(*target)
        ),
        PluginFormat::Agent => {
            format!("fill the log table as for the format kql, and add scoregate-agent.yaml {ADD}; {}", settings(*target))
        }
        PluginFormat::Gpt => format!("add scoregate-gpt.yaml {ADD}, and paste the text of a digest into a prompt"),
        PluginFormat::M365 => {
            let registered = match auth {
                PluginAuth::ApiKey => "the API key",
                PluginAuth::Entra(_) => "an OAuth client",
            };
            format!(
                "{}, register {registered} in the Teams developer portal, write the id of the registration into scoregate-m365.json, \
                 and add the file to a declarative agent",
                server(options)
            )
        }
        PluginFormat::Promptbook => {
            "type the prompts of scoregate-promptbook.md into a promptbook of Security Copilot that has the plugin of the format kql"
                .to_owned()
        }
    }
}

fn server(options: &PluginOptions) -> String {
    let address = options.endpoint.as_ref().map(ToString::to_string).unwrap_or_default();
    let audience = match &options.auth {
        PluginAuth::ApiKey => "an API key".to_owned(),
        PluginAuth::Entra(scope) => {
            let audience = scope.rsplit_once('/').map_or(scope.as_str(), |(audience, _)| audience);
            format!("--entra-audience {audience}")
        }
    };
    format!("start `scoregate serve` with {audience} at {address}")
}

const fn sign_in(auth: &PluginAuth) -> &'static str {
    match auth {
        PluginAuth::ApiKey => "paste the API key there",
        PluginAuth::Entra(_) => "each user signs in there",
    }
}

fn settings(target: KqlTarget) -> String {
    match target.settings().as_slice() {
        [] => "it has no settings".to_owned(),
        labels => format!("its settings are {}", list(labels, "and")),
    }
}
