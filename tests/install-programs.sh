#!/bin/sh
# Sees to the programs of others with which tests prove that others understand us: gpg and openssl.
set -eu

missing=
command -v gpg >/dev/null && command -v gpgconf >/dev/null || missing="gnupg"
command -v openssl >/dev/null || missing="$missing openssl"
if [ -z "$missing" ]; then exit 0; fi

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing: $missing. Install them; on Debian: apt-get install $missing" >&2
    exit 1
fi

echo "Installing $missing ..." >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # one word a package
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "$missing could not be installed." >&2
    exit 1
fi
