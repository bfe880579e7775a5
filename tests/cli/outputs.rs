//! Where reports go, and that no output changes the verdict.

mod github;

use std::fs;

use crate::support::tenant::{NOW, policy, tenant};
use crate::support::workspace::{Workspace, outcome};

fn workspace(score: f64) -> Workspace {
    let workspace = Workspace::new();
    workspace
        .file("p.yaml", policy("controls: { match: [A], state: implemented }"))
        .file("t.json", tenant().control("A", score, 10.0).json());
    workspace
}

fn check(rest: &str) -> String {
    format!("check --policy p.yaml --from t.json --now {NOW} {rest}")
}

#[test]
fn every_format_gives_the_same_exit_code() {
    for (score, code) in [(10.0, 0), (9.0, 1), (11.0, 3)] {
        for format in ["human", "junit", "sarif", "github", "markdown", "json", "digest"] {
            let workspace = workspace(score);
            let run = workspace.run(&check(&format!("--output {format}")));
            assert_eq!(run.code, code, "{format}: {}", run.seen());
            assert!(!run.stdout.is_empty(), "{format}");
            let run = workspace.run(&check(&format!("--output {format} --exit-zero")));
            assert_eq!(run.code, 0, "{format}");
        }
    }
}

#[test]
fn exit_zero_hides_no_error() {
    let workspace = workspace(10.0);
    workspace.file("bad.yaml", "scoregate: 1\n").file("bad.json", "{");
    let code = |args: &str| workspace.run(args).code;
    assert_eq!(code("check --exit-zero --policy bad.yaml --from t.json"), 4);
    assert_eq!(code("check --exit-zero --policy p.yaml --from bad.json"), 5);
    assert_eq!(code("check --exit-zero --policy p.yaml --from t.json -o json=nowhere/r.json"), 6);
    assert_eq!(code("check --exit-zero --policy p.yaml"), 2);
}

#[test]
fn one_run_writes_many_reports() {
    let workspace = workspace(9.0);
    let run = workspace.run(&check(
        "-o human -o junit=r.xml -o sarif=r.sarif -o json=r.json -o digest=r.md -o github=g.txt -o human=h.txt",
    ));
    assert_eq!(run.code, 1, "{}", run.seen());
    assert_eq!(workspace.names(), ["g.txt", "h.txt", "p.yaml", "r.json", "r.md", "r.sarif", "r.xml", "t.json"]);
    assert_eq!(workspace.read("h.txt"), run.stdout);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let workspace = workspace(9.0);
    for format in ["human", "junit", "sarif", "github", "markdown", "json", "digest"] {
        let [first, second] = [1, 2].map(|_| workspace.run(&check(&format!("-o {format}"))).stdout);
        assert_eq!(first, second, "{format}");
    }
}

#[test]
fn an_unknown_format_is_a_usage_error_that_lists_the_formats() {
    insta::assert_snapshot!(workspace(10.0).run(&check("--output yaml")).seen());
}

#[test]
fn two_machine_readable_reports_on_standard_output_are_a_usage_error() {
    insta::assert_snapshot!(workspace(10.0).run(&check("-o json -o sarif")).seen());
    assert_eq!(workspace(10.0).run(&check("-o json=a -o sarif=a")).code, 2);
}

#[test]
fn a_path_that_cannot_be_written_is_noticed_before_the_evidence_is_read() {
    let workspace = workspace(10.0);
    workspace.file("folder/x", "");
    insta::assert_snapshot!(workspace.run("check -p p.yaml -f missing.json -o json=folder").seen());
    let run = workspace.run("check -p p.yaml -f missing.json -o json=nowhere/r.json");
    assert_eq!(run.code, 6, "{}", run.seen());
}

#[test]
fn a_run_that_fails_leaves_older_reports_as_they_were() {
    let workspace = workspace(10.0);
    workspace.file("r.json", "older").file("bad.json", "{");
    assert_eq!(workspace.run("check -p p.yaml -f bad.json -o json=r.json").code, 5);
    assert_eq!(workspace.read("r.json"), "older");
    assert_eq!(workspace.names(), ["bad.json", "p.yaml", "r.json", "t.json"]);
}

#[test]
fn the_repository_is_known_from_the_environment_of_ci() {
    let workspace = workspace(10.0);
    let mut command = workspace.command(&check("-o json"));
    command
        .env("BUILD_REPOSITORY_URI", "https://user:secret@dev.azure.example/p/_git/r")
        .env("BUILD_SOURCEVERSION", "abc");
    let run = outcome(command);
    assert!(run.stdout.contains("https://dev.azure.example/p/_git/r"), "{}", run.stdout);
    assert!(!run.stdout.contains("secret"), "{}", run.stdout);
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let workspace = workspace(9.0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_scoregate"))
        .current_dir(workspace.path(""))
        .args(check("-o json").split_whitespace())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn reports_in_files_hold_no_terminal_styles_and_can_be_read_by_others() {
    let workspace = workspace(9.0);
    let mut command = workspace.command(&check("-o human=h.txt"));
    command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    outcome(command);
    assert!(!workspace.read("h.txt").contains('\u{1b}'));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(workspace.path("h.txt")).unwrap().permissions().mode() & 0o777, 0o644);
    }
}

#[test]
fn redaction_hides_the_tenant_in_the_digest() {
    let run = workspace(9.0).run(&check("-o digest --redact"));
    assert!(!run.stdout.contains(crate::support::tenant::TENANT), "{}", run.stdout);
    assert!(run.stdout.contains("tenant-"), "{}", run.stdout);
}

#[test]
fn an_output_that_is_an_input_or_another_output_is_a_usage_error() {
    let workspace = workspace(10.0);
    let before = (workspace.read("p.yaml"), workspace.read("t.json"));
    workspace.file("o/x", "").file("policies/q.yaml", before.0.replace("policy: p", "policy: q"));
    let absolute = workspace.path("a");
    for outputs in [
        "-o json=p.yaml",
        "-o json=o/../t.json",
        "-p policies -o json=policies/q.yaml",
        "-o json=a -o sarif=./a",
        "-o json=a -o sarif=o/../a",
        &format!("-o json=a -o sarif={}", absolute.display()),
    ] {
        let run = workspace.run(&check(outputs));
        assert_eq!(run.code, 2, "{outputs}: {}", run.seen());
    }
    assert_eq!((workspace.read("p.yaml"), workspace.read("t.json")), before);
    assert_eq!(workspace.names(), ["o", "p.yaml", "policies", "t.json"]);
    assert_eq!(workspace.run(&check("-o json=new/")).code, 6);
    let run = workspace.run(&check("-o json=nowhere/r.json"));
    assert!(!run.seen().contains(".scoregate-"), "{}", run.seen());
}

#[cfg(unix)]
#[test]
fn links_devices_and_permissions_outlive_an_output() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let workspace = workspace(10.0);
    workspace.file("deep/real.json", "older");
    fs::set_permissions(workspace.path("deep/real.json"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("deep/real.json", workspace.path("link.json")).unwrap();
    let run = workspace.run(&check("-o json=link.json -o sarif=/dev/null -o human=/dev/stdout"));
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(run.stdout.contains("PASSED"), "{}", run.stdout);
    assert!(fs::symlink_metadata(workspace.path("link.json")).unwrap().is_symlink());
    assert!(workspace.read("deep/real.json").starts_with('{'));
    let mode = fs::metadata(workspace.path("deep/real.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    assert_eq!(workspace.run(&check("-o json=link.json -o sarif=deep/real.json")).code, 2);
}

#[test]
fn a_run_for_machines_alone_tells_the_verdict_on_standard_error() {
    let run = workspace(9.0).run(&check("-o sarif=x"));
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(run.stderr, "FAILED: a blocking rule failed (exit 1)\n");
    assert_eq!(workspace(9.0).run(&check("-o human")).stderr, "");
}

#[test]
fn options_that_would_change_nothing_are_usage_errors() {
    let workspace = workspace(10.0);
    let about_sarif = ["--sarif-waived omit", "--sarif-category a", "-o json --sarif-waived suppress"];
    for rest in ["--redact", "--budget 2000", "-o json --redact", "--tenant=", "-o json --show passed"]
        .iter()
        .chain(&about_sarif)
    {
        assert_eq!(workspace.run(&check(rest)).code, 2, "{rest}");
    }
    assert_eq!(workspace.run(&check("-o digest --budget 2000 --redact")).code, 0);
}

#[test]
fn paths_are_told_relative_to_the_checkout() {
    let workspace = workspace(9.0);
    workspace.file("sub/p.yaml", workspace.read("p.yaml")).file("sub/t.json", workspace.read("t.json"));
    for variable in ["GITHUB_WORKSPACE", "BUILD_SOURCESDIRECTORY", "CI_PROJECT_DIR"] {
        let mut command = workspace.command(&check("-o github"));
        command.current_dir(workspace.path("sub")).env(variable, workspace.path(""));
        let run = outcome(command);
        assert!(run.stdout.contains("file=sub/p.yaml,"), "{}", run.seen());
    }
}

/// A limit on the size of files ends in an error rather than a signal, and leaves nothing.
#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_is_an_error_of_the_output() {
    use std::process::Command;
    let workspace = workspace(9.0);
    workspace.file("older.json", "older");
    for rest in ["-o json=r.json", "-o human -o sarif=older.json", "-o json=/dev/null -o junit=r.xml"] {
        let output = Command::new("sh")
            .current_dir(workspace.path(""))
            .args(["-c", &format!("ulimit -f 0; exec \"$0\" {}", check(rest))])
            .arg(env!("CARGO_BIN_EXE_scoregate"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(6), "{rest}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(workspace.names(), ["older.json", "p.yaml", "t.json"], "{rest}");
        assert_eq!(workspace.read("older.json"), "older");
    }
}

/// What is killed at any moment leaves whole reports or none.
#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_killed_leaves_nothing_behind() {
    use std::process::{Command, Stdio};
    let workspace = workspace(9.0);
    let mut took = std::time::Duration::from_millis(100);
    for round in 0..30_u32 {
        let begun = std::time::Instant::now();
        let outputs = format!("-o json=r{round}.json -o sarif=r{round}.sarif -o junit=r{round}.xml");
        let mut child = Command::new(env!("CARGO_BIN_EXE_scoregate"))
            .current_dir(workspace.path(""))
            .args(check(&outputs).split_whitespace())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if round == 0 {
            // Only to know how long a run takes here.
            child.wait().unwrap();
            took = begun.elapsed();
        } else {
            std::thread::sleep(took * round / 30);
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
    let left: Vec<String> = workspace.names().into_iter().filter(|name| name.starts_with('.')).collect();
    assert!(left.is_empty(), "{left:?}");
    for name in workspace.names().iter().filter(|name| name.starts_with('r') && name.ends_with(".json")) {
        assert!(serde_json::from_str::<serde_json::Value>(&workspace.read(name)).is_ok(), "{name}");
    }
}

/// A new report has the permissions of any new file, and a recording those of a secret.
#[cfg(unix)]
#[test]
fn reports_are_for_those_whom_the_mask_lets_read_and_keep_the_permissions_of_older_ones() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;
    let workspace = workspace(9.0);
    workspace.file("older.json", "");
    fs::set_permissions(workspace.path("older.json"), fs::Permissions::from_mode(0o640)).unwrap();
    let run = Command::new("sh")
        .current_dir(workspace.path(""))
        .args(["-c", &format!("umask 027; exec \"$0\" {}", check("-o json=new.json -o sarif=older.json"))])
        .arg(env!("CARGO_BIN_EXE_scoregate"))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1));
    let mode = |name: &str| fs::metadata(workspace.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!([mode("new.json"), mode("older.json")], [0o640, 0o640]);
}

/// The policy of which it is said that it passes unseen: its title promises more than its limit.
#[test]
fn what_passed_and_what_was_required_of_it_can_be_seen() {
    let workspace = Workspace::new();
    let rule = policy("score: { at-least: 1% }").replace("severity:", "title: every user has MFA\n    severity:");
    workspace.file("p.yaml", rule).file("t.json", tenant().control("A", 9.0, 10.0).json());
    let run = workspace.run(&check("--show passed"));
    assert_eq!(run.code, 0, "{}", run.seen());
    let (_, passed) = run.stdout.split_once("\nPassed:\n").unwrap();
    assert!(passed.contains("every user has MFA\n  90.0") && passed.contains("at least 1"), "{}", run.stdout);
    assert!(!workspace.run(&check("")).stdout.contains("every user has MFA"));
    let junit = workspace.run(&check("-o junit")).stdout;
    assert!(junit.contains("<system-out>90.0"), "{junit}");
    let digest = workspace.run(&check("-o digest")).stdout;
    assert!(digest.contains("- Passed: r: 90.0"), "{digest}");
}

#[test]
fn json_has_the_required_and_the_observed_value_as_numbers_with_units() {
    let values = |expectation: &str, tenant: &crate::support::tenant::Tenant| {
        let workspace = Workspace::new();
        workspace.file("p.yaml", policy(expectation)).file("t.json", tenant.json());
        let run = workspace.run(&check("-o json"));
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let finding = &report["findings"][0];
        assert_agrees(finding);
        format!("{} {} {}", finding["outcome"].as_str().unwrap(), finding["required"], finding["observed"])
    };
    let plain = tenant().control("A", 9.0, 10.0).control("B", 0.0, 10.0);
    let claimed = tenant().control("A", 9.0, 10.0).state("ThirdParty");
    // Without its profile nothing shows which state the control has.
    let open = tenant().control("B", 0.0, 10.0).orphan("A", "Identity", 9.0, 90.0).max(20.0).incomplete();
    let cases = [
        ("freshness: { snapshot: 72h }", &plain),
        ("coverage: { at-least: 90% }", &plain),
        ("claimed: { at-most: 10% }", &claimed),
        ("claimed: { at-most: 10% }", &open),
        ("claimed: { unwaived: fail }", &claimed),
        ("claimed: { unwaived: fail }", &plain),
        ("score: { at-least: 40% }", &plain),
        ("score: { at-least: 9 points }", &plain),
        ("score: { at-least: 40%, points: observed }", &claimed),
        ("score: { at-least: 40%, points: observed }", &open),
        ("score: { at-least: 40%, category: Identity }", &plain),
        ("score: { at-least: 40%, category: Nothing }", &plain),
        ("controls: { match: [A], at-least: 80% }", &plain),
        ("controls: { match: [A], at-least: 9.5 points }", &plain),
        ("controls: { match: [A], at-least: 80%, points: reported }", &claimed),
        ("controls: { match: [A], at-least: 80% }", &open),
        ("controls: { match: [A], state: implemented }", &claimed),
        ("controls: { match: [A], state: third-party }", &claimed),
        ("controls: { match: [A], state: default }", &open),
    ];
    let lines = cases.map(|(expectation, tenant)| format!("{expectation}\n  {}", values(expectation, tenant)));
    insta::assert_snapshot!(lines.join("\n"));
}

/// A finding passes only where the least favourable value meets what is required, and fails only where the most favourable does not.
fn assert_agrees(finding: &serde_json::Value) {
    let (required, observed) = (&finding["required"], &finding["observed"]);
    let Some(limit) = required["value"].as_f64() else {
        let is_met = required["value"] == observed["value"];
        assert!(finding["outcome"] == "unknown" || (finding["outcome"] == "passed") == is_met, "{finding:#}");
        return;
    };
    let bound = |name: &str| observed[name].as_f64().or(observed["value"].as_f64());
    let (Some(least), Some(most)) = (bound("least"), bound("most")) else { return };
    let meets = |value: f64| match required["comparison"].as_str() {
        Some("at-least") => value >= limit,
        Some("at-most") => value <= limit,
        other => panic!("{other:?}"),
    };
    let expected = match (meets(least), meets(most)) {
        (true, true) => "passed",
        (false, false) => "failed",
        (true, false) | (false, true) => "unknown",
    };
    assert_eq!(finding["outcome"], expected, "{finding:#}");
}

#[test]
fn the_values_of_every_finding_of_the_examples_agree_with_its_outcome() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = "check --now 2026-11-24T06:00:00Z -o json";
    let mut with_values = 0;
    for args in [
        "-p policies -f examples/contoso.json",
        "-p policies -f examples/fabrikam.json",
        "-p examples/regression.yaml -f examples/contoso-history.json",
    ] {
        let mut command = Workspace::new().command(&format!("{all} {args}"));
        command.current_dir(folder);
        let report: serde_json::Value = serde_json::from_str(&outcome(command).stdout).unwrap();
        let findings = report["findings"].as_array().unwrap();
        findings.iter().filter(|finding| !finding["required"].is_null()).for_each(|finding| {
            with_values += 1;
            assert_agrees(finding);
        });
    }
    assert!(with_values > 140, "{with_values}");
}

#[test]
fn exit_zero_says_what_it_changed_and_nothing_where_it_changed_nothing() {
    let note = "verdict failed; exit 0 because of --exit-zero";
    let workspace = workspace(9.0);
    for format in ["human", "github", "markdown"] {
        let run = workspace.run(&check(&format!("-o {format} --exit-zero")));
        assert!(run.code == 0 && run.stdout.contains(note), "{format}: {}", run.seen());
    }
    let run = workspace.run(&check("-o sarif=x --exit-zero"));
    assert_eq!(run.stderr, format!("FAILED: a blocking rule failed ({note})\n"));
    let broken = workspace.run(&check("-o json=/dev/full --exit-zero"));
    assert!(broken.code == 6 && !broken.stderr.contains(note), "{}", broken.seen());
    let passed = self::workspace(10.0).run(&check("--exit-zero"));
    assert!(passed.stdout.contains("exit 0: every blocking rule passed") && !passed.stdout.contains("exit-zero"));
    let open = self::workspace(11.0).run(&check("--exit-zero"));
    assert!(open.stdout.contains("verdict inconclusive; exit 0 because of --exit-zero"), "{}", open.seen());
}

/// Two sets of policies in one job: what GitHub reads keeps their alerts apart, and findings of one rule too.
#[test]
fn sarif_tells_findings_and_categories_apart_in_what_code_scanning_reads() {
    let workspace = Workspace::new();
    let rule = policy("controls: { match: [A, 'B', X], state: implemented }");
    let tenant = tenant().control("A", 0.0, 10.0).control("11770.b", 0.0, 10.0);
    workspace.file("p.yaml", rule).file("t.json", tenant.json());
    let sarif = |rest: &str| -> serde_json::Value {
        serde_json::from_str(&workspace.run(&check(&format!("-o sarif {rest}"))).stdout).unwrap()
    };
    let log = sarif("--sarif-category secure-score/p");
    assert_eq!(log["runs"][0]["automationDetails"]["id"], "secure-score/p/");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let snippet = |result: &serde_json::Value| {
        result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(results.iter().map(snippet).collect::<Vec<_>>(), ["'B'", "A", "X"]);
    assert_eq!(sarif("")["runs"][0].get("automationDetails"), None);
    for wrong in ["--sarif-category=", "--sarif-category=/", "--sarif-category=a\u{202e}b", "--sarif-waived=drop"] {
        assert_eq!(workspace.run(&check(&format!("-o sarif {wrong}"))).code, 2, "{wrong}");
    }
}
