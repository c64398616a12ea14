# Installs what a part of the tests needs. Sourced by tests/run.sh.

updated=no
readonly policy=/usr/sbin/policy-rc.d
policy_is_ours=no

# needs <command> <Debian packages>: true when the command is there, after installing it where that may be done.
needs() {
  local command=$1
  shift
  provide "$command" "command -v $command" "$@"
}

# provide <what> <test> <Debian packages>: true when the test (a command and its words) holds, after installing where that may be done.
provide() {
  local what=$1 holds=$2
  shift 2
  $holds >/dev/null && return 0
  if [ "$install" = no ]; then
    return 1
  fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "$what is missing, and can only be installed here as root on Debian: apt-get install $*"
    return 1
  fi
  if [ "$updated" = no ]; then
    echo "Installing what the tests need: apt-get update"
    apt-get update -qq || return 1
    updated=yes
  fi
  echo "Installing what the tests need: apt-get install $*"
  forbid_services
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$work/apt.log" 2>&1 || {
    tail -n 20 "$work/apt.log"
    allow_services
    return 1
  }
  allow_services
  $holds >/dev/null
}

# Debian starts a server when it installs it, unless this says no. The tests start servers of their own; one that was there before
# goes on as it was.
forbid_services() {
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    policy_is_ours=yes
  fi
}

allow_services() {
  [ "$policy_is_ours" = no ] || rm -f "$policy"
  policy_is_ours=no
}

# cannot <part> <reason>: a part that cannot run has failed, unless nothing was to be installed.
cannot() {
  if [ "$install" = no ]; then
    skip "$1" "$2"
  else
    fail "$1: $2"
  fi
}
