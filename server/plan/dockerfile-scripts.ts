/**
 * Scripts that a Dockerfile's steps run, for any POSIX shell. They stand in the tools image (or in the Dockerfile's own
 * first stage) and are mounted where they are needed: none of them is in the finished image. Each says in its first
 * lines what it expects.
 */

/** Where the tools are mounted during a step. */
export const toolsMount = '/run/bindery/tools';
/** Where index and proxy settings are mounted during a step. */
export const settingsMount = '/run/bindery/settings';
/** Where package caches are mounted during a step. */
export const cacheMount = '/run/bindery/cache';

/** Where the entry point and the entry script stand in the finished image. */
export const entryFolder = '/usr/local/bin';

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

const makeVenv = String.raw`# Makes the Python environment $1 from the base's own python3.
set -eu
umask 002
python=$(PATH=/usr/local/bin:/usr/bin:/bin command -v python3) || {
  echo 'The base image has no python3: build with the toolchain "managed", or upon another base.' >&2
  exit 1
}
UV_PYTHON_DOWNLOADS=never ${toolsMount}/uv --no-cache venv --no-project --python "$python" "$1"
mkdir -p "$CONDA_DIR/bin"
for name in conda mamba micromamba; do
  printf '#!/bin/sh\necho "%s: not in this image, which was built with the toolchain \\"system\\"." >&2\nexit 1\n' \
    "$name" >"$CONDA_DIR/bin/$name"
  chmod 775 "$CONDA_DIR/bin/$name"
done
chown -R "$NB_UID:$NB_UID" "$CONDA_DIR"
`;

const makeConda = String.raw`# Makes CONDA_DIR, with conda, mamba and nodejs, from conda-forge. Expects MICROMAMBA_URL.
set -eu
umask 002
command -v curl >/dev/null && command -v bzip2 >/dev/null || sh ${toolsMount}/apt-install bzip2 ca-certificates curl
work=$(mktemp -d)
curl -fsSL --retry 3 "$MICROMAMBA_URL" >"$work/micromamba.tar.bz2"
tar -xjf "$work/micromamba.tar.bz2" -C "$work" bin/micromamba
export MAMBA_ROOT_PREFIX="$work/root"
"$work/bin/micromamba" create --yes --quiet --prefix "$CONDA_DIR" --override-channels --channel conda-forge \
  conda=26.3.2 mamba=2.8.1 nodejs=20
printf 'channels:\n  - conda-forge\nauto_update_conda: false\nshow_channel_urls: true\n' >"$CONDA_DIR/.condarc"
rm -rf "$work" "$CONDA_DIR/pkgs"
chown -R "$NB_UID:$NB_UID" "$CONDA_DIR"
`;

const makeCondaPython = String.raw`# Makes the conda environment $1 with Python $2 and pip.
set -eu
umask 002
"$CONDA_DIR/bin/mamba" create --yes --quiet --prefix "$1" --override-channels --channel conda-forge "python=$2" pip
"$CONDA_DIR/bin/mamba" clean --all --yes --quiet
chown -R "$NB_UID:$NB_UID" "$1"
`;

const pipInstall = String.raw`# Installs what the arguments after $1 name into the Python environment $1: by uv, and by pip where uv refuses.
set -eu
umask 002
prefix=$1
shift
[ ! -f ${settingsMount}/installer.sh ] || . ${settingsMount}/installer.sh
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
  export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt PIP_CERT=/etc/ssl/certs/ca-certificates.crt
fi
if [ -d ${cacheMount} ]; then
  export UV_CACHE_DIR=${cacheMount}/uv PIP_CACHE_DIR=${cacheMount}/pip
else
  export UV_NO_CACHE=1 PIP_NO_CACHE_DIR=1
fi
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
uv_install() {
  ${toolsMount}/uv pip install --python "$prefix/bin/python" --compile-bytecode --link-mode copy \
    --index-strategy unsafe-best-match "$@"
}
if uv_install "$@"; then
  installer=uv
else
  echo 'bindery: uv refused this installation; asking pip for the same.' >&2
  "$prefix/bin/python" -m pip --version >/dev/null 2>&1 || uv_install pip
  "$prefix/bin/python" -m pip install "$@"
  installer=pip
fi
# Only what lacks it: changing a file of a lower layer, even to the mode it has, would copy it into this one.
find "$prefix" ! -type l ! -perm -020 -exec chmod g+w {} +
echo "bindery: installed by $installer"
`;

const makeLogin = String.raw`# Makes the repository's folder, and lets a login shell have the image's PATH, which /etc/profile would take away.
set -eu
install -d -m 2775 -o "$NB_UID" -g "$NB_UID" "$REPO_DIR"
{
  printf 'export PATH="%s"\n' "$PATH"
  [ $# -eq 0 ] || printf '. "%s/etc/profile.d/conda.sh"\nconda activate "%s"\n' "$CONDA_DIR" "$1"
} >/etc/profile.d/bindery.sh
`;

/**
 * The image's entry point: through a login shell, with the server's output also in a file of the working folder, as
 * images of repo2docker behave (contracts/repo2docker.md section 6). Sessions of our own start the entry script
 * themselves, with their own log.
 */
export const entryScript = String.raw`#!/bin/bash -l
for folder in "$REPO_DIR" "$PWD" /tmp; do
  if [ -w "$folder" ]; then log=$folder/.jupyter-server-log.txt; break; fi
done
if [ -z "$log" ]; then
  echo "No folder can be written to for the server's log: tried $REPO_DIR, $PWD and /tmp." >&2
  exit 1
fi
exec "$NB_PYTHON_PREFIX/bin/python" ${entryFolder}/bindery-entry.py run --log "$log" --   ${'$'}{R2D_ENTRYPOINT:+"$R2D_ENTRYPOINT"} "$@"
`;

/** By file name. */
export const buildScripts: Readonly<Record<string, string>> = {
  'apt-install': aptInstall,
  'add-authorities': addAuthorities,
  'make-locale': makeLocale,
  'make-account': makeAccount,
  'make-venv': makeVenv,
  'make-conda': makeConda,
  'make-conda-python': makeCondaPython,
  'pip-install': pipInstall,
  'make-login': makeLogin,
};
