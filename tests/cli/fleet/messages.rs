//! Messages of `fleet`: wrong options, and the reasons and remedies of tenants that cannot be read.

use insta::assert_snapshot;

use super::{FLEET, bytes, examples, on_one_line};

#[test]
fn a_wrong_value_of_an_option_has_a_remedy() {
    let workspace = examples();
    workspace.file("file.txt", "");
    let options = ["--out o -o json=foo", "--out o -o jsno=foo", "--jobs 0", "--jobs abc", "--out file.txt"];
    let seen = options.map(|options| format!("{options}\n{}\n", workspace.run(&format!("{FLEET} {options}")).seen()));
    assert_snapshot!("options", seen.concat());
    assert!(!workspace.path("o").exists());
}

#[test]
fn a_wrong_source_has_a_remedy() {
    let workspace = examples();
    let sources = ["graph", "tenants --jsonl", "mfa.yaml", "nowhere"];
    let fleet = |source: &str| format!("fleet -p mfa.yaml --now 2026-11-24 -f {source}");
    let seen = sources.map(|source| format!("{source}\n{}\n", workspace.run(&fleet(source)).seen()));
    assert_snapshot!("sources", seen.concat());
}

#[test]
fn a_tenant_that_cannot_be_read_has_the_remedy_of_a_fleet() {
    let workspace = examples();
    workspace.file("tenants/two/contoso.json", bytes("contoso.json"));
    workspace.file("tenants/two/fabrikam.json", bytes("fabrikam.json"));
    workspace.file("tenants/other.json", "{\"a\": 1}").file("tenants/empty/notes.txt", "");
    assert_snapshot!("unreadable", workspace.run(FLEET).seen());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_to_be_copied() {
    let workspace = examples();
    workspace.file("elsewhere.json", bytes("fabrikam.json"));
    std::os::unix::fs::symlink(workspace.path("elsewhere.json"), workspace.path("tenants/link.json")).unwrap();
    assert_snapshot!("link", workspace.run(FLEET).seen());
}

#[test]
fn a_line_that_cannot_be_read_has_its_number_and_a_column() {
    let workspace = examples();
    workspace.file("all.ndjson", format!("{}\nnot json\n{{\"a\":1}}\n{{\n", on_one_line("contoso.json")));
    let run = |options: &str| workspace.run(&format!("fleet -p mfa.yaml -f all.ndjson --now 2026-11-24 {options}"));
    assert_snapshot!("lines", run("").seen());
    let results = run("--jsonl").stdout;
    let errors =
        results.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["error"].to_string());
    assert_snapshot!("lines_of_a_filter", errors.collect::<Vec<_>>().join("\n"));
}

#[test]
fn findings_are_listed_whole_with_the_number_of_the_rest() {
    let workspace = examples();
    let rules = (1..=40).map(|index| {
        format!("  - id: administrators-use-multifactor-authentication-{index}\n    title: t\n    severity: high\n    why: w\n    fix: f\n    expect: {{ controls: {{ match: [AdminMFAV2], state: implemented }} }}\n")
    });
    workspace
        .file("mfa.yaml", format!("scoregate: 1\npolicy: many\ntitle: Many\nrules:\n{}", rules.collect::<String>()));
    assert_snapshot!("findings", workspace.run(FLEET).seen());
}
