#!/usr/bin/env bash
# Makes the base image that the engine tests build upon, from the distribution's own packages: no registry is asked.
# It stands in for the public base: git, locales, a Python without pip and venv, and a user that already has uid 1000
# (which a build must rename). The machine's own certificate authorities are in it, so that builds behind a proxy that
# inspects TLS work. Kept as a tar in $BINDERY_PARTS, so that a second setup only loads it.
set -euo pipefail

repo=$(cd "$(dirname "$0")/../.." && pwd)
parts=${BINDERY_PARTS:-$repo/.parts}
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:?}")
image=bindery-base:$suite
archive=$parts/bindery-base-$suite.tar

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

if docker image inspect "$image" >/dev/null 2>&1; then
  echo "base image: $image is there"
  exit 0
fi
mkdir -p "$parts"
if [ -f "$archive" ]; then
  echo "base image: loading $archive"
  docker load -qi "$archive" >/dev/null
  exit 0
fi

# The mirrors this machine itself installs from, as apt understood them.
mirrors=$(apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) $(COMPONENT)' \
  'Created-By: Packages' 'Origin: Debian' | sort -u)
if ! grep -q " $suite " <<<"$mirrors"; then
  echo "base image: apt knows no Debian mirror for $suite; run apt-get update first" >&2
  exit 1
fi

echo "base image: making $image from Debian packages"
work=$(mktemp -d)
trap 'as_root rm -rf "$work"' EXIT
add_authorities='mkdir -p "$1/usr/local/share/ca-certificates"
  cp /usr/local/share/ca-certificates/*.crt "$1/usr/local/share/ca-certificates/" 2>/dev/null || true
  chroot "$1" update-ca-certificates >/dev/null'
as_root mmdebstrap --quiet --variant=minbase --include=ca-certificates,git,locales,python3 \
  --customize-hook="$add_authorities" \
  --customize-hook='chroot "$1" useradd --create-home --shell /bin/bash --uid 1000 debian' \
  --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin "$1"/var/log/*.log' \
  "$suite" "$work/root.tar" - <<<"$mirrors"
docker import --change 'CMD ["bash"]' "$work/root.tar" "$image" >/dev/null
docker save "$image" -o "$work/image.tar"
mv "$work/image.tar" "$archive.part"
mv "$archive.part" "$archive"
