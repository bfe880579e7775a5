//! A substitute for `gh`, and its calls.

use std::ffi::OsString;
use std::path::Path;

use crate::release::{VERSION, executable};

/// The `gh` of the tests: it notes its arguments, answers with ids and an artifact, and verifies as a variable states.
pub(crate) const GH: &str = r#"#!/bin/sh
printf 'gh %s\n' "$*" >>"$GH_LOG"
case "$*" in
    'attestation verify'*) exit "${GH_VERIFIED:-0}" ;;
    'run list'*) echo 4711 ;;
    'run download'*) for last; do :; done; cp "$GH_ARTIFACT" "$last/secure-score.json" ;;
    *'--jq'*) printf '%s as %s\n' "$MARKER" "$AUTHOR" >>"$GH_LOG"; printf %s "$GH_COMMENTS" ;;
    *'body=@'*) for last; do :; done; cp "${last#body=@}" "$GH_LOG.body" ;;
esac
"#;

/// Puts the `gh` of the tests into a folder, which is returned to be searched first, with the variables that it and the installation read.
pub(crate) fn with_token(folder: &Path, verified: &str) -> (Vec<OsString>, Vec<(String, String)>) {
    executable(&folder.join("tools/gh"), GH);
    let log = folder.join("gh.log").to_str().unwrap().to_owned();
    let variables = [("GH_LOG", log.as_str()), ("GH_VERIFIED", verified), ("GH_TOKEN", "token-of-the-agent")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    (vec![folder.join("tools").into()], variables.into())
}

/// Asserts that the archive was verified as one of the repository.
pub(crate) fn assert_verified(folder: &Path, repository: &str) {
    let calls = std::fs::read_to_string(folder.join("gh.log")).unwrap();
    let verified = format!("--repo {repository} --source-ref refs/tags/v{VERSION} --deny-self-hosted-runners");
    assert!(calls.starts_with("gh attestation verify ") && calls.contains(&verified), "{calls}");
}
