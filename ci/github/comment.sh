#!/usr/bin/env bash
# Writes the comment on the pull request, or replaces the one of an earlier run, which it finds by the hidden marker in its first line.
set -euo pipefail

if [ -z "$PULL_REQUEST" ]; then
    echo "no comment: the event $GITHUB_EVENT_NAME is not about a pull request"
    exit 0
fi

# A comment of an earlier run must not stand beside a run without a verdict.
if [ -z "$COMMENT" ]; then
    if [[ ! $COMMENT_ID =~ ^[A-Za-z0-9._-]+$ ]]; then
        echo "no comment: the id $COMMENT_ID has other characters than letters, digits and . _ -" >&2
        exit 1
    fi
    COMMENT=$(mktemp "$RUNNER_TEMP/scoregate-comment.XXXXXX")
    {
        printf '<!-- scoregate:%s -->\n## 🚫 Secure Score gate: no verdict\n\n' "$COMMENT_ID"
        printf '**Exit code %s.** The [log of the run](%s/%s/actions/runs/%s) states the reason.\n' \
            "${EXIT_CODE:-missing, the program was not run}" "$GITHUB_SERVER_URL" "$GITHUB_REPOSITORY" "$GITHUB_RUN_ID"
    } >"$COMMENT"
fi

body=$COMMENT
if [ -n "$PREVIEW" ]; then
    body=$COMMENT.with-preview
    { cat -- "$COMMENT" && printf '\n' && cat -- "$PREVIEW"; } >"$body"
    # GitHub refuses a comment of more than 65,536 characters.
    if [ "$(wc -c <"$body")" -gt 65000 ]; then
        { cat -- "$COMMENT" && printf '\nThe preview is too long for a comment; it is in the summary of the run.\n'; } >"$body"
    fi
fi

# Only a comment by this author is replaced: anyone can write a comment with the marker.
MARKER=$(head -n 1 -- "$COMMENT")
export MARKER AUTHOR
comments=repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments
earlier=$(gh api --paginate "$comments?per_page=100" \
    --jq '.[] | select(.user.login == env.AUTHOR and ((.body // "") | startswith(env.MARKER))) | .id')
earlier=${earlier%%$'\n'*}

if [ -n "$earlier" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$body"
    echo "comment $earlier is replaced"
else
    gh api --silent --method POST "$comments" --field "body=@$body"
    echo "a comment is written"
fi
