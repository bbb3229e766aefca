import { cacheMount, toolsMount } from '../mounts';

const aptInstall = String.raw`# Installs the Debian packages $@. Downloads and lists are kept in the cache where one is mounted, never in the image.
set -eu
cache=${cacheMount}
[ -d "$cache" ] || cache=$(mktemp -d)
mkdir -p "$cache/archives/partial" "$cache/lists/partial"
apt() {
  apt-get -q -o Dir::Cache="$cache" -o Dir::State::lists="$cache/lists" -o APT::Keep-Downloaded-Packages=true \
    -o APT::Sandbox::User=root "$@"
}
apt update
[ $# -eq 0 ] || apt install --yes --no-install-recommends "$@"
[ "$cache" = ${cacheMount} ] || rm -rf "$cache"
`;

const addAuthorities = String.raw`# Puts the certificate authorities of the folder $1 into the image's trust store.
set -eu
command -v update-ca-certificates >/dev/null || sh ${toolsMount}/apt-install ca-certificates
mkdir -p /usr/local/share/ca-certificates
cp "$1"/*.crt /usr/local/share/ca-certificates/
update-ca-certificates
`;

const makeLocale = String.raw`# Makes the locale en_US.UTF-8.
set -eu
command -v locale-gen >/dev/null || sh ${toolsMount}/apt-install locales
echo 'en_US.UTF-8 UTF-8' >/etc/locale.gen
locale-gen
`;

const makeAccount = String.raw`# Makes the account NB_USER with uid and gid NB_UID and its folders; renames who has that uid or gid already.
set -eu
group=$(getent group "$NB_UID" | cut -d: -f1)
if [ -z "$group" ]; then
  groupadd --gid "$NB_UID" "$NB_USER"
elif [ "$group" != "$NB_USER" ]; then
  groupmod --new-name "$NB_USER" "$group"
fi
account=$(getent passwd "$NB_UID" | cut -d: -f1)
if [ -z "$account" ]; then
  useradd --uid "$NB_UID" --gid "$NB_UID" --no-log-init --create-home --home-dir "$HOME" --shell /bin/bash "$NB_USER"
elif [ "$account" != "$NB_USER" ]; then
  usermod --login "$NB_USER" --gid "$NB_UID" --home "$HOME" --move-home --shell /bin/bash "$account"
fi
# Group-writable, so that a session that runs as the owner of a mounted folder can write here as a member of the group.
install -d -m 2775 -o "$NB_UID" -g "$NB_UID" "$HOME" "$@"
chmod -R g+rwX "$HOME"
`;

const makeLogin = String.raw`# Makes the repository's folder, and lets a login shell have the image's PATH, which /etc/profile would take away.
set -eu
install -d -m 2775 -o "$NB_UID" -g "$NB_UID" "$REPO_DIR"
{
  printf 'export PATH="%s"\n' "$PATH"
  # Activation runs the scripts of packages and sets their variables. It would also put its environment first on PATH,
  # before the person's own folders and, where the kernel has an environment of its own, before the server's.
  [ $# -eq 0 ] || printf '. "%s/etc/profile.d/conda.sh"\nconda activate "%s"\nexport PATH="%s"\n' \
    "$CONDA_DIR" "$1" "$PATH"
} >/etc/profile.d/bindery.sh
`;

/** What every image needs, whatever its language. By file name. */
export const baseScripts: Readonly<Record<string, string>> = {
  'apt-install': aptInstall,
  'add-authorities': addAuthorities,
  'make-locale': makeLocale,
  'make-account': makeAccount,
  'make-login': makeLogin,
};
