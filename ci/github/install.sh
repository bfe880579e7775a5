#!/usr/bin/env bash
# Installs the program for this job of GitHub Actions, and puts it on PATH for later steps.
set -euo pipefail
SCOREGATE_BIN=$RUNNER_TEMP/scoregate-$SCOREGATE_VERSION
export SCOREGATE_BIN
sh "$(dirname "${BASH_SOURCE[0]}")/../install.sh"
printf '%s\n' "$SCOREGATE_BIN" >>"$GITHUB_PATH"
