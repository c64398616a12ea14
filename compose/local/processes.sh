# Processes that outlive the script, and what is remembered of them. Sourced by local.sh.

die() { echo "local.sh: $*" >&2; exit 2; }

say() { echo "$*" >&2; }

# free_ports <count>: held open while they are chosen, so that no two are the same.
free_ports() {
  command -v python3 >/dev/null || die "python3 is needed to choose free ports: apt-get install python3"
  python3 - "$1" <<'PY'
import socket, sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in held:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in held))
PY
}

# port_of <name>: the port that the name got when the folder was made.
port_of() { sed -n "s/^$1=//p" "$dir/ports"; }

# launch <name> <command>…: a process in a session of its own. Its command line must have $dir in it, by which it is known again.
launch() {
  local home=$dir/$1
  shift
  mkdir -p "$home"
  (cd "$home" && exec setsid "$@") </dev/null >>"$home/log" 2>&1 &
  echo $! >"$home/pid"
  disown $!
}

pid_of() {
  if [ "$1" = postgres ]; then
    head -n 1 "$dir/postgres/data/postmaster.pid" 2>/dev/null
  else
    cat "$dir/$1/pid" 2>/dev/null
  fi
}

# alive <name>: true when it runs; an id that some other process has got since does not count.
alive() {
  local pid
  pid=$(pid_of "$1") && [ -n "$pid" ] && ps -o args= -p "$pid" 2>/dev/null | grep -qF "$dir/"
}

# end <name> <signal> <seconds>: returns when it has ended; what does not within the time is killed.
end() {
  local pid
  alive "$1" || return 0
  pid=$(pid_of "$1")
  kill "-$2" "$pid" 2>/dev/null || return 0
  wait_until "$3" gone "$pid" || { kill -KILL "$pid" 2>/dev/null; wait_until 10 gone "$pid"; }
}

gone() { ! kill -0 "$1" 2>/dev/null; }

# wait_until <seconds> <command>…: true as soon as the command is, false when the time is over.
wait_until() {
  local tries=$(($1 * 20))
  shift
  while ! "$@"; do
    [ $((tries -= 1)) -gt 0 ] || return 1
    sleep 0.05
  done
}

# started <name> <seconds> <command>…: waits for the command to be true; dies with the end of the log if it is not or it has ended.
started() {
  local name=$1 seconds=$2
  shift 2
  ready_or_dead() { "$@" || ! alive "$name"; }
  if ! wait_until "$seconds" ready_or_dead "$@" || ! alive "$name"; then
    tail -n 20 "$dir/$name/log" >&2
    die "$name did not start; its log is $dir/$name/log"
  fi
}

# http_status <port> <path>: nothing where nobody answers.
http_status() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 0
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
    read -r -t 5 _ status _ <&3 && echo "$status"
  ) 2>/dev/null || true
}
