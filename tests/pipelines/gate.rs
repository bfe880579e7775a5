//! The evaluation by the composite action: outputs, reports, and the exit code of the step.

use std::fs;

use crate::job::Job;
use crate::release::{VERSION, executable};

const UPLOAD: &str = "Upload findings to code scanning: github/codeql-action/upload-sarif";

#[test]
fn a_passing_verdict_passes_the_job_and_is_in_the_outputs() {
    let job = Job::new();
    let done = job.run();
    assert_eq!(
        (done.code, done.steps.join("\n")),
        (0, "Install scoregate: exit 0\nEvaluate: exit 0".to_owned()),
        "{}",
        done.log
    );
    let output = |name: &str| done.outputs[name].as_str();
    assert_eq!((output("verdict"), output("exit-code"), output("score")), ("passed", "0", "89.40"));
    let counts: serde_json::Value = serde_json::from_str(output("counts")).unwrap();
    assert_eq!(counts["rules"]["passed"], 26);
    for report in ["sarif", "junit", "json", "comment"] {
        assert!(output(report).starts_with(output("reports")), "{report}");
        assert!(fs::read_to_string(output(report)).is_ok_and(|text| !text.is_empty()), "{report}: {}", done.log);
    }
    assert!(done.summary.contains("Secure Score gate: passed"), "{}", done.summary);
    assert!(done.log.contains("\nexit 0: every blocking rule passed or is waived"), "{}", done.log);
}

#[test]
fn a_failing_verdict_is_in_the_outputs_before_the_step_fails_and_later_steps_report_it() {
    let done = Job::failing().input("upload-sarif", "true").input("comment", "true").pull_request().run();
    let output = |name: &str| done.outputs[name].clone();
    assert_eq!(
        (done.code, output("verdict"), output("exit-code")),
        (1, "failed".to_owned(), "1".to_owned()),
        "{}",
        done.log
    );
    assert_eq!(
        done.steps[1..],
        [
            "Evaluate: exit 1".to_owned(),
            format!("{UPLOAD} sarif_file={}", output("sarif")),
            "Comment on the pull request: exit 0".to_owned(),
        ]
    );
    assert!(done.summary.contains("Secure Score gate: failed"), "{}", done.summary);
    assert!(done.log.contains("::error file=policies/"), "annotations: {}", done.log);
}

#[test]
fn a_waived_finding_is_not_uploaded_unless_it_is_wanted() {
    let waivers = crate::read("examples/fabrikam-waivers.yaml");
    let results = |how: Option<&str>| {
        let job = Job::failing().input("policies", "policies\n  waivers.yaml  \n");
        job.file("waivers.yaml", &waivers);
        let job = if let Some(how) = how { job.input("waived", how) } else { job };
        let done = job.run();
        assert_eq!(done.code, 1, "{}", done.log);
        fs::read_to_string(&done.outputs["sarif"]).unwrap().matches("\"suppressions\"").count()
    };
    assert_eq!(results(None), 0);
    assert!(results(Some("suppress")) > 0);
}

#[test]
fn a_run_without_a_verdict_fails_the_job_and_has_no_verdict() {
    let job = Job::new();
    job.file("policies/bad.yaml", "scoregate: 1\npolicy: bad\n");
    let wrong_policy = job.run();
    let job = Job::new();
    job.file("tenant.json", "{");
    let wrong_evidence = job.run();
    let usage = Job::new().input("arguments", "--no-such-option").run();
    let folder = Job::new().input("working-directory", "nowhere").run();
    let other_tenant = Job::new().input("tenant", "12345678-1234-1234-1234-123456789012").run();
    let job_tenant = Job::new().variable("AZURE_TENANT_ID", "12345678-1234-1234-1234-123456789012").run();
    for (done, code) in
        [(wrong_policy, 4), (wrong_evidence, 5), (usage, 2), (folder, 2), (other_tenant, 5), (job_tenant, 5)]
    {
        assert_eq!((done.code, done.outputs["exit-code"].clone()), (code, code.to_string()), "{}", done.log);
        assert_eq!((done.outputs["verdict"].as_str(), done.outputs["sarif"].as_str()), ("", ""), "{}", done.log);
    }
}

#[test]
fn inputs_are_arguments_and_no_code() {
    let job =
        Job::new().input("policies", "my policies\n\n\t$(touch touched).yaml\r\n").input("baseline", "`touch touched`");
    job.file("my policies/mfa.yaml", &crate::read("examples/mfa.yaml"));
    job.file("$(touch touched).yaml", &crate::read("examples/first-policy.yaml"));
    let done = job.run();
    assert_eq!(done.code, 4, "{}", done.log);
    assert!(done.log.contains("`touch touched`"), "the baseline is a file that is missing: {}", done.log);
    assert!(!job.path("checkout/touched").exists());
}

#[test]
fn two_runs_in_a_job_have_reports_of_their_own() {
    let job = Job::new().input("sarif-category", "identity");
    let [first, second] = [job.run(), job.run()];
    assert_eq!((first.code, second.code), (0, 0), "{}", second.log);
    assert_ne!(first.outputs["sarif"], second.outputs["sarif"]);
    assert!(fs::read_to_string(&first.outputs["sarif"]).unwrap().contains("\"identity/\""));
}

#[test]
fn paths_are_relative_to_the_working_directory() {
    let job = Job::failing().input("working-directory", "posture").input("from", "here.json");
    job.file("posture/policies/mfa.yaml", &crate::read("examples/mfa.yaml"));
    job.file("posture/here.json", &crate::read("examples/fabrikam.json"));
    let done = job.run();
    assert_eq!(done.code, 1, "{}", done.log);
    assert!(done.log.contains("::error file=posture/policies/mfa.yaml,"), "{}", done.log);
}

#[test]
fn a_program_that_is_installed_already_is_used_as_it_is() {
    let job = Job::new().input("version", "installed");
    let done = job.run();
    assert_eq!((done.code, done.outputs["exit-code"].as_str()), (127, "127"), "there is none: {}", done.log);
    executable(
        &job.path("tools/scoregate"),
        &format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_scoregate")),
    );
    let done = job.run();
    assert_eq!((done.code, done.steps.join("\n")), (0, "Evaluate: exit 0".to_owned()), "{}", done.log);
    assert!(!job.path(&format!("temp/scoregate-{VERSION}")).exists());
}

#[test]
fn live_data_is_requested_once_for_the_verdict_and_the_preview() {
    // A program that notes its arguments and writes the reports that it is asked for.
    let program = r#"#!/bin/sh
echo "$@" >>"$RUNNER_TEMP/calls"
for argument; do
    case $argument in --output=*=*) echo report >"${argument#--output=*=}" ;; esac
done
"#;
    let tenant = "12345678-1234-1234-1234-123456789012";
    let run = |proposed: &str| {
        let job = Job::new().input("version", "installed").input("from", "graph").input("proposed", proposed);
        let job = job.input("arguments", "").variable("AZURE_TENANT_ID", tenant);
        executable(&job.path("tools/scoregate"), program);
        job.file("proposed/policies/posture.yaml", "");
        let done = job.run();
        assert_eq!(done.code, 0, "{}", done.log);
        let cache = format!("--max-age=10m --cache-dir={}", job.path("temp/scoregate-cache").to_str().unwrap());
        (fs::read_to_string(job.path("temp/calls")).unwrap(), cache)
    };
    let (calls, cache) = run("proposed");
    assert_eq!(calls.lines().count(), 3, "the verdict, and two reports to compare: {calls}");
    for call in calls.lines() {
        assert!(
            call.starts_with(&format!("check --policy=policies --from=graph --tenant={tenant} {cache} ")),
            "{call}"
        );
    }
    let (calls, _) = run("");
    assert!(calls.lines().count() == 1 && !calls.contains("--max-age"), "{calls}");
}
