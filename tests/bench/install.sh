#!/usr/bin/env bash
# Installs nginx with the nchan module and Redis from the distribution (Debian), for the bench to measure beside the service.
# The bench starts servers of its own on free ports; the distribution's services are stopped.
set -euo pipefail
echo "Installing nginx-light, libnginx-mod-nchan and redis-server with apt-get."
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nginx-light libnginx-mod-nchan redis-server
for service in nginx redis-server; do service "$service" stop || true; done
