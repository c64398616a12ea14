# The parts of the tests. Sourced by tests/run.sh; each adds to the tally.

# A test project that hangs is ended, so that the rest still runs.
readonly project_minutes=15
readonly cluster_minutes=25
readonly compose_minutes=15
readonly browser_minutes=25
readonly cluster=tests/Actors.Cluster.Tests/Actors.Cluster.Tests.csproj

# Runs a command in a process group of its own, so that whatever it started ends with it.
in_group() {
  set -m
  "$@" </dev/null &
  child=$!
  set +m
  wait "$child"
  local status=$?
  kill -KILL -- "-$child" 2>/dev/null
  child=
  return "$status"
}

build_solution() {
  heading "build (Release)"
  if ! in_group dotnet build Actors.sln -c Release -v quiet; then
    fail "build: Actors.sln does not build in Release"
    print_totals
    exit 1
  fi
}

run_dotnet() {
  local project
  while IFS= read -r project; do
    [ "$project" = "$cluster" ] || run_project "$project" "$project_minutes"
  done < <(grep -l 'Microsoft.NET.Test.Sdk' tests/*/*.csproj | sort)
}

run_cluster() {
  if [ -e "$cluster" ]; then
    run_project "$cluster" "$cluster_minutes"
  fi
}

# run_project <csproj> <minutes>: results come from the TRX file, so a project that crashed or ran nothing cannot pass for a green one.
run_project() {
  local name trx status counts total executed filter stays left=0
  name=$(basename "$1" .csproj)
  trx="$work/$name.trx"
  heading "$name"
  filter=$(kept)
  if [ -n "$filter" ]; then
    left=$skipped
    stays=$(list_tests "$1" "$filter")
    note_left_out "$name" "$1" "$stays"
    left=$((skipped - left))
    if [ "$left" -gt 0 ] && [ -z "$stays" ]; then
      echo "All of its tests need a server that is missing here"
      return
    fi
  fi
  alone timeout -k 30 "$2m" dotnet test "$1" -c Release --no-build --nologo -v quiet ${filter:+--filter "$filter"} \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$trx"
  status=$?
  if [ "$status" -ge 124 ]; then
    fail "$name: did not end within $2 minutes"
  fi
  if [ ! -s "$trx" ]; then
    fail "$name: left no results (exit code $status)"
    return
  fi
  counts=$(grep -o '<Counters [^>]*>' "$trx" | head -n 1)
  total=$(count_of "$counts" total)
  executed=$(count_of "$counts" executed)
  local ok bad
  ok=$(count_of "$counts" passed)
  bad=$((executed - ok))
  tally "$ok" "$bad" $((total - executed))
  note_results "$name" "$trx"
  if [ "$executed" -eq 0 ]; then
    fail "$name: ran no test"
  elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    fail "$name: ended with exit code $status"
  fi
}

# count_of <Counters element> <attribute>
count_of() {
  local value
  value=$(sed -n "s/.* $2=\"\([0-9]*\)\".*/\1/p" <<<"$1")
  echo "${value:-0}"
}

# Names of what failed, and of what was skipped with its reason.
note_results() {
  local kind text
  while IFS=$'\t' read -r kind text; do
    case $kind in
      Failed) failures+=("$1: $text") ;;
      NotExecuted) skips+=("$1: $text") ;;
    esac
  done < <(awk -f tests/run/results.awk "$2")
}

run_web() {
  heading "web"
  if ! needs node nodejs npm || ! needs npm npm; then
    cannot "web" "Node.js is missing"
    return
  fi
  (
    cd src/web || exit 1
    npm ci --no-fund --no-audit --loglevel=error &&
      npx tsc --noEmit &&
      npx vite build --outDir "$work/wwwroot" --emptyOutDir --logLevel warn
  ) </dev/null || {
    fail "web: does not build"
    return
  }
  if diff -r "$work/wwwroot" src/Actors.Service/wwwroot; then
    tally 1 0 0
  else
    fail "web: the files in src/Actors.Service/wwwroot are not what src/web builds; run npm run build there and commit them"
  fi
  (cd src/web && npx vitest run --reporter=default --reporter=json --outputFile="$work/vitest.json") </dev/null
  local status=$?
  add_node_counts "web" "$status" "$work/vitest.json" \
    "const r = JSON.parse(text); print(r.numPassedTests, r.numFailedTests, r.numPendingTests + r.numTodoTests)"
}

run_compose() {
  heading "compose"
  if ! needs node nodejs npm || ! needs npm npm || ! needs curl curl || ! needs openssl openssl || ! needs python3 python3; then
    cannot "compose" "node, npm, curl, openssl or python3 is missing"
    return
  fi
  if ! needs nginx nginx-light || ! needs promtool prometheus || ! needs docker-compose docker-compose || ! needs shellcheck shellcheck; then
    cannot "compose" "nginx, prometheus, docker-compose or shellcheck is missing"
    return
  fi
  (cd tests/compose && npm ci --no-fund --no-audit --loglevel=error) </dev/null || {
    fail "compose: npm ci failed"
    return
  }
  run_node_tests compose "$compose_minutes" tests/compose/scenarios/*.test.mjs
}

run_browser() {
  heading "browsers"
  if ! needs node nodejs npm || ! needs npm npm; then
    cannot "browsers" "Node.js is missing"
    return
  fi
  if ! needs openssl openssl || ! needs chromium chromium || ! needs firefox-esr firefox-esr; then
    cannot "browsers" "chromium, firefox-esr or openssl is missing"
    return
  fi
  (cd tests/browser && npm ci --no-fund --no-audit --loglevel=error) </dev/null || {
    fail "browsers: npm ci failed"
    return
  }
  run_node_tests browsers "$browser_minutes" tests/browser/scenarios/*.test.mjs
}

# run_node_tests <part> <minutes> <file>…
run_node_tests() {
  local part=$1 minutes=$2
  shift 2
  alone timeout -k 30 "${minutes}m" node --test --test-concurrency=1 \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$work/$part.tap" "$@"
  add_node_counts "$part" "$?" "$work/$part.tap" \
    "const n = (k) => Number(new RegExp('^# ' + k + ' (\\\\d+)', 'm').exec(text)?.[1] ?? 0);
     print(n('pass'), n('fail') + n('cancelled'), n('skipped') + n('todo'))"
}

# add_node_counts <part> <exit code> <file> <script>: the script sees the file as text and prints passed, failed and skipped.
add_node_counts() {
  local ok=0 bad=0 left=0
  if ! read -r ok bad left < <(node -e "
    const text = require('node:fs').readFileSync(process.argv[1], 'utf8');
    const print = (...numbers) => console.log(numbers.join(' '));
    $4" "$3"); then
    fail "$1: left no results (exit code $2)"
    return
  fi
  tally "$ok" "$bad" "$left"
  if [ "$bad" -gt 0 ]; then
    failures+=("$1: $bad, named above")
  elif [ $((ok + bad)) -eq 0 ]; then
    fail "$1: ran no test"
  elif [ "$2" -ne 0 ]; then
    fail "$1: ended with exit code $2"
  fi
  [ "$left" -eq 0 ] || skips+=("$1: $left, named above")
}
