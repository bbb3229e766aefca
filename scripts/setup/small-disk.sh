#!/usr/bin/env bash
# A file system of a few megabytes in memory, which the test user may fill: what happens when a disk is full is tested
# with a disk that is. It is gone after a restart of the machine. Where mounting is not allowed (an unprivileged
# container), the tests that need it are skipped.
set -euo pipefail
. "$(dirname "$0")/versions.sh"

disk=$parts/small-disk
owner=$(id -u bindery-test 2>/dev/null || id -u)

if mountpoint -q "$disk"; then
  echo "small disk: $disk is there"
  exit 0
fi
echo "small disk: mounting $disk"
mkdir -p "$disk"
as_root mount -t tmpfs -o "size=96m,mode=0700,uid=$owner,nosuid,nodev" bindery-small-disk "$disk"
