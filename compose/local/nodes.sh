# The nodes, nginx in front of them, and the order in which all of it starts and stops. Sourced by local.sh.

# Another build than this project's can be named, as for the browser tests.
readonly program=${ACTORS_SERVICE:-$root/src/Actors.Service/bin/Release/net10.0/Actors.Service.dll}

# Longer than streams and jobs get to end: Node:StreamDrainTime, Shards:DrainTimeout, Shards:LeaveTimeout.
readonly leave_seconds=45

node_names() { seq -f 'node-%g' "$nodes"; }

up() {
  remember
  # What fails half way leaves nothing behind, unless something ran before.
  any_alive || trap 'say "Stopping what was started"; down' EXIT
  if [ "$build" = yes ] && [ -z "${ACTORS_SERVICE:-}" ]; then build_service; fi
  [ -e "$program" ] || die "$program is missing: run without --no-build"
  start_kafka
  start_redis
  start_postgres
  local node
  for node in $(node_names); do start_node "$node"; done
  for node in $(node_names); do started "$node" 90 is_ready "$node"; done
  start_nginx
  trap - EXIT
  report
}

any_alive() {
  local name
  for name in $(known); do
    if alive "$name"; then return 0; fi
  done
  return 1
}

# The options of the first up are kept, so that all later calls mean the same cluster.
remember() {
  local chosen ports i=0 names
  chosen=$(declare -p nodes brokers kafka redis postgres nginx settings)
  if [ -e "$dir/options" ]; then
    [ "$chosen" = "$(defaults)" ] || [ "$chosen" = "$(cat "$dir/options")" ] ||
      die "$dir holds a cluster with other options: give another --dir, or take that one down with --delete"
    recall
    return
  fi
  mapfile -t names < <(node_names; printf '%s\n' redis postgres nginx)
  read -r -a ports <<<"$(free_ports ${#names[@]})"
  for i in "${!names[@]}"; do
    [ "${names[i]}" != nginx ] || (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || ports[i]=$port
    echo "${names[i]}=${ports[i]}"
  done >"$dir/ports"
  (umask 077 && head -c 32 /dev/urandom | base64 >"$dir/ticket-secret")
  echo "$chosen" >"$dir/options"
}

defaults() {
  local nodes=3 brokers=1 kafka='' redis=yes postgres=yes nginx=yes settings=()
  declare -p nodes brokers kafka redis postgres nginx settings
}

recall() {
  [ -e "$dir/options" ] || die "nothing is at $dir; see --dir"
  # shellcheck source=/dev/null
  eval "$(sed 's/^declare /declare -g /' "$dir/options")"
}

build_service() {
  command -v dotnet >/dev/null || die "the .NET SDK is not installed"
  say "Building the service"
  dotnet build "$root/src/Actors.Service" -c Release -v quiet -nologo -clp:NoSummary >&2 || die "the service does not build"
}

start_node() {
  local setting arguments=()
  ! alive "$1" || return 0
  say "$1"
  arguments=(
    --Node:Name="$1"
    --Urls="http://127.0.0.1:$(port_of "$1")"
    --Data:Directory="$dir/$1/data"
  )
  if [ -n "$kafka" ] || [ "$brokers" -gt 0 ]; then
    arguments+=(--Log:Kind=kafka --Kafka:BootstrapServers="$(bootstrap_servers)")
    if [ "$redis" = yes ]; then
      arguments+=(--Live:Kind=redis --Redis:Configuration="127.0.0.1:$(port_of redis)")
    else
      arguments+=(--Live:Kind=log)
    fi
    if [ "$postgres" = yes ]; then
      arguments+=(--History:Kind=postgres "--Postgres:ConnectionString=Host=127.0.0.1;Port=$(port_of postgres);Username=actors;Database=actors")
    fi
  fi
  for setting in "${settings[@]}"; do arguments+=("--$setting"); done
  # What one node signs, the others have to know. nginx says which scheme a request came by.
  launch "$1" env Auth__TicketSecret="$(cat "$dir/ticket-secret")" ASPNETCORE_FORWARDEDHEADERS_ENABLED=true \
    dotnet "$program" "${arguments[@]}"
}

is_ready() { [ "$(http_status "$(port_of "$1")" /health/ready)" = 200 ]; }

start_nginx() {
  local node list=''
  [ "$nginx" = yes ] && ! alive nginx || return 0
  if ! command -v nginx >/dev/null || ! command -v openssl >/dev/null; then
    say "nginx or openssl is not installed (apt-get install nginx openssl): the nodes are reached directly"
    return 0
  fi
  say "nginx"
  mkdir -p "$dir/nginx"
  "$here/nginx/certificate.sh" "$dir/nginx"
  for node in $(node_names); do list+="server 127.0.0.1:$(port_of "$node") max_fails=2 fail_timeout=2s; "; done
  "$here/nginx/render.sh" "$dir/nginx" "listen 127.0.0.1:$(port_of nginx) ssl http2;" "$list"
  launch nginx nginx -p "$dir/nginx" -c "$dir/nginx/nginx.conf" -g 'daemon off;'
  started nginx 20 nginx_listens
}

nginx_listens() { (exec 3<>"/dev/tcp/127.0.0.1/$(port_of nginx)") 2>/dev/null; }

start_one() {
  case $1 in
    node-*) is_known "$1"; start_node "$1"; started "$1" 90 is_ready "$1" ;;
    kafka/*) is_known "$1"; start_broker "${1#kafka/}" ;;
    kafka | redis | postgres | nginx) "start_$1" ;;
    *) die "no such name: node-1 …, kafka, kafka/1 …, redis, postgres, nginx" ;;
  esac
}

# stop_one <name> <signal>
stop_one() {
  case $1 in
    node-*) is_known "$1"; end "$1" "$2" "$leave_seconds" ;;
    redis) end "$1" "$2" 10 ;;
    nginx) end "$1" "${2/TERM/QUIT}" 15 ;;
    postgres) end "$1" "$(if [ "$2" = TERM ]; then echo INT; else echo QUIT; fi)" 15 ;;
    kafka/*) is_known "$1"; end_broker "${1#kafka/}" "$2" ;;
    kafka) end_brokers "$2" ;;
    *) die "no such name: node-1 …, kafka, kafka/1 …, redis, postgres, nginx" ;;
  esac
}

is_known() { known | grep -x "$1" >/dev/null || die "there is no $1"; }

roll() {
  local node
  for node in $(node_names); do
    say "$node leaves"
    stop_one "$node" TERM
    start_one "$node"
  done
  report
}

down() {
  local node
  end nginx QUIT 5
  for node in $(node_names); do alive "$node" && kill -TERM "$(pid_of "$node")" || true; done
  for node in $(node_names); do end "$node" TERM "$leave_seconds"; done
  end redis TERM 10
  end postgres INT 15
  stop_kafka
  if [ "$delete" = yes ]; then rm -rf "$dir"; fi
}
