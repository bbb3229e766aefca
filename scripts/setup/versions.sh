# Versions of the fetched parts, in one place. Sourced by the scripts beside it.
# The editor is VS Code 1.139.1; its server needs Node 24, which the packages are tried on as well.
node24_version=24.21.0
code_server_version=4.139.1

setup_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$setup_dir/../.." && pwd)
parts=${BINDERY_PARTS:-$repo/.parts}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
