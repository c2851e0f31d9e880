#!/bin/sh
# Prints the path of a Chromium; installs Debian's when there is none. Everything but the path goes to standard error.
set -eu

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name"; then return 0; fi
    done
    return 1
}

if [ -n "${CHROMIUM_PATH:-}" ]; then
    if [ ! -x "$CHROMIUM_PATH" ]; then
        echo "CHROMIUM_PATH names $CHROMIUM_PATH, which is not a program." >&2
        exit 1
    fi
    echo "$CHROMIUM_PATH"
    exit 0
fi

if find_chromium; then exit 0; fi

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "No Chromium found. Install one, or name it in CHROMIUM_PATH; on Debian: apt-get install chromium" >&2
    exit 1
fi

echo "Installing Chromium ..." >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Without a font every text is boxes of one width, and nothing about layout would be proved.
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends chromium fonts-dejavu-core; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "Chromium could not be installed." >&2
    exit 1
fi
find_chromium
