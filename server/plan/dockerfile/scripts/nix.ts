import { toolsMount } from '../mounts';

const wrapper = String.raw`#!/bin/bash
# Runs its arguments in the shell of the repository's default.nix, through its start script where it has one.
folder=$REPO_DIR
for name in binder .binder; do
  [ ! -d "$REPO_DIR/$name" ] || folder=$REPO_DIR/$name
done
if [ -f "$folder/start" ]; then
  start=$folder/start
  # A repository may forget the executable bit, and what is mounted is not ours to change.
  if [ ! -x "$start" ]; then
    start=$(mktemp)
    cp "$folder/start" "$start" && chmod 755 "$start"
  fi
  set -- "$start" "$@"
fi
printf -v words '%q ' "$@"
# nix wants a home and a state that belong to whoever runs it. Everything in the store is made, and stays where it is.
if [ ! -O /nix/var/nix/db ]; then
  printf -v words '%q ' env "HOME=$HOME" "$@"
  own=/tmp/.nix-$(id -u)
  [ -d "$own" ] || { mkdir -p "$own/home" && cp -r /nix/var/nix "$own/state"; }
  export HOME=$own/home NIX_STATE_DIR=$own/state NIX_LOG_DIR=$own/log
fi
# A derivation without a standard environment leaves PATH to the shell alone.
exec nix-shell "$folder/default.nix" --run "export PATH; exec $words"
`;

const prepareNix = String.raw`# Makes the store /nix, which the account owns, the settings, and the wrapper that enters the repository's shell. The
# entry point needs a python3, whatever that shell has.
set -eu
command -v python3 >/dev/null && command -v curl >/dev/null && command -v xz >/dev/null &&
  [ -f /etc/ssl/certs/ca-certificates.crt ] ||
  sh ${toolsMount}/apt-install ca-certificates curl python3-minimal xz-utils
mkdir -p /nix
chown -R "$NB_UID:$NB_UID" /nix
mkdir -p /etc/nix
# A container may not make the namespaces of nix's sandbox, and one account builds everything.
printf 'sandbox = false\nbuild-users-group =\n' >>/etc/nix/nix.conf
cp ${toolsMount}/nix-shell-wrapper /usr/local/bin/nix-shell-wrapper
chmod 755 /usr/local/bin/nix-shell-wrapper
`;

const installNix = String.raw`# Installs nix $1 for the account. Expects NIX_URL; $2 has its digests by architecture.
set -eu
work=$(mktemp -d)
sh ${toolsMount}/fetch "$NIX_URL" "$work/nix.tar.xz" "$2" "version=$1"
tar -xJf "$work/nix.tar.xz" -C "$work" --strip-components 1
sh "$work/install" --no-daemon --no-channel-add --no-modify-profile
rm -r "$work"
nix-shell --version
`;

const installSystemNix = String.raw`# Uses the nix of the base, or installs the one of its distribution.
set -eu
command -v nix-shell >/dev/null || sh ${toolsMount}/apt-install nix-bin
nix-shell --version
`;

const nixShell = String.raw`# Makes everything that the shell of the file $1 needs. Expects NIXPKGS_URL.
set -eu
umask 022
# A file that names its packages itself needs no channel; one that does not fails below and says so.
if ! { nix-channel --add "$NIXPKGS_URL" nixpkgs && nix-channel --update; }; then
  echo 'bindery: the channel nixpkgs cannot be had; going on without it.' >&2
fi
nix-shell "$1" --run true
# For sessions of another account that is of the same group: they copy the state, and may add to the store.
chmod -R g+rX /nix/var
chmod 2775 /nix/store
`;

/** Nix and its shells. By file name. */
export const nixScripts: Readonly<Record<string, string>> = {
  'nix-shell-wrapper': wrapper,
  'prepare-nix': prepareNix,
  'install-nix': installNix,
  'install-system-nix': installSystemNix,
  'nix-shell': nixShell,
};
