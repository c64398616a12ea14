# Kafka, Redis and PostgreSQL. Sourced by local.sh.

# kafka_script: what starts and ends brokers: what the variable names, else what has started this folder's, from whichever shell.
kafka_script() {
  local folder=$root
  if [ -n "${ACTORS_TEST_KAFKA_HOME:-}" ]; then
    echo "$ACTORS_TEST_KAFKA_HOME/kafka"
    return
  fi
  if [ -e "$dir/kafka-script" ]; then
    cat "$dir/kafka-script"
    return
  fi
  while [ ! -x "$folder/shared/kafka/kafka" ]; do
    [ "$folder" != / ] || die "no Kafka: give brokers with --kafka host:port, or set ACTORS_TEST_KAFKA_HOME to a folder with a script 'kafka'"
    folder=$(dirname "$folder")
  done
  echo "$folder/shared/kafka/kafka"
}

# bootstrap_servers: as the nodes take them.
bootstrap_servers() { [ -n "$kafka" ] && echo "$kafka" || cat "$dir/kafka/bootstrap"; }

start_kafka() {
  local script i
  [ -z "$kafka" ] && [ "$brokers" -gt 0 ] || return 0
  script=$(kafka_script)
  realpath "$script" >"$dir/kafka-script"
  if [ ! -e "$dir/kafka/bootstrap" ]; then
    say "Kafka: $brokers broker(s)"
    "$script" up --dir "$dir/kafka" --brokers "$brokers" >/dev/null
    return
  fi
  for i in $(seq "$brokers"); do
    start_broker "$i"
  done
}

start_broker() { alive "kafka/$1" || "$(kafka_script)" start --dir "$dir/kafka" --broker "$1"; }

# end_broker <number> <signal>
end_broker() {
  alive "kafka/$1" || return 0
  "$(kafka_script)" "$(if [ "$2" = KILL ]; then echo kill; else echo stop; fi)" --dir "$dir/kafka" --broker "$1"
}

# end_brokers <signal>
end_brokers() {
  local i
  [ -z "$kafka" ] || die "the brokers at $kafka are not this script's"
  for i in $(seq "$brokers"); do end_broker "$i" "$1"; done
}

start_redis() {
  [ "$redis" = yes ] && ! alive redis || return 0
  command -v redis-server >/dev/null || die "redis-server is not installed: apt-get install redis-server, or --no-redis"
  say "Redis"
  launch redis redis-server --port "$(port_of redis)" --bind 127.0.0.1 --save '' --appendonly no --set-proc-title no --dir "$dir/redis"
  started redis 20 redis_answers
}

redis_answers() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$(port_of redis)"
    printf 'PING\r\n' >&3
    read -r -t 2 answer <&3 && [ "${answer%$'\r'}" = +PONG ]
  ) 2>/dev/null
}

# Debian puts only PostgreSQL's clients on the path.
postgres_programs() {
  local folder
  for folder in $(compgen -G '/usr/lib/postgresql/*/bin' | sort -rV) $(dirname "$(command -v pg_ctl || echo /nowhere/x)"); do
    if [ -x "$folder/pg_ctl" ] && [ -x "$folder/initdb" ]; then
      echo "$folder"
      return
    fi
  done
  die "PostgreSQL is not installed: apt-get install postgresql, or --no-postgres"
}

# It refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_postgres() {
  local programs home=$dir/postgres
  [ "$postgres" = yes ] && ! alive postgres || return 0
  programs=$(postgres_programs)
  say "PostgreSQL"
  mkdir -p "$home"
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$home"
    runuser -u postgres -- test -w "$home" || die "the account postgres cannot reach $home: give another --dir"
  fi
  if [ ! -e "$home/data/PG_VERSION" ]; then
    as_postgres "$programs/initdb" -D "$home/data" -U actors -A trust -E UTF8 --locale=C >>"$home/setup.log" 2>&1 || die "initdb failed: $home/setup.log"
  fi
  as_postgres "$programs/pg_ctl" start -w -s -D "$home/data" -l "$home/log" \
    -o "-p $(port_of postgres) -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200" ||
    die "PostgreSQL did not start; its log is $home/log"
  "$programs/psql" -qAt -h 127.0.0.1 -p "$(port_of postgres)" -U actors -d postgres \
    -c "SELECT 'CREATE DATABASE actors' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'actors')" |
    "$programs/psql" -q -h 127.0.0.1 -p "$(port_of postgres)" -U actors -d postgres
}

stop_kafka() {
  if [ -e "$dir/kafka/bootstrap" ]; then
    "$(kafka_script)" down --dir "$dir/kafka"
  fi
}
