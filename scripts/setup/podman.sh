#!/usr/bin/env bash
# Starts Podman's API as a second container engine beside Docker, with a configuration, a storage and a socket of its
# own, so that nothing of it meets what the machine's Podman may have. Safe to repeat; does nothing when it answers.
set -euo pipefail
. "$(dirname "$0")/versions.sh"

packages=(podman runc conmon catatonit containernetworking-plugins golang-github-containers-common)
place=/run/bindery-podman
socket=$place/podman.sock
storage=/var/lib/bindery-podman
log=${BINDERY_PODMAN_LOG:-/var/log/bindery-podman.log}

answers() { as_root curl -fs --max-time 5 --unix-socket "$socket" http://d/_ping >/dev/null 2>&1; }
installed() { dpkg-query -W -f '${db:Status-Abbrev}\n' "$1" 2>/dev/null | grep -q '^ii'; }

missing=()
for package in "${packages[@]}" curl; do installed "$package" || missing+=("$package"); done
if [ ${#missing[@]} -gt 0 ]; then
  echo "podman: installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y \
    --no-install-recommends "${missing[@]}" >/dev/null
fi

if answers; then
  echo "podman: its service answers"
  exit 0
fi

as_root mkdir -p "$place" "$storage"
# The limits are those that this machine's own processes have: more cannot be given. runc works with every layout of
# control groups, and without systemd there is neither its cgroup manager nor its journal.
as_root tee "$place/containers.conf" >/dev/null <<CONF
[containers]
default_ulimits = ["nofile=$(ulimit -Hn):$(ulimit -Hn)", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONF
echo "podman: starting its service (log: $log)"
# From a folder that stays: it starts programs of its own, which need one.
as_root sh -c "cd / && CONTAINERS_CONF=$place/containers.conf setsid nohup podman --root $storage --runroot $place/run \
  --tmpdir $place/tmp system service --time=0 unix://$socket >>'$log' 2>&1 </dev/null &"
for _ in $(seq 100); do
  if answers; then
    # Like Docker's: who may use the one engine may use the other.
    as_root chgrp docker "$place" "$socket"
    as_root chmod 750 "$place"
    as_root chmod 660 "$socket"
    exit 0
  fi
  sleep 0.2
done
echo "podman: its service did not answer within 20 s; see $log" >&2
exit 1
