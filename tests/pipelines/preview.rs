//! The preview of proposed policies: it shows what they change, and decides nothing.

use std::fs;
use std::os::unix::fs::symlink;

use crate::job::{Done, Job};

const STRICT: &str = "scoregate: 1
policy: mfa
title: Administrators use MFA
rules:
  - id: admins-use-mfa
    title: Every administrator signs in with MFA
    severity: critical
    expect:
      controls: { match: [AdminMFAV2], state: implemented }
";

/// A job about a pull request that changes the only policy.
fn proposing(policy: &str) -> Job {
    let job = Job::failing().input("policies", "policy").input("proposed", "proposed").pull_request();
    job.file("policy/mfa.yaml", STRICT);
    job.file("proposed/policy/mfa.yaml", policy);
    job
}

fn page(done: &Done) -> String {
    fs::read_to_string(&done.outputs["preview"]).unwrap_or_else(|error| panic!("{error}: {}", done.log))
}

#[test]
fn a_pull_request_cannot_pass_itself_and_its_changes_are_listed_first() {
    let job = proposing(&STRICT.replace("severity: critical", "severity: critical\n    enforcement: advise"));
    job.file(
        "proposed/policy/other.yaml",
        &STRICT.replace("mfa", "other").replace("AdminMFAV2", "BlockLegacyAuthentication"),
    );
    let done = job.run();
    assert_eq!(
        (done.code, done.outputs["verdict"].as_str()),
        (1, "failed"),
        "the policy of the base branch counts: {}",
        done.log
    );
    let page = page(&done);
    assert!(done.summary.ends_with(&page), "{}", done.summary);
    let report = page.split("<details>").next().unwrap();
    insta::assert_snapshot!(report);
}

#[test]
fn an_unchanged_policy_changes_nothing() {
    let job = proposing(STRICT);
    let done = job.run();
    assert_eq!(done.code, 1, "{}", done.log);
    let page = page(&done);
    assert!(page.contains("### Changed files\n\nNo policy, waiver or baseline is changed.\n"), "{page}");
    assert!(page.contains("### Changes of the report\n\nNone.\n"), "{page}");
    // An argument that the preview adds itself is not given twice.
    let job = proposing(STRICT).input("arguments", "--show=passed\n--now=2026-11-24T06:00:00Z");
    assert!(job.run().summary.contains("With the proposed policies the exit code is 1."));
}

#[test]
fn a_proposed_policy_that_is_invalid_or_deleted_is_shown_with_its_exit_code() {
    let job = proposing("scoregate: 1\n");
    let done = job.run();
    assert!(
        done.code == 1 && page(&done).contains("With the proposed policies the exit code is 4."),
        "{}",
        page(&done)
    );
    let job = proposing(STRICT);
    fs::remove_dir_all(job.path("checkout/proposed/policy")).unwrap();
    job.file("proposed/README", "");
    let done = job.run();
    assert!(page(&done).contains("     policy is deleted\n"), "{}", page(&done));
    assert!(done.code == 1 && page(&done).contains("the exit code is 4."), "{}", page(&done));
}

#[test]
fn text_of_a_pull_request_ends_no_block_and_is_no_command() {
    let hostile = "::error::x ``` </details> ##[x] <img src=x> @team";
    let job = proposing(&STRICT.replace("Every administrator signs in with MFA", &format!("'{hostile}'")));
    job.file("proposed/policy/::error::\u{1b}[31m`x.yaml", &STRICT.replace("policy: mfa", "policy: second"));
    let done = job.run();
    let page = page(&done);
    let own = ["## ", "It decides", "### ", "<details>", "</details>", "    "];
    for line in page.lines().filter(|line| !line.is_empty()) {
        assert!(own.iter().any(|start| line.starts_with(start)), "{line}");
    }
    assert_eq!(page.matches("\n</details>").count(), 1, "{page}");
    assert!(!page.contains(['\u{1b}', '\r']), "{page}");
    let (_, shown) = done.log.split_once("::stop-commands::").unwrap();
    let (token, rest) = shown.split_once('\n').unwrap();
    assert_eq!(token.len(), 32, "{token}");
    assert!(rest.contains(&format!("\n::{token}::\n")), "the page is between the two lines: {rest}");
}

#[test]
fn a_link_of_a_pull_request_leads_nowhere() {
    for (link, target) in [("proposed/policy", "../../secret"), ("proposed/policy", "../policy")] {
        let job = proposing(STRICT);
        job.file("../secret/secret.yaml", STRICT);
        fs::remove_dir_all(job.path("checkout/proposed/policy")).unwrap();
        symlink(target, job.path("checkout").join(link)).unwrap();
        let done = job.run();
        assert_eq!(done.steps.last().unwrap(), "Preview the proposed policies: exit 1", "{}", done.log);
        assert!(done.log.contains("no preview: policy of the pull request is a link"), "{}", done.log);
    }
    let done = proposing(STRICT).input("policies", "policy\npolicy/../policy").run();
    assert!(done.log.contains("or leads out of it") && done.outputs["preview"].is_empty(), "{}", done.log);
}

#[test]
fn the_comment_contains_the_preview_unless_it_is_too_long() {
    let job = proposing(&STRICT.replace("critical", "low")).input("comment", "true");
    let done = job.run();
    let body = fs::read_to_string(job.path("gh.log.body")).unwrap();
    assert!(body.starts_with("<!-- scoregate:gate -->\n") && body.ends_with(&page(&done)), "{body}");

    let rule = |number: usize| {
        format!(
            "  - id: r{number}\n    title: {}\n    severity: low\n    expect: {{ score: {{ at-least: 99% }} }}\n",
            "x".repeat(90)
        )
    };
    let many: String = (0..500).map(rule).collect();
    let job = proposing(&format!("{STRICT}{many}")).input("comment", "true");
    let done = job.run();
    assert!(page(&done).len() > 65_536 && done.code == 1, "{}", done.log);
    let body = fs::read_to_string(job.path("gh.log.body")).unwrap();
    assert!(
        body.len() < 65_000
            && body.ends_with("\nThe preview is too long for a comment; it is in the summary of the run.\n"),
        "{body}"
    );
}
