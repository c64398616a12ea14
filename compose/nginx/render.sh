#!/usr/bin/env bash
# Writes nginx.conf into a folder, which also holds the certificate and what nginx writes.
#   render.sh <folder> <listen directives> <server directives>
# shellcheck disable=SC2016
set -euo pipefail
text=$(cat "$(dirname "$0")/nginx.conf.template")
text=${text//'${ACTORS_RUN}'/"$1"}
text=${text//'${ACTORS_CERTIFICATES}'/"$1"}
text=${text//'${ACTORS_LOG}'/"$1/access.log"}
text=${text//'${ACTORS_LISTEN}'/"$2"}
text=${text//'${ACTORS_NODES}'/"$3"}
echo "$text" >"$1/nginx.conf"
