#!/usr/bin/env bash
# The long form of the endurance tests, against the registry as it is published: tests/endure.sh [KILLS] [MAILS]
# KILLS: how often it is killed under load (100). MAILS: how many approvals there are while the mail server is away (1000).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
unset ASPNETCORE_ENVIRONMENT DOTNET_ENVIRONMENT ASPNETCORE_URLS ASPNETCORE_HTTP_PORTS ASPNETCORE_HTTPS_PORTS
export NO_PROXY="localhost,127.0.0.1,::1${NO_PROXY:+,$NO_PROXY}"
export no_proxy="$NO_PROXY"

published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT
dotnet publish src/ClientRegistry.Web --configuration Release --output "$published" --verbosity quiet
dotnet build tests/ClientRegistry.Endurance.Tests --configuration Release --verbosity quiet

export CLIENTREGISTRY_TEST_PROGRAM="$published/ClientRegistry.Web.dll"
export CLIENTREGISTRY_TEST_KILLS=${1:-100} CLIENTREGISTRY_TEST_OUTAGE=${2:-1000}
dotnet tests/ClientRegistry.Endurance.Tests/bin/Release/net10.0/ClientRegistry.Endurance.Tests.dll -showLiveOutput
