import { toolsMount } from '../mounts';

const fillIn = String.raw`# Prints the address $1 with its places filled in; NAME=VALUE arguments after it fill in others.
set -eu
address=$1
shift
. /etc/os-release
arch=$(dpkg --print-architecture 2>/dev/null || true)
machine=$(uname -m)
short=$machine
[ "$machine" != x86_64 ] || short=x64
version=$(printf '%s' "${'$'}{VERSION_ID:-}" | tr -d .)
for pair in "arch=$arch" "machine=$machine" "machineShort=$short" "distribution=${'$'}{ID:-linux}-$version" \
  "codename=${'$'}{VERSION_CODENAME:-}" "$@"; do
  value=$(printf '%s' "${'$'}{pair#*=}" | sed 's/[&|\\]/\\&/g')
  address=$(printf '%s' "$address" | sed "s|{${'$'}{pair%%=*}}|$value|g")
done
printf '%s\n' "$address"
`;

const fetch = String.raw`# Fetches the address $1 into the file $2. $3 names its SHA-256 by architecture (amd64=…,arm64=…) or is empty;
# NAME=VALUE arguments after it fill in places of the address.
set -eu
address=$1
file=$2
digests=$3
shift 3
command -v curl >/dev/null || sh ${toolsMount}/apt-install ca-certificates curl
address=$(sh ${toolsMount}/fill-in "$address" "$@")
echo "bindery: fetching $address"
curl -fsSL --retry 3 --output "$file" "$address"
arch=$(dpkg --print-architecture 2>/dev/null || uname -m)
digest=$(printf '%s' "$digests" | tr , '\n' | sed -n "s/^$arch=//p")
[ -z "$digest" ] || printf '%s  %s\n' "$digest" "$file" | sha256sum --check --quiet -
`;

/** How toolchains that no package index has are fetched. By file name. */
export const fetchScripts: Readonly<Record<string, string>> = {
  'fill-in': fillIn,
  fetch,
};
