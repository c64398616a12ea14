# The servers that tests need. Sourced by tests/run.sh.
#
# A test class names its servers by trait: [Trait("Server", "kafka")]. Tests start servers of their own, on free ports with data
# under $work; only one Kafka broker is shared by those that kill none, since each start costs seconds. Where a server cannot be
# had, its tests are left out and told of with the reason.

# Kafka comes from, in this order: the script in $ACTORS_TEST_KAFKA_HOME or in shared/kafka beside the project; the brokers that
# $ACTORS_TEST_KAFKA names, which tests cannot kill.
kafka_script=
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

prepare_kafka() {
  if ! provide librdkafka has_librdkafka librdkafka1; then
    reason="librdkafka1 is not installed"
    return 1
  fi
  needs kcat kcat || { reason="kcat is not installed"; return 1; }
  find_kafka_script
  if [ -z "$kafka_script" ]; then
    reason="no broker: neither ACTORS_TEST_KAFKA_HOME nor ACTORS_TEST_KAFKA is set, and shared/kafka is not beside the project"
    [ -n "${ACTORS_TEST_KAFKA:-}" ]
    return
  fi
  needs java openjdk-17-jre-headless || { reason="Java is not installed"; return 1; }
  needs python3 python3 || { reason="python3 is not installed"; return 1; }
  share_kafka
}

find_kafka_script() {
  local folder=$root
  if [ -n "${ACTORS_TEST_KAFKA_HOME:-}" ]; then
    kafka_script=$ACTORS_TEST_KAFKA_HOME/kafka
    return
  fi
  while [ "$folder" != / ]; do
    if [ -x "$folder/shared/kafka/kafka" ]; then
      kafka_script=$folder/shared/kafka/kafka
      return
    fi
    folder=$(dirname "$folder")
  done
}

share_kafka() {
  [ -z "${ACTORS_TEST_KAFKA:-}" ] || return 0
  if ! ACTORS_TEST_KAFKA=$("$kafka_script" up --dir "$work/kafka"); then
    reason="the broker of $kafka_script does not start"
    fail "kafka: $reason"
    return 1
  fi
  export ACTORS_TEST_KAFKA
  echo "kafka: $ACTORS_TEST_KAFKA"
}

has_librdkafka() { ldconfig -p | grep -q 'librdkafka\.so\.1'; }

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

# note_left_out <project> <csproj>: each test class that is left out, with the reason.
note_left_out() {
  local i class count
  for i in "${!missing_servers[@]}"; do
    # A class that needs several servers is told of once.
    local filter="Server=${missing_servers[i]}" j
    for ((j = 0; j < i; j++)); do
      filter+="&Server!=${missing_servers[j]}"
    done
    while read -r count class; do
      skips+=("$1: $class ($count): ${missing_reasons[i]}")
      tally 0 0 "$count"
    done < <(list_tests "$2" "$filter" | sed 's/(.*//; s/\.[^.]*$//; s/.*\.//' | sort | uniq -c)
  done
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

end_servers() {
  [ ! -e "$work/kafka/bootstrap" ] || "$kafka_script" down --dir "$work/kafka"
}
