# Installs what a part of the tests needs. Sourced by tests/run.sh.

updated=no

# needs <command> <Debian packages>: true when the command is there, after installing it where that may be done.
needs() {
  local command=$1
  shift
  command -v "$command" >/dev/null && return 0
  if [ "$install" = no ]; then
    return 1
  fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "$command is missing, and can only be installed here as root on Debian: apt-get install $*"
    return 1
  fi
  if [ "$updated" = no ]; then
    echo "Installing what the tests need: apt-get update"
    apt-get update -qq || return 1
    updated=yes
  fi
  echo "Installing what the tests need: apt-get install $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$work/apt.log" 2>&1 || {
    tail -n 20 "$work/apt.log"
    return 1
  }
  command -v "$command" >/dev/null
}

# cannot <part> <reason>: a part that cannot run has failed, unless nothing was to be installed.
cannot() {
  if [ "$install" = no ]; then
    skip "$1" "$2"
  else
    fail "$1: $2"
  fi
}
