# Kafka's jars from Maven Central, or from what Maven's settings put in its place. Sourced by tests/run/kafka.sh.

readonly kafka_jars=${XDG_CACHE_HOME:-${HOME:-$work}/.cache}/actors-tests/kafka-$kafka_version
readonly maven_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.8.1
readonly probe_seconds=30
readonly copy_minutes=10

has_kafka_maven() {
  command -v java >/dev/null || return 1
  [ ! -d "$kafka_jars" ] || return 0
  command -v mvn >/dev/null || return 1
  quiet_maven "$probe_seconds" "$maven_plugin:get" -Dartifact="org.apache.kafka:kafka_2.13:$kafka_version:pom" -Dtransitive=false >/dev/null 2>&1 ||
    { echo "kafka: Maven is installed, but does not reach Kafka $kafka_version within $probe_seconds s"; return 1; }
}

# fetch_kafka_jars: into $kafka_jars, which is whole or not there.
fetch_kafka_jars() {
  [ ! -d "$kafka_jars" ] || return 0
  local part=$kafka_jars.$$
  mkdir -p "$(dirname "$kafka_jars")"
  if ! quiet_maven $((copy_minutes * 60)) "$maven_plugin:copy-dependencies" -DincludeScope=runtime -DoutputDirectory="$part"; then
    rm -rf "$part"
    return 1
  fi
  mv -T "$part" "$kafka_jars"
}

# quiet_maven <seconds> <words>…
quiet_maven() {
  local seconds=$1
  shift
  timeout "$seconds" mvn --quiet --batch-mode --file "$kafka_files/pom.xml" "$@" </dev/null
}
