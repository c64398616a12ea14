#!/usr/bin/env bash
# Runs the bench with enough open files: tests/bench/run.sh all --json results.json
set -euo pipefail
ulimit -n 16384 2>/dev/null || ulimit -n "$(ulimit -Hn)"
exec dotnet run -c Release --project "$(dirname "$0")/Actors.Bench" -- "$@"
