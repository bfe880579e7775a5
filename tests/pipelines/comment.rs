//! The comment on a pull request, with a `gh` that notes what it is asked for.

use std::fs;

use crate::job::{Done, Job};

fn body(job: &Job) -> String {
    fs::read_to_string(job.path("gh.log.body")).unwrap()
}

fn commented(done: &Done) -> Vec<&str> {
    done.gh.lines().filter(|line| line.starts_with("gh api --silent")).collect()
}

#[test]
fn a_first_run_writes_a_comment_and_the_next_replaces_it() {
    let job = Job::failing().input("comment", "true").pull_request();
    let done = job.run();
    assert_eq!(done.code, 1, "{}", done.log);
    assert_eq!(commented(&done).len(), 1, "{}", done.gh);
    assert!(
        commented(&done)[0]
            .starts_with("gh api --silent --method POST repos/contoso/posture/issues/7/comments --field body=@")
    );
    assert!(body(&job).starts_with("<!-- scoregate:gate -->\n"), "{}", body(&job));

    let job = Job::new().input("comment", "true").pull_request().variable("GH_COMMENTS", "4711\n4712\n");
    let done = job.run();
    assert_eq!(done.code, 0, "{}", done.log);
    assert_eq!(commented(&done).len(), 1, "{}", done.gh);
    assert!(
        commented(&done)[0]
            .starts_with("gh api --silent --method PATCH repos/contoso/posture/issues/comments/4711 --field body=@")
    );
}

#[test]
fn an_earlier_comment_is_found_by_its_marker_and_its_author() {
    let done = Job::new().input("comment", "true").input("comment-id", "mail").pull_request().run();
    assert_eq!(done.code, 0, "{}", done.log);
    assert!(done.gh.contains("\n<!-- scoregate:mail --> as github-actions[bot]\n"), "{}", done.gh);
    let listing = done.gh.lines().find(|line| line.contains("--paginate")).unwrap();
    assert!(listing.contains("repos/contoso/posture/issues/7/comments?per_page=100"), "{listing}");
    assert!(
        listing.contains(".user.login == env.AUTHOR and") && listing.contains("startswith(env.MARKER)"),
        "{listing}"
    );
}

#[test]
fn a_run_without_a_verdict_replaces_the_comment_of_an_earlier_one() {
    let job = Job::new().input("comment", "true").pull_request().variable("GH_COMMENTS", "4711");
    job.file("policies/bad.yaml", "scoregate: 1\npolicy: bad\n");
    let done = job.run();
    assert_eq!(done.code, 4, "{}", done.log);
    assert!(commented(&done)[0].contains("PATCH"), "{}", done.gh);
    insta::assert_snapshot!(body(&job), @r"
    <!-- scoregate:gate -->
    ## 🚫 Secure Score gate: no verdict

    **Exit code 4.** The [log of the run](https://github.com/contoso/posture/actions/runs/42) states the reason.
    ");
}

#[test]
fn a_failed_installation_replaces_the_comment_of_an_earlier_run_too() {
    let job = Job::new().input("comment", "true").pull_request().variable("GH_COMMENTS", "4711");
    job.release.sums("");
    let done = job.run();
    assert_eq!(done.steps, ["Install scoregate: exit 1", "Comment on the pull request: exit 0"], "{}", done.log);
    assert!(commented(&done)[0].contains("PATCH"), "{}", done.gh);
    assert!(body(&job).contains("**Exit code missing, the program was not run.**"), "{}", body(&job));
    let wrong = Job::new().input("comment", "true").input("comment-id", "a b").pull_request().run();
    assert_eq!((wrong.code, commented(&wrong).len()), (2, 0), "{}", wrong.log);
    assert!(wrong.log.contains("no comment: the id a b has other characters"), "{}", wrong.log);
}

#[test]
fn without_a_pull_request_there_is_no_comment_and_the_log_states_it() {
    let done = Job::new().input("comment", "true").run();
    assert_eq!((done.code, commented(&done).len()), (0, 0), "{}", done.gh);
    assert!(done.log.contains("no comment: the event push is not about a pull request"), "{}", done.log);
    let off = Job::new().pull_request().run();
    assert_eq!((off.code, commented(&off).len()), (0, 0), "{}", off.gh);
}
