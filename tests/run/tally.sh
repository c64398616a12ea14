# Adds up what ran. Sourced by tests/run.sh.

passed=0
failed=0
skipped=0
failures=()
skips=()

heading() { printf '\n== %s\n' "$*"; }

# tally <passed> <failed> <skipped>
tally() {
  passed=$((passed + $1))
  failed=$((failed + $2))
  skipped=$((skipped + $3))
}

# What failed as a whole (a build, a project that crashed) counts as one failure.
fail() {
  failures+=("$1")
  tally 0 1 0
}

# skip <name> <reason>
skip() {
  skips+=("$1: $2")
  tally 0 0 1
}

print_totals() {
  if [ ${#skips[@]} -gt 0 ]; then
    heading "skipped"
    printf '  %s\n' "${skips[@]}"
  fi
  if [ ${#failures[@]} -gt 0 ]; then
    heading "failed"
    printf '  %s\n' "${failures[@]}"
  fi
  if [ $((passed + failed)) -eq 0 ]; then
    failed=1
    echo "No test ran."
  fi
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
}
