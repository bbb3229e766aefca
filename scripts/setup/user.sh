#!/usr/bin/env bash
# The user that runs the layers which run repositories' code. Its uid is neither root's nor that of the user in base
# images (1000): a test that passes for either by accident fails for it.
set -euo pipefail
. "$(dirname "$0")/versions.sh"

name=bindery-test
uid=4321

if getent passwd "$name" >/dev/null; then
  echo "user: $name is there"
else
  while getent passwd "$uid" >/dev/null || getent group "$uid" >/dev/null; do uid=$((uid + 1)); done
  echo "user: making $name ($uid)"
  as_root groupadd --gid "$uid" "$name"
  as_root useradd --uid "$uid" --gid "$uid" --create-home --home-dir "/home/$name" --shell /bin/sh "$name"
fi
# The engine's socket belongs to this group; docker.sh has made it.
if getent group docker >/dev/null && ! id -nG "$name" | grep -qw docker; then
  as_root usermod --append --groups docker "$name"
fi
