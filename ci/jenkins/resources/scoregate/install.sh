#!/bin/sh
# Installs one version of scoregate after checking it: nothing is installed unless its checksum is that of the release.
#
#   SCOREGATE_VERSION      the version, such as 0.1.0
#   SCOREGATE_RELEASES     the address of the releases (https://…), or a folder; both have a folder vVERSION with archives and SHA256SUMS
#   SCOREGATE_BIN          the folder for the program
#   SCOREGATE_SHA256       optional: the SHA-256 of the archive, which must match as well
#   SCOREGATE_ATTESTATION  auto (default): the attestation is verified if `gh` and GH_TOKEN are present; require; off
#   SCOREGATE_REPOSITORY   OWNER/NAME, whose workflow built the release; for the attestation
set -eu

fail() {
    printf 'install scoregate: %s\n' "$1" >&2
    exit 1
}

version=${SCOREGATE_VERSION:-}
releases=${SCOREGATE_RELEASES:-}
bin=${SCOREGATE_BIN:-}
pinned=$(printf %s "${SCOREGATE_SHA256:-}" | tr 'A-F' 'a-f')
missing=
[ -n "$version" ] || missing='; SCOREGATE_VERSION (the version that you reviewed, such as 0.1.0)'
[ -n "$releases" ] || missing="$missing; SCOREGATE_RELEASES (an https address or a folder)"
[ -n "$bin" ] || missing="$missing; SCOREGATE_BIN (the folder for the program)"
[ -z "$missing" ] || fail "not set: ${missing#; }"
case $version in *[!0-9A-Za-z.+-]*) fail "SCOREGATE_VERSION is not a version: $version; write it as in 0.1.0" ;; esac

program=scoregate
case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    MINGW* | MSYS* | CYGWIN*) system=windows program=scoregate.exe ;;
    *) fail "there is no release for $(uname -s); compile from source" ;;
esac
case $(uname -m) in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) fail "there is no release for $(uname -m); compile from source" ;;
esac
archive=scoregate-$version-$machine-$system.tar.gz

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

for file in SHA256SUMS "$archive"; do
    case $releases in
        https://*)
            curl --fail --silent --show-error --location --proto '=https' --proto-redir '=https' --tlsv1.2 --retry 3 --max-time 300 \
                --output "$work/$file" "$releases/v$version/$file" || fail "$releases/v$version/$file could not be downloaded"
            ;;
        *://*) fail "SCOREGATE_RELEASES is neither an https address nor a folder: $releases" ;;
        *) cp -- "$releases/v$version/$file" "$work/$file" || fail "$releases/v$version/$file could not be read" ;;
    esac
done

listed=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS" | tr 'A-F' 'a-f')
if command -v sha256sum >/dev/null; then
    actual=$(sha256sum <"$work/$archive")
else
    actual=$(shasum -a 256 <"$work/$archive")
fi
actual=${actual%% *}
[ -n "$listed" ] || fail "SHA256SUMS of version $version has no checksum for $archive; nothing was installed"
[ "$listed" = "$actual" ] || fail "$archive has the SHA-256 $actual, and SHA256SUMS states $listed; nothing was installed"
[ -z "$pinned" ] || [ "$pinned" = "$actual" ] || fail "$archive has the SHA-256 $actual, and SCOREGATE_SHA256 pins $pinned; nothing was installed"

attestation=${SCOREGATE_ATTESTATION:-auto}
case $attestation in
    off) attested='attestation not verified (off)' ;;
    auto | require)
        if command -v gh >/dev/null && [ -n "${GH_TOKEN:-}" ]; then
            [ -n "${SCOREGATE_REPOSITORY:-}" ] || fail 'not set: SCOREGATE_REPOSITORY (OWNER/NAME, whose workflow built the release), which the attestation needs; nothing was installed'
            gh attestation verify "$work/$archive" --repo "$SCOREGATE_REPOSITORY" --source-ref "refs/tags/v$version" \
                --deny-self-hosted-runners >&2 || fail "the attestation of $archive could not be verified; nothing was installed"
            attested='attestation verified'
        elif [ "$attestation" = require ]; then
            fail 'SCOREGATE_ATTESTATION requires the attestation, and gh or GH_TOKEN is missing; nothing was installed'
        else
            attested='attestation not verified (gh or GH_TOKEN is missing)'
        fi
        ;;
    *) fail "unknown SCOREGATE_ATTESTATION: $attestation; write auto, require or off" ;;
esac

mkdir "$work/unpacked"
tar -xzf "$work/$archive" -C "$work/unpacked" "$program" || fail "$archive does not contain $program; nothing was installed"
[ -f "$work/unpacked/$program" ] && [ ! -L "$work/unpacked/$program" ] || fail "$program in $archive is not a file; nothing was installed"
stated=$("$work/unpacked/$program" --version) || fail "$program of $archive does not run on this machine; nothing was installed"
[ "$stated" = "scoregate $version" ] || fail "$archive contains $stated; nothing was installed"

mkdir -p "$bin"
mv -f "$work/unpacked/$program" "$bin/$program"
printf 'scoregate %s is in %s: SHA-256 %s as in the release; %s\n' "$version" "$bin" "$actual" "$attested"
