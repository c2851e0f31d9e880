#!/usr/bin/env bash
# Builds once and runs every test project. The last line is the total: "N passed, N failed, N skipped".
# CONFIGURATION=Release runs optimised code; Debug shares its build with "dotnet run".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
# The summary is read below, so it must be in English and without colours.
export DOTNET_CLI_UI_LANGUAGE=en NO_COLOR=1 MSBUILDTERMINALLOGGER=off
# Nothing of the caller's shell may decide how the application under test starts.
unset ASPNETCORE_ENVIRONMENT DOTNET_ENVIRONMENT ASPNETCORE_URLS ASPNETCORE_HTTP_PORTS ASPNETCORE_HTTPS_PORTS
export NO_PROXY="localhost,127.0.0.1,::1${NO_PROXY:+,$NO_PROXY}"
export no_proxy="$NO_PROXY"

configuration=${CONFIGURATION:-Debug}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

give_up() {
    echo "$1"
    echo "0 passed, 0 failed, 0 skipped"
    exit 1
}

CHROMIUM_PATH=$(tests/install-chromium.sh) || give_up "There is no browser to test with."
export CHROMIUM_PATH
tests/install-programs.sh || give_up "Programs are missing to test with."
rm -rf artifacts/browser

dotnet build ClientRegistry.sln --configuration "$configuration" --verbosity quiet || give_up "The build failed."

limit=9m
# Databases of tests are made and emptied on another machine.
if [ -n "${CLIENTREGISTRY_TEST_SQLSERVER:-}" ]; then limit=30m; fi
options=(--no-build --configuration "$configuration" --no-progress --no-ansi --timeout "$limit"
    --show-stdout Failed --show-stderr Failed)
unwritten=0
# A project without a test fails the run (exit code 8), unless nothing has been written in it yet.
for project in tests/*.Tests; do
    if [ -z "$(find "$project" -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' -print -quit)" ]; then
        echo "No tests yet in $project"
        unwritten=1
    fi
done
if [ "$unwritten" -eq 1 ]; then options+=(--ignore-exit-code 8); fi

dotnet test --solution ClientRegistry.sln "${options[@]}" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

read -r passed failed skipped < <(awk '
    /^Test run summary:/ { summary = 1 }
    summary && $1 == "succeeded:" { passed = $2 }
    summary && ($1 == "failed:" || $1 == "error:") { failed += $2 } # error: a project that crashed or could not start
    summary && $1 == "skipped:" { skipped = $2 }
    END { print passed + 0, failed + 0, skipped + 0 }' "$log")

if [ "$((passed + failed))" -eq 0 ]; then
    echo "No test ran."
    status=1
fi
if [ "$failed" -gt 0 ] && [ "$status" -eq 0 ]; then status=1; fi
if [ -d artifacts/browser ]; then echo "Pictures and traces of failed browser tests: artifacts/browser"; fi
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then echo "The run failed with exit code $status, see above."; fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
