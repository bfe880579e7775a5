//! Sign-in methods that the environment almost offers: a CI system gives each job a token of its own, where the job asks for
//! it. Then no secret is needed, and what is missing is named before anything else.

use crate::entra::{azure_pipelines, github_oidc, workload_identity};
use crate::graph::cloud::Cloud;
use crate::net::environment::Surroundings;

/// A sign-in method of which one thing is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Almost {
    /// The missing part, as a sentence.
    pub(super) missing: &'static str,
    /// The remedy.
    pub(super) remedy: String,
}

/// An app whose federated credential matches the token of the job.
const APP: &str = "AZURE_TENANT_ID and AZURE_CLIENT_ID to an app that has a federated credential for this job";

/// The method that a CI system or a cluster almost offers.
pub(super) fn find(surroundings: &Surroundings, cloud: &Cloud) -> Option<Almost> {
    let is = |name: &str| {
        surroundings.value(name).ok().flatten().is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    };
    if surroundings.says(github_oidc::URL) && !surroundings.says("AZURE_CLIENT_ID") {
        let missing = "this job of GitHub Actions may obtain a token of its own, but no app is named that it is for";
        return Some(Almost { missing, remedy: format!("set {APP}") });
    }
    if is("GITHUB_ACTIONS") && !surroundings.says(github_oidc::URL) {
        let missing =
            "this job of GitHub Actions may not obtain a token of its own: it has no permission `id-token: write`";
        return Some(Almost { missing, remedy: format!("{}, and set {APP}", github_remedy()) });
    }
    if is("TF_BUILD") && !surroundings.says(azure_pipelines::CONNECTION) {
        let missing = "this task of Azure Pipelines has no service connection";
        return Some(Almost { missing, remedy: pipelines_remedy() });
    }
    if surroundings.says(workload_identity::FILE) {
        return None;
    }
    if is("GITLAB_CI") {
        let missing = "this job of GitLab has no id token that is named by AZURE_FEDERATED_TOKEN_FILE";
        return Some(Almost { missing, remedy: format!("{}, and set {APP}", gitlab_remedy(cloud)) });
    }
    if surroundings.says("KUBERNETES_SERVICE_HOST") {
        let missing = "this pod has no workload identity";
        let remedy =
            "label the pod `azure.workload.identity/use: \"true\"` and give it a service account that names the app";
        return Some(Almost { missing, remedy: remedy.to_owned() });
    }
    None
}

/// The way in which a job of GitHub Actions obtains a token.
pub(super) fn github_remedy() -> String {
    "give the job `permissions: id-token: write` (the pull request of a fork never has it)".to_owned()
}

/// The way in which a task of Azure Pipelines obtains a service connection.
pub(super) fn pipelines_remedy() -> String {
    "run in a task with a service connection of workload identity federation, such as AzureCLI@2 with `azureSubscription`, and pass `SYSTEM_ACCESSTOKEN: $(System.AccessToken)` to it by `env:`"
        .to_owned()
}

/// The way in which a job of GitLab obtains a token in a file.
fn gitlab_remedy(cloud: &Cloud) -> String {
    format!(
        "give the job `id_tokens: {{ AZURE_ID_TOKEN: {{ aud: {} }} }}`, write that variable into a file, and name the file in AZURE_FEDERATED_TOKEN_FILE",
        cloud.federated_audience()
    )
}
