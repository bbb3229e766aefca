import { toolsMount } from '../mounts';

const makeDepot = String.raw`# Makes the depot JULIA_DEPOT_PATH, which the account owns.
set -eu
install -d -m 2775 -o "$NB_UID" -g "$NB_UID" "$JULIA_DEPOT_PATH"
julia --version
`;

const installJulia = String.raw`# Installs Julia $1 (major.minor.patch) at JULIA_PATH. Expects JULIA_URL.
set -eu
work=$(mktemp -d)
series=$(printf '%s' "$1" | sed -E 's/^([0-9]+\.[0-9]+).*/\1/')
sh ${toolsMount}/fetch "$JULIA_URL" "$work/julia.tar.gz" '' "version=$1" "series=$series"
mkdir -p "$JULIA_PATH"
tar -xzf "$work/julia.tar.gz" -C "$JULIA_PATH" --strip-components 1 --no-same-owner
rm -r "$work"
PATH="$JULIA_PATH/bin:$PATH" sh ${toolsMount}/make-julia-depot
`;

const installSystemJulia = String.raw`# Uses the Julia of the base, or installs the one of its distribution; $1 is the version that the plan was made for.
set -eu
command -v julia >/dev/null || sh ${toolsMount}/apt-install julia
sh ${toolsMount}/make-julia-depot
`;

const juliaInstantiate = String.raw`# Installs the project in the folder $1, and IJulia in the default environment with a kernel that is bound to it.
set -eu
umask 002
JULIA_PROJECT= julia -e 'using Pkg; Pkg.add("IJulia"); using IJulia; installkernel("Julia", "--project=" * ARGS[1])' "$1"
julia --project="$1" -e 'using Pkg; Pkg.instantiate(); Pkg.resolve(); Pkg.instantiate()'
`;

/** Julia and its packages. By file name. */
export const juliaScripts: Readonly<Record<string, string>> = {
  'make-julia-depot': makeDepot,
  'install-julia': installJulia,
  'install-system-julia': installSystemJulia,
  'julia-instantiate': juliaInstantiate,
};
