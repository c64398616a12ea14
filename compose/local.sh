#!/usr/bin/env bash
# Starts on this machine, without containers, the cluster that compose.yaml describes: Kafka, Redis, PostgreSQL, nodes, nginx.
#
#   local.sh up [options]          starts what does not run yet, and prints where everything is
#   local.sh status [--json]       what runs, with ports and process ids
#   local.sh stop|start NAME       one of them (node-2, redis, kafka/1, …; kafka: all brokers), in order; kill NAME: at once
#   local.sh roll                  a rolling restart of the nodes
#   local.sh down [--delete]       stops everything; the data stays unless --delete is given
#
#   --dir D          where data, logs and process ids are (default: actors-local in the temporary folder)
#   --nodes N        how many nodes (3)            --port P      nginx's port (8443, or a free one)
#   --brokers N      how many Kafka brokers (1)    --kafka H:P   uses these brokers instead
#   --set Key=value  a setting of the nodes        --embedded    one node on SQLite, without servers
#   --no-redis, --no-postgres, --no-nginx          --no-build    uses the build that is there
#   --json           for programs
#
# The options of the first up hold for its folder. Kafka is looked for in $ACTORS_TEST_KAFKA_HOME and in shared/kafka beside the
# project.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
# shellcheck source=compose/local/processes.sh
source "$here/local/processes.sh"
# shellcheck source=compose/local/servers.sh
source "$here/local/servers.sh"
# shellcheck source=compose/local/nodes.sh
source "$here/local/nodes.sh"
# shellcheck source=compose/local/report.sh
source "$here/local/report.sh"

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit "$1"; }

verb=${1:-}
[ -n "$verb" ] || usage 2
case $verb in help | --help | -h) usage 0 ;; esac
shift
dir=${TMPDIR:-/tmp}/actors-local
nodes='' brokers='' port=8443 kafka='' redis=yes postgres=yes nginx=yes embedded=no build=yes json=no delete=no name=''
settings=()
while [ $# -gt 0 ]; do
  case $1 in
    --dir | --nodes | --brokers | --port | --kafka | --set)
      [ $# -gt 1 ] || die "$1 needs a value"
      case $1 in
        --dir) dir=$2 ;;
        --nodes) nodes=$2 ;;
        --brokers) brokers=$2 ;;
        --port) port=$2 ;;
        --kafka) kafka=$2 ;;
        --set) settings+=("$2") ;;
      esac
      shift
      ;;
    --embedded) embedded=yes ;;
    --no-redis) redis=no ;;
    --no-postgres) postgres=no ;;
    --no-nginx) nginx=no ;;
    --no-build) build=no ;;
    --delete) delete=yes ;;
    --json) json=yes ;;
    -*) die "unknown option $1; see: $0 help" ;;
    *) [ -z "$name" ] || die "one name at a time"; name=$1 ;;
  esac
  shift
done
if [ "$embedded" = yes ]; then
  [[ ${nodes:-1} = 1 && -z $brokers$kafka ]] || die "--embedded is one node with a log of its own: leave --nodes, --brokers and --kafka out"
  nodes=1 brokers=0 redis=no postgres=no
else
  [[ ${nodes:=3} =~ ^[1-9][0-9]?$ ]] || die "--nodes must be 1 to 99"
  [[ ${brokers:=1} =~ ^[1-9]$ ]] || die "--brokers must be 1 to 9; --embedded needs none"
fi
[ "$verb" = up ] || [ -d "$dir" ] || die "nothing is at $dir; see --dir"
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

case $verb in
  up) up ;;
  status) recall; report ;;
  start) recall; start_one "$name" ;;
  stop) recall; stop_one "$name" TERM ;;
  kill) recall; stop_one "$name" KILL ;;
  roll) recall; roll ;;
  down) recall; down ;;
  *) usage 2 ;;
esac
