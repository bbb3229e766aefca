#!/usr/bin/env bash
# Installs a container engine from the distribution's own packages and starts it when none answers. Safe to repeat; does
# nothing when an engine answers. Needs root (or sudo) only where something has to be installed or started.
set -euo pipefail

packages=(docker.io iptables mmdebstrap docker-registry)
log=${BINDERY_DOCKERD_LOG:-/var/log/bindery-dockerd.log}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
answers() { as_root docker info >/dev/null 2>&1; }
installed() { dpkg-query -W -f '${db:Status-Abbrev}\n' "$1" 2>/dev/null | grep -q '^ii'; }

missing=()
for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
if [ ${#missing[@]} -gt 0 ]; then
  echo "docker: installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y \
    --no-install-recommends "${missing[@]}" >/dev/null
fi

if answers; then
  echo "docker: an engine answers"
  exit 0
fi

# A second daemon in one network namespace would remove the first one's bridge: start one only where none runs at all.
if pgrep -x dockerd >/dev/null; then
  echo "docker: dockerd runs but does not answer; see $log" >&2
  exit 1
fi

# The uplink may have a smaller frame than a bridge's default of 1500; packets that do not fit would vanish.
uplink=$(awk '$2 == "00000000" { print $1; exit }' /proc/net/route)
mtu=$(cat "/sys/class/net/$uplink/mtu" 2>/dev/null || echo 1500)
echo "docker: starting dockerd (log: $log)"
as_root sh -c "cd / && setsid nohup dockerd --mtu $mtu --group docker >>'$log' 2>&1 </dev/null &"

for _ in $(seq 150); do
  if answers; then exit 0; fi
  sleep 0.2
done
echo "docker: dockerd did not answer within 30 s; see $log" >&2
exit 1
