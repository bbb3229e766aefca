#!/usr/bin/env bash
# The distribution's packages that the tests need beside the engine's own (docker.sh): a browser with a font to draw
# with, bubblewrap for the host engine, a compiler for one module of the editor, and what a minimal machine may lack of
# the everyday tools.
set -euo pipefail
. "$(dirname "$0")/versions.sh"

packages=(bubblewrap ca-certificates chromium fonts-dejavu-core g++ git make procps python3 util-linux)

installed() { dpkg-query -W -f '${db:Status-Abbrev}\n' "$1" 2>/dev/null | grep -q '^ii'; }

missing=()
for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
if [ ${#missing[@]} = 0 ]; then
  echo "packages: all there"
  exit 0
fi
echo "packages: installing ${missing[*]}"
as_root apt-get update -qq
as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y \
  --no-install-recommends "${missing[@]}" >/dev/null
