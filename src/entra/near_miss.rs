//! Sign-in methods that the environment almost offers: a CI system gives each job a token of its own, where the job requests
//! it. Then no secret is needed, and what is missing is named before anything else.

use super::resource::Authority;
use super::variables;
use crate::net::environment::Environment;

/// A sign-in method of which one thing is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NearMiss {
    /// The missing part, as a sentence.
    pub(super) missing: &'static str,
    /// The remedy.
    pub(super) remedy: String,
}

/// An app whose federated credential matches the token of the job.
const APP: &str = "AZURE_TENANT_ID and AZURE_CLIENT_ID to an app that has a federated credential for this job";

/// The method that a CI system or a cluster almost offers.
pub(super) fn find(environment: &Environment, authority: &Authority) -> Option<NearMiss> {
    let is = |name: &str| {
        environment.value(name).ok().flatten().is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    };
    if environment.says(variables::GITHUB_REQUEST_URL) && !environment.says("AZURE_CLIENT_ID") {
        let missing = "this job of GitHub Actions may obtain a token of its own, but no app is named that it is for";
        return Some(NearMiss { missing, remedy: format!("set {APP}") });
    }
    if is("GITHUB_ACTIONS") && !environment.says(variables::GITHUB_REQUEST_URL) {
        let missing =
            "this job of GitHub Actions may not obtain a token of its own: it has no permission `id-token: write`";
        return Some(NearMiss { missing, remedy: format!("{}, and set {APP}", github_remedy()) });
    }
    if is("TF_BUILD") && !environment.says(variables::SERVICE_CONNECTION) {
        let missing = "this task of Azure Pipelines has no service connection";
        return Some(NearMiss { missing, remedy: pipelines_remedy() });
    }
    if environment.says(variables::FEDERATED_TOKEN_FILE) {
        return None;
    }
    if is("GITLAB_CI") {
        let missing = "this job of GitLab has no id token that is named by AZURE_FEDERATED_TOKEN_FILE";
        return Some(NearMiss { missing, remedy: format!("{}, and set {APP}", gitlab_remedy(authority)) });
    }
    if environment.says("KUBERNETES_SERVICE_HOST") {
        let missing = "this pod has no workload identity";
        let remedy =
            "label the pod `azure.workload.identity/use: \"true\"` and give it a service account that names the app";
        return Some(NearMiss { missing, remedy: remedy.to_owned() });
    }
    None
}

/// The remedy where a job of GitHub Actions has no token.
pub(super) fn github_remedy() -> String {
    "give the job `permissions: id-token: write` (the pull request of a fork never has it)".to_owned()
}

/// The remedy where a task of Azure Pipelines has no service connection.
pub(super) fn pipelines_remedy() -> String {
    "run in a task with a service connection of workload identity federation, such as AzureCLI@2 with `azureSubscription`, and pass `SYSTEM_ACCESSTOKEN: $(System.AccessToken)` to it by `env:`"
        .to_owned()
}

/// The remedy where a job of GitLab has no token in a file.
fn gitlab_remedy(authority: &Authority) -> String {
    format!(
        "give the job `id_tokens: {{ AZURE_ID_TOKEN: {{ aud: {} }} }}`, write that variable into a file, and name the file in AZURE_FEDERATED_TOKEN_FILE",
        authority.federated_audience
    )
}
