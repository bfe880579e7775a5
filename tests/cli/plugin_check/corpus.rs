//! Real manifests: errors on those that cannot work, for their reasons, and on no other.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::workspace::{Workspace, shared};

use super::lines;

/// The codes of errors and warnings of each manifest, each once and in alphabetical order.
const EXPECTED: &[(&str, &[&str], &[&str])] = &[
    ("API_Plugin_Reflection_GET_Params", &["public-address"], &["too-long"]),
    ("API_Plugin_Reflection_GET_Params_Auth_Data", &["public-address"], &["too-long"]),
    ("API_Plugin_Reflection_GET_Params_Auth_Header", &["public-address"], &["too-long"]),
    ("API_Plugin_Reflection_GET_Params_Custom_Setting", &["public-address"], &["too-long", "unused-setting"]),
    ("API_Plugin_Reflection_GET_Params_Defaults", &["public-address"], &["too-long"]),
    ("API_Plugin_Reflection_GET_Params_Partial_JSON", &["public-address"], &["too-long"]),
    ("API_Plugin_Reflection_GET_Simple", &["public-address"], &["too-long"]),
    ("API_Plugin_Reflection_GET_Simple_Multiple", &["public-address"], &["too-long"]),
    (
        "API_Plugin_Reflection_GET_Simple_OAuth2",
        &["parameter-default", "placeholder", "public-address"],
        &["auth-unlisted", "too-long"],
    ),
    ("GitHubAdvancedSecurityPlugin-Org-Manifest", &[], &["placeholder-default", "response-schema", "too-long"]),
    ("GitHubAdvancedSecurityPlugin-Repo-Manifest", &["document-not-checked"], &["placeholder-default", "too-long"]),
    ("GreyNoiseEnterprise_manifest", &[], &["operation-id-name", "response-schema", "too-long"]),
    ("GreynoiseCommunity_Manifest", &[], &["operation-id-name"]),
    ("IBM-manifest", &["content-not-object", "openapi-structure", "path-parameter"], &["operation-id-name"]),
    ("MDEOnboardedDevicesPlugin", &["operation-id-missing"], &["auth-unlisted", "too-long"]),
    ("Netskope-Copilot-Plugin-manifest", &["operation-id-missing"], &["default-type", "document-size", "too-long"]),
    ("PluginManifest_APIKey", &[], &["response-schema"]),
    ("PluginManifest_BasicAuth", &["operation-id-place"], &["response-schema"]),
    ("ciso-incidents-summary-man", &["parameter-default", "placeholder"], &["response-schema"]),
    ("crowdsecTI_manifest", &["openapi-structure"], &["operation-id-name"]),
    (
        "eDiscovery_OAuth_API_manifest",
        &["openapi-structure", "path-parameter", "placeholder"],
        &["auth-unlisted", "body-of-get", "operation-id-name", "response-schema"],
    ),
    ("hibp-manifest", &[], &["response-schema"]),
    ("ipgl-manifest", &[], &["response-schema"]),
    ("ipqs-manifest", &[], &["response-schema"]),
];

/// The causes of the files that are not YAML: the line, and words of the message.
const NOT_YAML: &[(&str, u64, &str)] = &[
    ("API_Plugin_Reflection_GET_Simple_Header.yaml", 13, "the value of `OpenApiSpecUrl` goes on in this line"),
    ("KQL-ADX-SignInLogs.yaml", 28, "a value begins with `*`"),
    ("KQL-Sentinel-GCP.yaml", 29, "a value begins with `*`"),
    ("KQL-SentinelCost.yaml", 23, "a value begins with `*`"),
    ("NetworkAnomalyDetection.yaml", 35, "the text of `Template` is not indented deeper"),
];

fn findings(workspace: &Workspace, files: &[&Path]) -> Vec<serde_json::Value> {
    let mut command = workspace.command("copilot plugin -o json --check");
    command.args(files);
    let run = crate::support::workspace::outcome(command);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    report["findings"].as_array().unwrap().clone()
}

fn codes(findings: &[serde_json::Value], severity: &str) -> Vec<String> {
    let of = findings.iter().filter(|finding| finding["severity"] == severity);
    let codes: std::collections::BTreeSet<String> = of.map(|f| f["rule"].as_str().unwrap().to_owned()).collect();
    codes.into_iter().collect()
}

#[test]
fn real_manifests_have_errors_exactly_where_they_cannot_work() {
    let Some(pairs) = shared("copilot/api-pairs") else { return };
    let workspace = Workspace::new();
    let mut found = BTreeMap::new();
    for folder in std::fs::read_dir(&pairs).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let is_manifest = |path: &std::path::PathBuf| std::fs::read_to_string(path).unwrap().contains("SkillGroups");
        let manifest = files.into_iter().find(is_manifest).unwrap();
        let findings = findings(&workspace, &[&manifest]);
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        found.insert(name, (codes(&findings, "error"), codes(&findings, "warning")));
    }
    let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let expected: BTreeMap<String, _> = EXPECTED
        .iter()
        .map(|(name, errors, warnings)| ((*name).to_owned(), (owned(errors), owned(warnings))))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(found.values().filter(|(errors, _)| !errors.is_empty()).count(), 17);
}

#[test]
fn names_that_real_manifests_share_are_found_when_they_are_checked_together() {
    let Some(pairs) = shared("copilot/api-pairs") else { return };
    let workspace = Workspace::new();
    let mut command = workspace.command("copilot plugin -o json --check");
    let mut files: Vec<_> = std::fs::read_dir(&pairs)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
        .collect();
    files.sort();
    command.args(&files);
    let found = lines(&crate::support::workspace::outcome(command).stdout);
    assert_eq!(found.iter().filter(|line| line.starts_with("duplicate-name ")).count(), 3);
    assert_eq!(found.iter().filter(|line| line.starts_with("document-not-checked ")).count(), 3);
}

#[test]
fn files_that_are_not_yaml_get_the_cause() {
    let Some(folder) = shared("copilot/not-yaml") else { return };
    let workspace = Workspace::new();
    for (name, line, words) in NOT_YAML {
        let findings = findings(&workspace, &[&folder.join(name)]);
        assert_eq!(findings.len(), 1, "{name}: {findings:#?}");
        assert_eq!((&findings[0]["rule"], &findings[0]["line"]), (&"unreadable".into(), &(*line).into()), "{name}");
        assert!(findings[0]["message"].as_str().unwrap().starts_with(words), "{name}: {}", findings[0]["message"]);
    }
    let read = findings(&workspace, &[&folder.join("KQL_SentinelDailyOperationsSample.yml")]);
    assert!(read.iter().all(|finding| finding["rule"] != "unreadable"), "{read:#?}");
}
