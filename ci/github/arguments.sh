# shellcheck shell=bash
# The arguments of `scoregate check` that the inputs of the action state, in the array `arguments`; sourced by check.sh and preview.sh.

arguments=(check)

# Prints the lines of a text without blanks around them, and no blank lines.
lines() {
    local line
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line#"${line%%[![:space:]]*}"}
        line=${line%"${line##*[![:space:]]}"}
        [ -z "$line" ] || printf '%s\n' "$line"
    done <<<"$1"
}

# Adds an argument for each line of a text.
add_lines() {
    local line
    while IFS= read -r line; do arguments+=("$1$line"); done < <(lines "$2")
}

# The path of evidence as an absolute one, because the preview runs in another folder; `graph` and `-` are not paths.
absolute() {
    case $1 in
        graph | - | /* | [A-Za-z]:*) printf %s "$1" ;;
        *) printf '%s/%s' "$2" "$1" ;;
    esac
}

# Adds policies, evidence, baseline and tenant, and all formats in a folder. `here` is the folder that paths of evidence are relative to.
add_inputs() {
    local reports=$1 here=$2 source tenant=${INPUT_TENANT:-${AZURE_TENANT_ID:-}} max_age=$INPUT_MAX_AGE
    add_lines --policy= "$INPUT_POLICIES"
    while IFS= read -r source; do
        arguments+=("--from=$(absolute "$source" "$here")")
        # The preview evaluates the same responses.
        [ "$source" != graph ] || [ -z "$INPUT_PROPOSED" ] || max_age=${max_age:-10m}
    done < <(lines "$INPUT_FROM")
    [ -z "$INPUT_BASELINE" ] || arguments+=("--baseline=$INPUT_BASELINE")
    [ -z "$tenant" ] || arguments+=("--tenant=$tenant")
    # The runner empties this folder after the job.
    [ -z "$max_age" ] || arguments+=("--max-age=$max_age" "--cache-dir=$RUNNER_TEMP/scoregate-cache")
    arguments+=(
        "--output=sarif=$reports/scoregate.sarif" "--sarif-waived=$INPUT_WAIVED"
        "--output=junit=$reports/scoregate.xml"
        "--output=json=$reports/scoregate.json"
        "--output=markdown=$reports/comment.md" "--comment-id=$INPUT_COMMENT_ID"
    )
    [ -z "$INPUT_SARIF_CATEGORY" ] || arguments+=("--sarif-category=$INPUT_SARIF_CATEGORY")
}
