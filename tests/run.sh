#!/usr/bin/env bash
# Runs every test there is and ends with one line of totals; exits non-zero if anything failed.
#
#   bash tests/run.sh [--only dotnet|cluster|compose|web|browser] [--no-install]
#
# Needs the .NET SDK. What else the tests need (servers, Node.js, browsers, openssl) is installed with apt-get on Debian, after
# saying so, when it is missing and this runs as root; --no-install never installs, and skips what cannot run. No server is left
# running, and none that runs already is used or touched, but for the brokers that ACTORS_TEST_KAFKA names. Where Kafka comes from,
# which is told in a line that begins with "kafka:", tests/run/kafka.sh says.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
# shellcheck source=tests/run/tally.sh
source tests/run/tally.sh
# shellcheck source=tests/run/install.sh
source tests/run/install.sh
# shellcheck source=tests/run/servers.sh
source tests/run/servers.sh
# shellcheck source=tests/run/parts.sh
source tests/run/parts.sh

only=all
install=yes
while [ $# -gt 0 ]; do
  case $1 in
    --only) only=${2:-}; shift ;;
    --no-install) install=no ;;
    *) only=unknown ;;
  esac
  shift
done
case $only in
  all | dotnet | cluster | compose | web | browser) ;;
  *) echo "usage: bash tests/run.sh [--only dotnet|cluster|compose|web|browser] [--no-install]" >&2; exit 2 ;;
esac

work=$(mktemp -d -t actors-tests.XXXXXX)
child=
clean_up() {
  # The part that runs is a process group of its own, with all the services and browsers that it started.
  [ -z "$child" ] || kill -KILL -- "-$child" 2>/dev/null
  end_strays
  end_servers
  allow_services
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

wants() { [ "$only" = all ] || [ "$only" = "$1" ]; }

if wants web; then run_web; fi
if [ "$only" != web ]; then build_solution; fi
if wants dotnet || wants cluster || wants compose; then prepare_servers; fi
if wants dotnet; then run_dotnet; fi
if wants cluster; then run_cluster; fi
if wants compose; then run_compose; fi
if wants browser; then run_browser; fi

print_totals
