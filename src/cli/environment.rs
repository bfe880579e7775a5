//! The variables that CI systems set.

use std::env;
use std::path::PathBuf;

use crate::report::Repository;

/// Whether this is a job of GitHub Actions.
pub(super) fn is_github_actions() -> bool {
    env::var("GITHUB_ACTIONS").is_ok_and(|value| value == "true")
}

/// Whether this is a job of Azure Pipelines.
pub(super) fn is_azure_pipelines() -> bool {
    env::var("TF_BUILD").is_ok_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The folder of Azure Pipelines for files of the job, which the agent empties after it.
pub(super) fn agent_folder() -> Option<PathBuf> {
    env::var_os("AGENT_TEMPDIRECTORY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// The file that GitHub Actions shows on the page of the run.
pub(super) fn step_summary() -> Option<PathBuf> {
    env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// The file that takes the outputs of a step of GitHub Actions.
pub(super) fn step_outputs() -> Option<PathBuf> {
    env::var_os("GITHUB_OUTPUT").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// The folder that a CI system checked the repository out to: reports name files relative to it.
pub(super) fn checkout() -> Option<PathBuf> {
    let names = ["GITHUB_WORKSPACE", "BUILD_SOURCESDIRECTORY", "CI_PROJECT_DIR"];
    names.into_iter().find_map(|name| env::var_os(name).filter(|path| !path.is_empty())).map(PathBuf::from)
}

/// The repository and revision of the working directory, as GitHub, Azure Pipelines or GitLab names them.
pub(super) fn repository() -> Option<Repository> {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let github = || {
        let uri = format!("{}/{}", variable("GITHUB_SERVER_URL")?, variable("GITHUB_REPOSITORY")?);
        Some((uri, variable("GITHUB_SHA")?))
    };
    let azure = || Some((variable("BUILD_REPOSITORY_URI")?, variable("BUILD_SOURCEVERSION")?));
    let gitlab = || Some((variable("CI_PROJECT_URL")?, variable("CI_COMMIT_SHA")?));
    let (uri, revision) = github().or_else(azure).or_else(gitlab)?;
    Some(Repository { uri: without_user(&uri), revision })
}

/// An address without user and password, which Azure Pipelines may write into it.
fn without_user(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else { return uri.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_user_and_password_of_an_address_reach_a_report() {
        assert_eq!(
            super::without_user("https://org:secret@dev.azure.example/a/b@c"),
            "https://dev.azure.example/a/b@c"
        );
    }
}
