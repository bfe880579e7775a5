//! A sign-in method that a CI system almost offers is named by what is missing, before any secret.

use crate::support::entra_server::CLIENT;
use crate::support::sign_in::Program;
#[cfg(unix)]
use crate::support::sign_in::with_az;

#[test]
fn a_job_is_shown_what_is_missing_for_a_token_of_its_own() {
    let cases = [
        ("GitHub Actions without the permission", Program::new().app().set("GITHUB_ACTIONS", "true")),
        ("GitHub Actions without the permission and without an app", Program::new().set("GITHUB_ACTIONS", "true")),
        ("GitHub Actions without an app", {
            let url = "https://localhost/job";
            Program::new().set("GITHUB_ACTIONS", "true").set("ACTIONS_ID_TOKEN_REQUEST_URL", url)
        }),
        ("Azure Pipelines without a service connection", Program::new().app().set("TF_BUILD", "True")),
        ("GitLab without an id token", Program::new().app().set("GITLAB_CI", "true")),
        ("a pod without workload identity", Program::new().app().set("KUBERNETES_SERVICE_HOST", "10.0.0.1")),
        ("GitLab on Kubernetes", {
            Program::new().set("GITLAB_CI", "true").set("KUBERNETES_SERVICE_HOST", "10.0.0.1")
        }),
    ];
    let seen: Vec<String> = cases.iter().map(|(what, program)| format!("# {what}\n{}", program.status(""))).collect();
    assert!(seen.iter().all(|seen| seen.contains("\nexit 5\n") && !seen.contains("AZURE_CLIENT_SECRET")));
    insta::assert_snapshot!(seen.join("\n"));
}

/// On the machines of CI systems the Azure CLI is installed, and no account is signed in to it.
#[cfg(unix)]
#[test]
fn an_azure_cli_on_the_machine_of_a_ci_system_hides_nothing() {
    let az = || with_az("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");
    let cases = [
        ("GitHub Actions", az().set("GITHUB_ACTIONS", "true")),
        ("GitHub Actions with an app", az().set("GITHUB_ACTIONS", "true").set("AZURE_CLIENT_ID", CLIENT)),
        ("Azure Pipelines", az().set("TF_BUILD", "True")),
        ("no CI system", az()),
    ];
    let seen: Vec<String> = cases.iter().map(|(what, program)| format!("# {what}\n{}", program.status(""))).collect();
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn a_method_that_is_requested_is_named_by_what_is_missing_too() {
    let seen: Vec<String> = ["github-oidc", "azure-pipelines", "workload-identity"]
        .iter()
        .map(|kind| format!("# {kind}\n{}", Program::new().app().status(&format!("--auth {kind}"))))
        .collect();
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn a_ci_system_changes_nothing_for_a_method_that_is_complete() {
    let entra = crate::support::entra_server::Entra::giving(crate::support::entra_server::app_claims());
    for name in ["GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "KUBERNETES_SERVICE_HOST"] {
        let program = Program::new().at(&entra).app().secret("AZURE_CLIENT_SECRET", crate::support::sign_in::SECRET);
        let seen = program.set(name, "true").status("");
        assert!(seen.starts_with("exit 0\n") && seen.contains("client-secret"), "{seen}");
    }
}
