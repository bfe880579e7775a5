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

# The program writes verdict, score and counts itself; these are known only now.
output exit-code "$status"
output reports "$reports"
for report in sarif:scoregate.sarif junit:scoregate.xml json:scoregate.json comment:comment.md; do
    [ ! -e "$reports/${report#*:}" ] || output "${report%%:*}" "$reports/${report#*:}"
done
exit "$status"
