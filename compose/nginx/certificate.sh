#!/bin/sh
# Makes a self-signed certificate for localhost where there is none: for trying things out, not for users.
#   certificate.sh [folder]     default: $ACTORS_CERTIFICATES
set -eu
folder=${1:-$ACTORS_CERTIFICATES}
[ ! -s "$folder/actors.crt" ] || exit 0
mkdir -p "$folder"
umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=localhost \
  -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1' \
  -keyout "$folder/actors.key" -out "$folder/actors.crt" 2>/dev/null
