#!/usr/bin/env bash
# Evaluates the policies, writes the reports and the outputs of the step, and exits with the exit code of scoregate.
set -euo pipefail
# shellcheck source=ci/github/arguments.sh
source "$(dirname "${BASH_SOURCE[0]}")/arguments.sh"

output() {
    printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

if ! cd -- "$INPUT_WORKING_DIRECTORY"; then
    output exit-code 2
    exit 2
fi

reports=$(mktemp -d "$RUNNER_TEMP/scoregate.XXXXXX")
add_inputs "$reports" "$PWD"
arguments+=(--output=human --output=github)
add_lines '' "$INPUT_ARGUMENTS"

status=0
scoregate "${arguments[@]}" || status=$?

# A comment of an earlier run must not stand beside a run without a verdict.
if [ ! -e "$reports/comment.md" ] && [[ $INPUT_COMMENT_ID =~ ^[A-Za-z0-9._-]+$ ]]; then
    {
        printf '<!-- scoregate:%s -->\n## 🚫 Secure Score gate: no verdict\n\n' "$INPUT_COMMENT_ID"
        printf '**Exit code %s.** The [log of the run](%s/%s/actions/runs/%s) states the reason.\n' \
            "$status" "$GITHUB_SERVER_URL" "$GITHUB_REPOSITORY" "$GITHUB_RUN_ID"
    } >"$reports/comment.md"
fi

# The program writes verdict, score and counts itself; these are known only now.
output exit-code "$status"
output reports "$reports"
for report in sarif:scoregate.sarif junit:scoregate.xml json:scoregate.json comment:comment.md; do
    [ ! -e "$reports/${report#*:}" ] || output "${report%%:*}" "$reports/${report#*:}"
done
exit "$status"
