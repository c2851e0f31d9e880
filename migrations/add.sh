#!/usr/bin/env bash
# Adds a migration of the same name for both databases: migrations/add.sh NAME
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?usage: migrations/add.sh NAME}
dotnet tool restore >/dev/null
for provider in Sqlite SqlServer; do
  project=migrations/ClientRegistry.Migrations.$provider
  dotnet ef migrations add "$name" --project "$project" --startup-project "$project" --output-dir Migrations
done
