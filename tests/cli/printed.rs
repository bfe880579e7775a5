//! The law of every output: whatever a tenant, a policy, a file name or an argument holds, no line of standard output or error is a
//! command to the log of a pipeline, and nothing in it steers a terminal.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::evidence::{recording, response};
use crate::support::format_names::format_names;
use crate::support::tenant::{NOW, Tenant, tenant};
use crate::support::workspace::{Run, Workspace, outcome};

/// What a line of a log must not hold, whatever the letter case.
const MARKS: [&str; 3] = ["##vso[", "##[", "##teamcity["];

/// The commands that the formats `github` and `azure` themselves write.
fn is_own_command(line: &str) -> bool {
    ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command))
}

/// A line without the start of a command that the format `azure` itself writes.
fn without_own_command(line: &str) -> &str {
    let commands = ["##vso[task.logissue ", "##vso[task.setvariable "];
    commands.iter().find_map(|command| line.strip_prefix(command)).unwrap_or(line)
}

fn flaw(text: &str, commands_allowed: bool) -> Option<String> {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}')
    };
    text.split('\n').find_map(|line| {
        let line = if commands_allowed { without_own_command(line) } else { line };
        let lower = line.to_lowercase();
        let is_command = line.trim_start().starts_with("::") && !(commands_allowed && is_own_command(line));
        let is_bad = is_command || MARKS.iter().any(|mark| lower.contains(mark)) || line.contains(steers);
        is_bad.then(|| line.escape_debug().to_string())
    })
}

fn assert_law(what: &str, run: &Run) {
    assert_ne!(run.code, 101, "{what}: {}", run.stderr);
    for (name, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        assert_eq!(flaw(text, what.contains("github") || what.contains("azure")), None, "{what}: {name}\n{text}");
    }
}

/// A tenant that writes a text wherever a tenant can write one.
fn hostile_tenant(text: &str, score: f64) -> Tenant {
    let update = json!([{ "state": "ThirdParty", "updatedBy": text, "comment": text, "updatedDateTime": "2026-11-01T00:00:00Z" }]);
    tenant()
        .control(&format!("A{text}"), score, 10.0)
        .with("title", json!(text))
        .with("tier", json!(text))
        .with("service", json!(text))
        .with("actionUrl", json!(text))
        .with("threats", json!([text]))
        .scored("controlCategory", json!(text))
        .scored("implementationStatus", json!(text))
        .control("B", 10.0, 10.0)
        .with("controlStateUpdates", update)
        .with("title", json!(text))
}

/// A text in quotes as YAML takes it: control characters as escapes.
fn yaml(text: &str) -> String {
    let escaped = |c: char| if c > '\u{7e}' { format!("\\u{:04x}", c as u32) } else { c.to_string() };
    json!(text).to_string().chars().map(escaped).collect()
}

fn hostile_policy(text: &str) -> String {
    let quoted = yaml(text);
    format!(
        "scoregate: 1\npolicy: p\ntitle: {quoted}\nowner: {quoted}\nrules:\n  - id: r\n    title: {quoted}\n    severity: high\n    why: {quoted}\n    fix: {quoted}\n    references: {{ {quoted}: [{quoted}] }}\n    expect: {{ controls: {{ match: [\"*\"], state: implemented }} }}\n  - {{ id: s, severity: low, expect: {{ controls: {{ where: {{ tier: [{quoted}], threat: [{quoted}] }}, at-least: 50% }} }} }}\nwaivers:\n  - {{ rule: r, controls: [B], reason: {quoted}, approved-by: {quoted}, ticket: {quoted}, expires: 2026-12-31 }}\n"
    )
}

fn hostile_plugin(text: &str) -> String {
    let quoted = yaml(text);
    format!(
        "Descriptor:\n  Name: {quoted}\n  {quoted}: {quoted}\n  Icon: {quoted}\n  Settings: [{{ Name: {quoted} }}]\nSkillGroups:\n  - Format: API\n    Settings: {{ OpenApiSpecUrl: {quoted} }}\n  - Format: {quoted}\n"
    )
}

/// What may stand in the name of a file.
fn as_name(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '/' | '\0')).take(60).collect()
}

/// Runs `copilot usage` on an export that contains the text in every column of text, and on one in which it is every cell.
fn usage_everywhere(workspace: &Workspace, text: &str, name: &str, run: &dyn Fn(&[&str], bool) -> Run) {
    let quoted = format!("\"{}\"", text.replace('"', "\"\"").replace('\0', ""));
    let header = "Date,Units used,Initiated by,Session ID,Category,Type,Copilot experience,Plugins used\n";
    let (good, bad) = (format!("u{name}.csv"), format!("v{name}.csv"));
    let rest = [quoted.as_str(); 6].join(",");
    workspace.file(&good, format!("{header}\"Nov 2, 09:00 AM\",1,{rest}\n"));
    workspace.file(&bad, format!("{header}{quoted},{quoted},{rest}\n"));
    let fixed = ["--time-zone", "UTC", "--now", NOW, "--by", "user", "session", "plugin"];
    for format in ["human", "json", "html"] {
        let done = run(&[&["copilot", "usage", "-f", &good, "-o", format][..], &fixed].concat(), false);
        // No cell of an export has a line break.
        let is_read = !text.contains(['\n', '\r']);
        assert_eq!(done.code, if is_read { 0 } else { 5 }, "{format}: {}", done.seen());
        if format == "json" && is_read {
            serde_json::from_str::<Value>(&done.stdout).unwrap();
        }
    }
    for github in [false, true] {
        run(&[&["copilot", "usage", "-f", &bad][..], &fixed].concat(), github);
        run(&["copilot", "usage", "-f", &good, "--time-zone", name], github);
        run(&["copilot", "usage", "-f", &good, "--column", &format!("user={name}"), "--time-zone", "UTC"], github);
        run(
            &["copilot", "usage", "-f", &format!("loganalytics:{name}"), "--table", name, "--time-zone", "UTC"],
            github,
        );
    }
}

/// Runs every command, in every format, on the same hostile text; each line must obey the law.
fn assert_everywhere(text: &str) {
    let workspace = Workspace::new();
    let name = as_name(text);
    let (policy, older, newer) = (format!("p{name}.yaml"), format!("old{name}.json"), format!("new{name}.json"));
    let old = hostile_tenant(text, 10.0).snapshot("createdDateTime", json!("2026-11-22T00:00:00Z"));
    let new = hostile_tenant(text, 4.0);
    let responses = [
        response("/v1.0/security/secureScores?$top=1", &new.scores_json()),
        response("/v1.0/security/secureScoreControlProfiles", &new.profiles_json()),
    ];
    workspace
        .file(&policy, hostile_policy(text))
        .file(&older, old.json())
        .file(&newer, new.json())
        .file("r.json", recording("2026-11-24T05:00:00Z", &responses))
        .file("bad.yaml", format!("scoregate: 1\npolicy: p\nrules: {}\n{}: 1\n", yaml(text), json!(text)))
        .file("plugin.yaml", hostile_plugin(text))
        .file(&format!("plugin{name}.yaml"), hostile_plugin(text))
        .file("broken.json", json!({ "error": { "code": text, "message": text } }).to_string());
    let alert = json!({ "id": text, "title": text, "category": text, "serviceSource": text, "mitreTechniques": [text, "T1110"] });
    let incident = json!({ "id": text, "displayName": text, "status": text, "customTags": [text], "alerts": [alert] });
    workspace.file("i.json", incident.to_string());
    let run = |args: &[&str], github: bool| {
        let mut command = workspace.command("");
        command.args(args);
        if github {
            command.env("GITHUB_ACTIONS", "true");
        }
        command.env("AZURE_CLIENT_ID", name.replace('\0', "")).env("AZURE_TENANT_ID", name.replace('\0', ""));
        let run = outcome(command);
        assert_law(&format!("{}{}", args.join(" "), if github { " (github)" } else { "" }), &run);
        run
    };
    for format in format_names() {
        let done =
            run(&["check", "-p", &policy, "-f", &newer, "--now", NOW, "-o", format, "--incidents", "i.json"], false);
        assert!(matches!(done.code, 0 | 1 | 3), "{format}: {}", done.seen());
        if matches!(format, "json" | "sarif") {
            let parsed: Value = serde_json::from_str(&done.stdout).unwrap();
            let file = format!("{format}=out.{format}");
            run(&["check", "-p", &policy, "-f", &newer, "--now", NOW, "-o", &file, "--incidents", "i.json"], false);
            let same: Value = serde_json::from_str(&workspace.read(&format!("out.{format}"))).unwrap();
            assert_eq!(parsed, same);
        }
    }
    for format in ["human", "json", "markdown"] {
        run(&["diff", &older, &newer, "-o", format], false);
    }
    usage_everywhere(&workspace, text, &name, &run);
    workspace.file(&format!("fleet/{newer}"), workspace.read(&newer)).file(&format!("fleet/x{name}.json"), "{");
    let tenants = format!(
        "scoregate-tenants: 1\ntenants:\n  - {{ tenant: \"*\", labels: {{ {}: {} }} }}\n",
        yaml(text),
        yaml(text)
    );
    workspace.file("tenants.yaml", tenants);
    for format in ["table", "json", "csv"] {
        run(&["fleet", "-p", &policy, "-f", "fleet", "--now", NOW, "--select", "tenants.yaml", "-s", format], false);
    }
    run(&["fleet", "-p", &policy, "-f", &format!("{name}missing")], false);
    for github in [false, true] {
        run(&["policy", "validate", &policy], github);
        run(&["policy", "validate", "bad.yaml"], github);
        run(&["policy", "validate", &format!("{name}missing")], github);
        run(&["check", "-p", &policy, "-f", "broken.json"], github);
        run(&["check", "-p", &policy, "-f", &format!("{name}missing")], github);
        run(&["check", "-p", &policy, "-f", &newer, "-o", &format!("json={name}missing/x")], github);
    }
    for format in ["human", "json", "github"] {
        run(&["copilot", "plugin", "--check", "plugin.yaml", &format!("plugin{name}.yaml"), "-o", format], false);
    }
    run(&["baseline", "write", "--from", &newer, "--out", "-"], false);
    run(&["baseline", "write", "--from", &newer, "--out", &format!("b{name}.yaml")], false);
    run(&["baseline", "write", "--from", &newer, "--out", &policy], false);
    run(&["record", "--from", "r.json", "--redact", "--out", "-"], false);
    run(&["record", "--from", "r.json", "--redact", "--out", &format!("x{name}.json")], false);
    run(&["auth", "status", "--auth", "client-secret", "-o", "json"], false);
    run(&["auth", "status", "--auth", "client-secret"], false);
    run(&["check", &format!("--{name}")], false);
    run(&["check", "-p", "x", "-f", "y", "-o", &format!("{name}=z")], false);
    run(&["check", "-p", "x", "-f", "y", "--now", &name], false);
    run(&["explain", &name], false);
    run(&[&format!("x{name}")], false);
    run(&["diff", &format!("{newer}@{name}"), &newer], false);
}

#[test]
fn no_line_of_any_output_is_a_command_or_steers_a_terminal() {
    for text in [
        "##vso[task.setvariable variable=x]y",
        "##VsO[task.complete]",
        "##[error]forged",
        "a\n::error::forged",
        "a\n  ::warning::forged\r::notice::x",
        "::set-output name=a::b",
        "#\u{200b}#[group]",
        "#\u{1b}[0m#[error] \u{1b}]8;;https://evil.example\u{7}x \u{1b}[2J",
        "\u{202e}gnp.exe\u{2066} \u{9b}31m \u{7f}\u{85}::debug::x\u{2028}::error::y",
    ] {
        assert_everywhere(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mixture_of_such_texts_is_one_either(parts in prop::collection::vec(prop::sample::select(vec![
        "#", "##", "[", "vso[", "VSO[x]", ":", "::", " ", "\n", "\r", "\t", "\u{1b}", "[0m", "\u{1b}[31m", "\u{202e}", "\u{200b}", "error", "\"", "\\", "<", "&", "%0A", "]]>", "`", "|", "\u{2028}", "é",
    ]), 1..14)) {
        // A title must have text, so that a policy of blanks alone is refused.
        assert_everywhere(&format!("{}x", parts.concat()));
    }
}

#[test]
fn json_and_sarif_hold_the_same_values_as_before() {
    let workspace = Workspace::new();
    let text = "##vso[x] ##[y] a::b";
    workspace.file("p.yaml", hostile_policy(text)).file("t.json", hostile_tenant(text, 4.0).json());
    let report = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW} -o json"));
    let value: Value = serde_json::from_str(&report.stdout).unwrap();
    assert!(value.to_string().contains("\"##vso[x] ##[y] a::b\""), "{}", report.stdout);
    let sarif = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW} -o sarif"));
    let value: Value = serde_json::from_str(&sarif.stdout).unwrap();
    let embedded = value["runs"][0]["artifacts"][0]["contents"]["text"].as_str().unwrap();
    assert_eq!(embedded, workspace.read("p.yaml"));
    let junit = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW} -o junit"));
    let suites = quick_junit::Report::deserialize_from_str(&junit.stdout).unwrap();
    let title =
        |suite: &quick_junit::TestSuite| suite.properties.iter().any(|property| property.value.as_str() == text);
    assert!(suites.test_suites.iter().any(title), "{}", junit.stdout);
}

#[test]
fn a_baseline_with_marks_in_its_ids_can_be_read_again() {
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", crate::support::tenant::policy("regression: { against: baseline, score: { max-drop: 1pp } }"))
        .file("t.json", tenant().control("A ##[x]", 4.0, 10.0).json());
    assert_eq!(workspace.run("baseline write --from t.json --out b.yaml").code, 0);
    assert!(!workspace.read("b.yaml").contains("##["));
    let run = workspace.run(&format!("check -p p.yaml -f t.json --baseline b.yaml --now {NOW}"));
    assert_eq!(run.code, 0, "{}", run.seen());
}

#[test]
fn a_recording_on_standard_output_is_whole_and_still_verified() {
    let workspace = Workspace::new();
    let built = tenant().control("A", 10.0, 10.0).with("title", json!("##[error] \u{202e}title"));
    let responses = [
        response("/v1.0/security/secureScores?$top=1", &built.scores_json()),
        response("/v1.0/security/secureScoreControlProfiles", &built.profiles_json()),
    ];
    workspace.file("r.json", recording("2026-11-24T05:00:00Z", &responses));
    let streamed = workspace.run("record --from r.json --redact --out -");
    assert_eq!(streamed.code, 0, "{}", streamed.seen());
    workspace
        .file("s.json", &streamed.stdout)
        .file("p.yaml", crate::support::tenant::policy("score: { at-least: 50% }"));
    assert_eq!(workspace.run("record --from r.json --redact --out f.json").code, 0);
    let (file, stream): (Value, Value) =
        (serde_json::from_str(&workspace.read("f.json")).unwrap(), serde_json::from_str(&streamed.stdout).unwrap());
    assert_eq!(file["responses"][1]["body"], stream["responses"][1]["body"]);
    let run = workspace.run(&format!("check -p p.yaml -f s.json --now {NOW}"));
    assert_eq!(run.code, 0, "{}", run.seen());
}
