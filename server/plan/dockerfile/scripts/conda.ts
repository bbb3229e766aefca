import { toolsMount } from '../mounts';

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

/** The managed toolchain: CONDA_DIR and its environments. By file name. */
export const condaScripts: Readonly<Record<string, string>> = {
  'make-conda': makeConda,
  'make-conda-python': makeCondaPython,
};
