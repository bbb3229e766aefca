import { cacheMount, secretsMount, settingsMount, toolsMount } from '../mounts';

const condaClient = String.raw`# Runs Bindery's conda client with the arguments $@, on the first Python that is new enough for it.
set -eu
umask 002
work=$(mktemp -d)
finish() { rm -rf "$work"; }
trap finish EXIT
new_enough() { "$1" -I -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; }
find_python() {
  for python in "$CONDA_DIR/bin/python3" /usr/local/bin/python3 /usr/bin/python3 /opt/conda/bin/python3; do
    [ ! -x "$python" ] || ! new_enough "$python" || return 0
  done
  return 1
}
if ! find_python && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ ! -x /usr/bin/python3 ]; then
  # For this step only: what the base does not have is not in the image either.
  selections() { dpkg --get-selections | cut -f 1 | sort; }
  selections >"$work/before"
  sh ${toolsMount}/apt-install python3-minimal libpython3-stdlib
  finish() {
    selections | comm -13 "$work/before" - | xargs apt-get -qq purge --yes >/dev/null
    rm -rf "$work"
  }
fi
find_python || {
  echo 'The conda client needs Python 3.10 or newer, which neither the base image nor its package sources have.' >&2
  echo 'Build upon a newer base image, or with the toolchain "system".' >&2
  exit 1
}
settings=${settingsMount}/conda.json
[ ! -f ${secretsMount}/conda ] || settings=${secretsMount}/conda
cache=${cacheMount}/conda
[ -d ${cacheMount} ] || cache=$work/cache
if [ -f /etc/ssl/certs/ca-certificates.crt ]; then export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt; fi
command=$1
shift
HOME=$work TMPDIR=$work "$python" -B ${toolsMount}/conda/bindery-conda.py "$command" --settings "$settings" --cache "$cache" "$@"
`;

const makeConda = String.raw`# Makes CONDA_DIR, with conda, mamba and nodejs.
set -eu
umask 002
sh ${toolsMount}/conda-client create --prefix "$CONDA_DIR" conda=26.3.2 mamba=2.8.1 nodejs=20
printf 'channels:\n  - conda-forge\nauto_update_conda: false\nshow_channel_urls: true\n' >"$CONDA_DIR/.condarc"
chown -R "$NB_UID:$NB_UID" "$CONDA_DIR"
chmod -R g+w "$CONDA_DIR"
`;

const makeCondaPython = String.raw`# Makes the conda environment $1 with Python $2 and the packages that follow.
set -eu
umask 002
prefix=$1
version=$2
shift 2
sh ${toolsMount}/conda-client create --prefix "$prefix" "python=$version" "$@"
chown -R "$NB_UID:$NB_UID" "$prefix"
chmod -R g+w "$prefix"
`;

const makeCondaKernel = String.raw`# Makes the kernel of the conda environment $1 known to the server's environment.
set -eu
umask 002
"$1/bin/python" -m ipykernel install --prefix "$NB_PYTHON_PREFIX"
`;

const condaFromFile = String.raw`# Installs into the conda environment $1 what the file $2 says, its packages for pip included. The arguments that
# follow are the conda client's: its command and that command's options.
set -eu
umask 002
prefix=$1
file=$2
command=$3
shift 3
folder=$(dirname "$file")
# Beside the file, because the list's relative paths begin there.
list=$(mktemp "$folder/.bindery-pip-XXXXXX.txt")
trap 'rm -f "$list"' EXIT
sh ${toolsMount}/conda-client "$command" --prefix "$prefix" --file "$file" --pip-list "$list" "$@"
if [ -s "$list" ]; then
  (cd "$folder" && sh ${toolsMount}/pip-install "$prefix" --requirement "$(basename "$list")")
fi
find "$prefix" ! -type l ! -perm -020 -exec chmod g+w {} +
`;

const condaInstall = String.raw`# Installs the conda packages that the arguments after $1 name into the environment $1.
set -eu
umask 002
prefix=$1
shift
sh ${toolsMount}/conda-client install --prefix "$prefix" "$@"
find "$prefix" ! -type l ! -perm -020 -exec chmod g+w {} +
`;

/** The managed toolchain: CONDA_DIR, its environments, and what is installed into them. By file name. */
export const condaScripts: Readonly<Record<string, string>> = {
  'conda-client': condaClient,
  'make-conda': makeConda,
  'make-conda-python': makeCondaPython,
  'make-conda-kernel': makeCondaKernel,
  'conda-from-file': condaFromFile,
  'conda-install': condaInstall,
};
