#!/usr/bin/env bash
# Shows what the policies of a pull request change. It decides nothing: the verdict is that of the base branch's policies.
#
# Files of the pull request are read as data. Their text is in indented blocks of the page, which no text can end.
set -euo pipefail
# shellcheck source=ci/github/arguments.sh
source "$(dirname "${BASH_SOURCE[0]}")/arguments.sh"

work=$(mktemp -d "$RUNNER_TEMP/scoregate-preview.XXXXXX")
page=$work/preview.md

# The paths that the pull request may change, one a line, relative to the root of the repository.
paths() {
    local path
    while IFS= read -r path; do
        case $path in
            /*) echo "no preview: $path is not a path within the repository" >&2 && exit 1 ;;
            *) if [ "$INPUT_WORKING_DIRECTORY" = . ]; then echo "$path"; else echo "$INPUT_WORKING_DIRECTORY/$path"; fi ;;
        esac
    done < <(lines "$INPUT_POLICIES"$'\n'"$INPUT_BASELINE")
}

# A link on the way to a proposed file could lead to any file of the runner.
refuse_links() {
    local path=$INPUT_PROPOSED part parts
    IFS=/ read -r -a parts <<<"$1"
    for part in "${parts[@]}"; do
        path=$path/$part
        if [ "$part" = .. ] || [ -L "$path" ]; then
            echo "no preview: $1 of the pull request is a link, or leads out of it" >&2
            exit 1
        fi
    done
}

compare() {
    local status=0
    git diff --no-index --no-ext-diff --no-textconv --no-color "$@" || status=$?
    [ "$status" -le 1 ] || return "$status"
}

# Lists the files that differ.
changed_files() {
    local path
    while IFS= read -r path; do
        if [ -e "$INPUT_PROPOSED/$path" ]; then
            compare --stat=120 --summary -- "$path" "$INPUT_PROPOSED/$path"
        else
            printf ' %s is deleted\n' "$path"
        fi
    done <"$work/paths"
}

# Writes a human report of the policies in a folder, and the same without the numbers of lines, which move. Prints the exit code.
report() {
    local folder=$1 name=$2 status=0
    mkdir "$work/$name"
    arguments=(check)
    add_inputs "$work/$name" "$here"
    arguments+=("--output=human=$work/$name/report")
    [[ $INPUT_ARGUMENTS == *--show* ]] || arguments+=(--show=passed)
    add_lines '' "$INPUT_ARGUMENTS"
    (cd -- "$folder" && env -u GITHUB_ACTIONS -u GITHUB_OUTPUT -u GITHUB_STEP_SUMMARY -u GITHUB_WORKSPACE \
        scoregate "${arguments[@]}") >"$work/$name/log" 2>&1 || status=$?
    [ -e "$work/$name/report" ] || cp "$work/$name/log" "$work/$name/report"
    sed -E 's/:[0-9]+$//' "$work/$name/report" >"$work/$name/plain"
    printf %s "$status"
}

# Prints text as an indented block, so short that three fit into a step summary (1 MiB).
block() {
    tr -d '\r' | sed 's/^/    /' >"$work/block"
    head -c 300000 "$work/block"
    echo
}

paths >"$work/paths"
while IFS= read -r path; do refuse_links "$path"; done <"$work/paths"
here=$(cd -- "$INPUT_WORKING_DIRECTORY" && pwd)
changed_files >"$work/files"
base_code=$(report "$INPUT_WORKING_DIRECTORY" base)
proposed_code=$(report "$INPUT_PROPOSED/$INPUT_WORKING_DIRECTORY" proposed)
compare --unified=0 --ignore-space-change --ignore-blank-lines -- "$work/base/plain" "$work/proposed/plain" >"$work/difference"

{
    printf '## Preview of the proposed policies\n\n'
    printf 'It decides nothing: the verdict is that of the base branch (exit code %s). With the proposed policies the exit code is %s.\n\n' \
        "$base_code" "$proposed_code"
    printf '### Changed files\n\n'
    if [ -s "$work/files" ]; then block <"$work/files"; else printf 'No policy, waiver or baseline is changed.\n'; fi
    printf '\n### Changes of the report\n\n'
    # The first four lines name the compared files, those with @@ the numbers of lines.
    if [ -s "$work/difference" ]; then sed -e 1,4d -e '/^@@/d' "$work/difference" | block; else printf 'None.\n'; fi
    printf '\n<details><summary>Report with the proposed policies</summary>\n\n'
    block <"$work/proposed/report"
    printf '\n</details>\n'
} >"$page"

# Nothing in the page is a command to the log.
token=$(od -An -N 16 -t x1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
cat -- "$page"
printf '::%s::\n' "$token"

cat -- "$page" >>"$GITHUB_STEP_SUMMARY"
printf 'page=%s\nexit-code=%s\n' "$page" "$proposed_code" >>"$GITHUB_OUTPUT"
