import { pipenvRequirements, runsOldPipenv } from '../../pipenv';
import { cacheMount, settingsMount, toolsMount } from '../mounts';
import { bytecode } from './bytecode';

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
  ${toolsMount}/uv pip install --python "$prefix/bin/python" --link-mode copy \
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
kept=
[ ! -d ${cacheMount} ] || kept=${cacheMount}/bytecode
# A Python that is too old for that compiles in its own way, and what cannot be compiled runs all the same.
"$prefix/bin/python" ${toolsMount}/bytecode.py $kept || "$prefix/bin/python" -m compileall -q "$prefix"/lib || true
# Only what lacks it: changing a file of a lower layer, even to the mode it has, would copy it into this one.
find "$prefix" ! -type l ! -perm -020 -exec chmod g+w {} +
echo "bindery: installed by $installer"
`;

const installPipenv = String.raw`# Installs pipenv $2 into the Python environment $1, or the newest one where that does not run.
set -eu
if "$1/bin/python" -I -S -c '${runsOldPipenv}' 2>/dev/null; then
  exec sh ${toolsMount}/pip-install "$1" ${quoted(pipenvRequirements('$2', true))}
fi
exec sh ${toolsMount}/pip-install "$1" ${quoted(pipenvRequirements('$2', false))}
`;

function quoted(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(' ');
}

const pipenvInstall = String.raw`# Installs what the Pipfile in the folder $2 asks for into the Python environment $1, development packages too.
# $3 is lock (what Pipfile.lock says and nothing else) or no-lock (what Pipfile says, without making a lock).
set -eu
umask 002
prefix=$1
mode=$3
cd "$2"
[ ! -f ${settingsMount}/installer.sh ] || . ${settingsMount}/installer.sh
if [ -z "${'$'}{PIP_CERT:-}" ] && [ -f /etc/ssl/certs/ca-certificates.crt ]; then
  export PIP_CERT=/etc/ssl/certs/ca-certificates.crt
fi
work=$(mktemp -d)
alone=no
trap 'rm -rf "$work"; [ "$alone" = no ] || rm -f Pipfile' EXIT
export TMPDIR="$work" PIPENV_CACHE_DIR="$work/cache" PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export PIPENV_NOSPIN=1 PIPENV_HIDE_EMOJIS=1 PIPENV_VERBOSITY=-1
# A Pipfile names its indexes itself: where that is the public one, the one that is configured here stands in for it.
[ -z "${'$'}{PIP_INDEX_URL:-}" ] || export PIPENV_PYPI_MIRROR="$PIP_INDEX_URL"
if [ ! -e Pipfile ]; then
  # pipenv refuses a lock that stands alone, or takes the Pipfile of a folder above.
  alone=yes
  echo '[packages]' >Pipfile
fi
option=--skip-lock
[ "$mode" = no-lock ] || option=--ignore-pipfile
PATH="$prefix/bin:$PATH" "$prefix/bin/python" -m pipenv install --system --dev "$option"
find "$prefix" ! -type l ! -perm -020 -exec chmod g+w {} +
`;

/** Python environments and what pip installs into them. By file name. */
export const pythonScripts: Readonly<Record<string, string>> = {
  'make-venv': makeVenv,
  'pip-install': pipInstall,
  'bytecode.py': bytecode,
  'install-pipenv': installPipenv,
  'pipenv-install': pipenvInstall,
};
