# Where the tests take Kafka from. Sourced by tests/run/servers.sh.
#
# The first of these that is there; one that is there and does not start has failed, and no other is tried:
#   1. the script kafka in $ACTORS_TEST_KAFKA_HOME, or in shared/kafka beside the project
#   2. the brokers that $ACTORS_TEST_KAFKA names (host:port,…), which no test can kill; beside a script: those that tests share
#   3. Kafka's image, where a container engine runs
#   4. Kafka's jars from Maven Central, where Maven is installed and reaches it; they are kept in the account's cache
#   5. librdkafka's mock cluster, in each test's process; also where ACTORS_TEST_KAFKA=mock
#
# Tests say by traits what they need: kafka is any of these, kafka-real a broker (not the mock), kafka-own brokers that they can
# kill, pause, set up and have three of.

kafka_files=$(cd "$(dirname "${BASH_SOURCE[0]}")/kafka" && pwd)
# shellcheck source=tests/run/kafka/container.sh
source "$kafka_files/container.sh"
# shellcheck source=tests/run/kafka/maven.sh
source "$kafka_files/maven.sh"

kafka_script=
readonly mock_lacks="librdkafka's mock cluster has no topic settings, removes no records, finds none by time, keeps 5 MiB of a shard and is slow to place shards"

# prepare_kafka: true when there is one; $reason says why not.
prepare_kafka() {
  local from
  provide librdkafka has_librdkafka librdkafka1 || { reason="librdkafka1 is not installed"; return 1; }
  needs kcat kcat || { reason="kcat is not installed"; return 1; }
  find_kafka_script
  for from in script given container maven mock; do
    if "has_kafka_$from"; then
      "kafka_from_$from"
      return
    fi
  done
}

# No pipe: one that is left at the first match fails the listing.
has_librdkafka() { [[ $(ldconfig -p) == *librdkafka.so.1* ]]; }

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

has_kafka_script() { [ -n "$kafka_script" ]; }

kafka_from_script() {
  needs java openjdk-17-jre-headless || { reason="Java is not installed"; return 1; }
  needs python3 python3 || { reason="python3 is not installed"; return 1; }
  if has_kafka_given; then
    kafka_from_given
  else
    share_kafka "$kafka_script"
  fi
}

# share_kafka <what is told>: starts the broker of the script that all tests share which break none.
share_kafka() {
  ACTORS_TEST_KAFKA=$("$kafka_script" up --dir "$work/kafka") || { kafka_failed "the broker of $1 does not start"; return 1; }
  export ACTORS_TEST_KAFKA
  echo "kafka: $1, at $ACTORS_TEST_KAFKA"
}

# kafka_failed <reason>
kafka_failed() {
  reason=$1
  fail "kafka: $reason"
}

has_kafka_given() { [ -n "${ACTORS_TEST_KAFKA:-}" ]; }

kafka_from_given() {
  if [ "$ACTORS_TEST_KAFKA" = mock ]; then
    kafka_from_mock
    return
  fi
  kcat -b "$ACTORS_TEST_KAFKA" -L -m 10 >/dev/null 2>&1 || { kafka_failed "no broker of ACTORS_TEST_KAFKA=$ACTORS_TEST_KAFKA answers"; return 1; }
  echo "kafka: the brokers of ACTORS_TEST_KAFKA, $ACTORS_TEST_KAFKA$(own_brokers)"
  has_kafka_script || miss kafka-own "the brokers of ACTORS_TEST_KAFKA are not the tests' to kill"
}

# own_brokers: what is told of those that tests start for themselves.
own_brokers() { ! has_kafka_script || echo "; those that tests kill are of $kafka_script"; }

kafka_from_container() {
  needs python3 python3 || { reason="python3 is not installed"; return 1; }
  start_kafka_container || { kafka_failed "the broker in a container of $kafka_image does not start"; return 1; }
  export ACTORS_TEST_KAFKA
  echo "kafka: a container of $kafka_image, at $ACTORS_TEST_KAFKA"
  miss kafka-own "the broker in a container is not the tests' to kill"
}

kafka_from_maven() {
  needs python3 python3 || { reason="python3 is not installed"; return 1; }
  fetch_kafka_jars || { kafka_failed "Maven does not copy Kafka $kafka_version"; return 1; }
  # A folder like that of any other script.
  export ACTORS_TEST_KAFKA_HOME=$work/kafka-home
  mkdir -p "$ACTORS_TEST_KAFKA_HOME"
  ln -sfn "$kafka_files/kafka" "$ACTORS_TEST_KAFKA_HOME/kafka"
  ln -sfn "$kafka_jars" "$ACTORS_TEST_KAFKA_HOME/libs"
  kafka_script=$ACTORS_TEST_KAFKA_HOME/kafka
  share_kafka "Kafka $kafka_version of Maven Central"
}

has_kafka_mock() { true; }

kafka_from_mock() {
  export ACTORS_TEST_KAFKA=mock
  echo "kafka: librdkafka's mock cluster, in each test's process$(own_brokers)"
  miss kafka-real "$mock_lacks"
  has_kafka_script || miss kafka-own "librdkafka's mock cluster lives in the test's process"
}

end_kafka() {
  [ ! -e "$work/kafka/bootstrap" ] || "$kafka_script" down --dir "$work/kafka"
  end_kafka_container
}
