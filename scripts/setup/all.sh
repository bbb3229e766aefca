#!/usr/bin/env bash
# npm run test:setup: gets what the engine and editor layers need, and only what is not there yet. Debian, as root or
# with sudo. Nothing of it is a dependency of the project.
set -euo pipefail
. "$(dirname "$0")/versions.sh"

if ! command -v apt-get >/dev/null; then
  echo "test:setup knows Debian only. By hand: Docker, Chromium, bubblewrap and the scripts in $setup_dir." >&2
  exit 1
fi
if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
  echo "test:setup installs packages, starts the engine and makes a user: run it as root, or allow sudo." >&2
  exit 1
fi

bash "$setup_dir/packages.sh"
bash "$setup_dir/docker.sh"
bash "$setup_dir/user.sh"
bash "$setup_dir/small-disk.sh" || echo "small disk: cannot be mounted here; the tests of a full disk are skipped" >&2
bash "$setup_dir/base-image.sh"
bash "$setup_dir/podman.sh" || echo "podman: cannot run here; its tests are skipped" >&2
bash "$setup_dir/code-server.sh"
