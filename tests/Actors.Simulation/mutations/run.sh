#!/usr/bin/env bash
# Breaks one rule at a time in a copy of the sources and says which seed of the simulation finds it.
#   mutations/run.sh [FIRST-LAST [MUTATION...]]     seeds 1-2000 and all mutations by default
# Ends with the number of mutations that no seed has found.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(git -C "$here" rev-parse --show-toplevel)
seeds=${1:-1-2000}
shift || true
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git -C "$root" archive HEAD | tar x -C "$copy"
[ $# -gt 0 ] || set -- $(cd "$here" && ls ./*.patch | sed 's|^\./||; s|\.patch$||')
missed=0
for mutation in "$@"; do
  (cd "$copy" && git apply --whitespace=nowarn "$here/$mutation.patch")
  if ! (cd "$copy" && dotnet build tests/Actors.Simulation -v q --nologo -clp:ErrorsOnly -p:RunAnalyzers=false >build.log 2>&1); then
    echo "$mutation: does not build"; missed=$((missed + 1))
  elif (cd "$copy" && ACTORS_SIM_SEEDS=$seeds dotnet test tests/Actors.Simulation --no-build --filter ClusterSimulation.No_ >test.log 2>&1); then
    echo "$mutation: not found"; missed=$((missed + 1))
  else
    echo "$mutation: $(grep -om1 'seed [0-9]*: .\{0,100\}' "$copy/test.log" || grep -om1 'seed [0-9]*' "$copy/test.log" || echo 'found by a crash')"
  fi
  (cd "$copy" && git apply -R --whitespace=nowarn "$here/$mutation.patch")
done
echo "$missed not found"
[ "$missed" = 0 ]
