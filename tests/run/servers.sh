# The servers that tests need. Sourced by tests/run.sh.
#
# A test class names its servers by trait: [Trait("Server", "kafka")]. Tests start servers of their own, on free ports with data
# under $work; only one Kafka broker is shared by those that kill none, since each start costs seconds. Where a server cannot be
# had, its tests are left out and told of with the reason.

# shellcheck source=tests/run/kafka.sh
source tests/run/kafka.sh

missing_servers=()
missing_reasons=()

# prepare_servers: looks for each server, installs what can be installed, and starts the shared broker.
prepare_servers() {
  heading "servers"
  prepare_kafka || miss kafka "$reason"
  needs redis-server redis-server || miss redis "redis-server is not installed"
  provide PostgreSQL has_postgres postgresql || miss postgres "PostgreSQL is not installed"
}

# miss <server> <reason>
miss() {
  missing_servers+=("$1")
  missing_reasons+=("$2")
  echo "$1: $2"
}

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' || command -v pg_ctl; }

# kept: the filter of the tests whose servers are there; nothing where none is missing.
kept() {
  local IFS='&'
  [ ${#missing_servers[@]} -eq 0 ] || echo "${missing_servers[*]/#/Server!=}"
}

# list_tests <csproj> <filter>: their names, one a line.
list_tests() {
  dotnet test "$1" -c Release --no-build --nologo --list-tests --filter "$2" </dev/null | sed -n 's/^    //p'
}

# note_left_out <project> <csproj> <kept tests>: each test class that is left out, and each test of a class that is not, with the reason.
note_left_out() {
  local i what count
  for i in "${!missing_servers[@]}"; do
    # A class that needs several servers is told of once.
    local filter="Server=${missing_servers[i]}" j
    for ((j = 0; j < i; j++)); do
      filter+="&Server!=${missing_servers[j]}"
    done
    while read -r count what; do
      skips+=("$1: $what ($count): ${missing_reasons[i]}")
      tally 0 0 "$count"
    done < <(list_tests "$2" "$filter" | name_left_out "$3" | sort | uniq -c)
  done
}

# name_left_out <kept tests>: for each test on standard input its class, or class and name where others of the class are kept.
name_left_out() {
  awk '
    { sub(/\(.*/, ""); n = split($0, part, "."); class = $0; sub(/\.[^.]*$/, "", class) }
    FNR == NR { kept[class]; next }
    { print class in kept ? part[n - 1] "." part[n] : part[n - 1] }
  ' <(printf '%s\n' "$1") -
}

# alone <command>…: runs tests in a process group, with what they start marked by $work so that nothing of it is left.
alone() {
  mkdir -p "$work/tmp"
  # The account that PostgreSQL runs as has to come to its folder.
  chmod 711 "$work"
  chmod 1777 "$work/tmp"
  in_group env "ACTORS_TEST_RUN=$work" "TMPDIR=$work/tmp" "$@"
  local status=$?
  end_strays
  return "$status"
}

# Brokers and databases live in sessions of their own and end a while after the test project that started them: none is waited for.
end_strays() {
  local strays
  mapfile -t strays < <(grep -lzxF "ACTORS_TEST_RUN=$work" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3)
  if [ ${#strays[@]} -gt 0 ]; then
    echo "Ended ${#strays[@]} processes that the tests had left"
    kill -KILL "${strays[@]}" 2>/dev/null
  fi
  rm -rf "$work/tmp"
}

end_servers() { end_kafka; }
