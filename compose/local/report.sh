# Says what runs and where. Sourced by local.sh.

# known: every process that belongs to the cluster, one name a line.
known() {
  if [ -z "$kafka" ] && [ "$brokers" -gt 0 ]; then seq -f 'kafka/%g' "$brokers"; fi
  [ "$redis" = no ] || echo redis
  [ "$postgres" = no ] || echo postgres
  node_names
  [ "$nginx" = no ] || echo nginx
}

# address_of <name>
address_of() {
  case $1 in
    kafka/*) cut -d, -f"${1#kafka/}" "$dir/kafka/bootstrap" 2>/dev/null ;;
    nginx) echo "https://localhost:$(port_of nginx)" ;;
    node-*) echo "http://127.0.0.1:$(port_of "$1")" ;;
    *) echo "127.0.0.1:$(port_of "$1")" ;;
  esac
}

state_of() {
  if ! alive "$1"; then
    echo stopped
  elif [[ $1 = node-* ]]; then
    if is_ready "$1"; then echo ready; else echo unready; fi
  else
    echo running
  fi
}

report() {
  local name state
  if [ "$json" = yes ]; then
    report_json
    return
  fi
  for name in $(known); do
    state=$(state_of "$name")
    printf '%-10s %-8s %-32s %s\n' "$name" "$state" "$(address_of "$name")" "$([ "$state" = stopped ] || echo "pid $(pid_of "$name")")"
  done
  echo "data and logs: $dir"
}

# {"dir":…,"kafka":"host:port,…","processes":[{"name","state","address","pid","log"}]}
report_json() {
  local name state separator='' servers=''
  if [ -n "$kafka" ] || [ -e "$dir/kafka/bootstrap" ]; then servers=$(bootstrap_servers); fi
  printf '{"dir":"%s","kafka":"%s","processes":[' "$dir" "$servers"
  for name in $(known); do
    state=$(state_of "$name")
    printf '%s{"name":"%s","state":"%s","address":"%s","pid":%s,"log":"%s"}' "$separator" "$name" "$state" "$(address_of "$name")" \
      "$([ "$state" = stopped ] && echo null || pid_of "$name")" "$dir/$name/log"
    separator=,
  done
  printf ']}\n'
}
