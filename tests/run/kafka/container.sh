# Kafka's image on a container engine. Sourced by tests/run/kafka.sh.

kafka_version=$(sed -n 's:.*<kafka\.version>\(.*\)</kafka\.version>.*:\1:p' "$kafka_files/pom.xml")
readonly kafka_version
readonly kafka_image=apache/kafka:$kafka_version
readonly kafka_container=actors-tests-kafka-$$
readonly pull_minutes=10
readonly container_seconds=60
kafka_container_runs=no

# Without an engine the command prints nothing; some versions end well all the same.
has_kafka_container() { command -v docker >/dev/null && [ -n "$(timeout 10 docker info --format '{{.ServerVersion}}' 2>/dev/null)" ]; }

# start_kafka_container: one broker, reached at the same port inside as outside; ACTORS_TEST_KAFKA says where.
start_kafka_container() {
  local port key value settings=()
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])') || return 1
  while IFS='=' read -r key value; do
    key=${key^^}
    settings+=(--env "KAFKA_${key//./_}=$value")
  done < <(
    grep -v '^#' "$kafka_files/broker.properties"
    printf '%s\n' node.id=1 controller.quorum.voters=1@localhost:9093 log.dirs=/var/lib/kafka/data \
      "listeners=PLAINTEXT://:$port,CONTROLLER://localhost:9093" "advertised.listeners=PLAINTEXT://127.0.0.1:$port" \
      default.replication.factor=1 min.insync.replicas=1 offsets.topic.replication.factor=1 \
      transaction.state.log.replication.factor=1 transaction.state.log.min.isr=1
  )
  kafka_container_runs=yes
  timeout $((pull_minutes * 60)) docker run --detach --name "$kafka_container" --publish "127.0.0.1:$port:$port" \
    --tmpfs /var/lib/kafka/data --env 'KAFKA_HEAP_OPTS=-Xms64m -Xmx256m' "${settings[@]}" "$kafka_image" >/dev/null || return 1
  await_kafka_container || return 1
  ACTORS_TEST_KAFKA=127.0.0.1:$port
}

await_kafka_container() {
  local until=$((SECONDS + container_seconds))
  until [[ $(docker logs "$kafka_container" 2>&1) == *'Kafka Server started'* ]]; do
    if [ "$SECONDS" -ge "$until" ] || [ "$(docker inspect --format '{{.State.Running}}' "$kafka_container")" != true ]; then
      docker logs --tail 20 "$kafka_container"
      return 1
    fi
    sleep 0.2
  done
}

end_kafka_container() {
  [ "$kafka_container_runs" = no ] || docker rm --force --volumes "$kafka_container" >/dev/null
  kafka_container_runs=no
}
