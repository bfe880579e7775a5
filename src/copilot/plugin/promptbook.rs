//! A promptbook for a posture review: the prompts as Markdown, to type them into a promptbook, and as the JSON that community tools
//! import. Microsoft documents no file format for promptbooks.

use serde::Serialize;

use super::PluginFile;

const NAME: &str = "Secure Score posture review";
const DESCRIPTION: &str = "Reviews the Secure Score of a tenant against its policies: verdict, failures in the order of their fixes, reasons of \
                           a score change, waivers, controls that bear on incidents, and a summary for a manager.";

const PROMPTS: [&str; 7] = [
    "Get the latest verdict of the Secure Score gate of tenant <Tenant> from the last <Days> days. State the verdict, its reason, the score and \
     the number of failed, unknown and waived findings.",
    "Get the failed and unknown rules of the latest run of the Secure Score gate of tenant <Tenant>. Show a table: order, rule, control, \
     severity, required and observed value, recoverable points, fix. Order by severity, then by recoverable points.",
    "Explain the change of the Secure Score of tenant <Tenant> in the latest run of the gate. Separate measured posture from claims, from \
     controls that are no longer scored, and from changes of Microsoft's catalogue.",
    "Which waivers of the Secure Score gate of tenant <Tenant> expire within 30 days or have expired? Name approver, ticket and the findings \
     that they cover.",
    "Which missing Secure Score controls bear on the latest incidents of tenant <Tenant> from the last <Days> days? Show a table: \
     incident, severity, control, missing points, strength and evidence of the link. Call a control a possible cause. If incidents were not \
     evaluated, say so.",
    "For the failed controls of the previous answers, name the ATT&CK techniques that the policy refers to. Use only techniques that the \
     answers contain.",
    "Summarize the previous answers for a manager in five sentences: verdict, reason, most important fixes, incidents with their controls, waivers, \
     missing evidence.",
];

const INPUTS: [(&str, &str); 2] =
    [("Tenant", "The id of the Entra tenant, or `all`"), ("Days", "The number of days to look back, such as 30")];

#[derive(Serialize)]
struct Promptbook {
    name: &'static str,
    description: &'static str,
    prompts: Vec<Prompt>,
    promptbookinputs: Vec<PromptInput>,
    visibility: &'static str,
    tags: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Prompt {
    prompt_type: &'static str,
    content: &'static str,
}

#[derive(Serialize)]
struct PromptInput {
    name: &'static str,
    description: &'static str,
}

/// The files of the promptbook.
pub(super) fn files() -> Result<Vec<PluginFile>, String> {
    let book = Promptbook {
        name: NAME,
        description: DESCRIPTION,
        prompts: PROMPTS.iter().map(|content| Prompt { prompt_type: "Prompt", content }).collect(),
        promptbookinputs: INPUTS.iter().map(|(name, description)| PromptInput { name, description }).collect(),
        visibility: "Private",
        tags: None,
    };
    let json = serde_json::to_string_pretty(&book).map_err(|error| error.to_string())?;
    Ok(vec![
        PluginFile { name: "scoregate-promptbook.json", text: json + "\n" },
        PluginFile { name: "scoregate-promptbook.md", text: markdown() },
    ])
}

fn markdown() -> String {
    let inputs: String = INPUTS.iter().map(|(name, description)| format!("| `<{name}>` | {description} |\n")).collect();
    let prompts = PROMPTS.iter().enumerate();
    let prompts: String = prompts.map(|(index, prompt)| format!("{}. {prompt}\n", index + 1)).collect();
    format!("# {NAME}\n\n{DESCRIPTION}\n\n| input | meaning |\n|---|---|\n{inputs}\n## Prompts\n\n{prompts}")
}
