import type { Plan, Toolchain } from '../../protocol';

/**
 * Variables that an image has from its first layers on (contracts/repo2docker.md section 6). What the repository itself
 * decides comes later, from the plan's `envExtra`.
 */
export function earlyVariables(plan: Plan): Readonly<Record<string, string>> {
  return {
    ...(has(plan, 'python') ? prefixVariables(plan) : {}),
    ...(has(plan, 'r') ? { R_LIBS_USER: '/srv/rlibs' } : {}),
    ...juliaVariables(plan),
  };
}

/** What stands in PATH between the person's own folders and the base's, first to last. */
export function earlyPath(plan: Plan): readonly string[] {
  const { kernelPrefix, nbPrefix } = plan.layout;
  const separate = kernelPrefix === nbPrefix ? [] : ['${KERNEL_PYTHON_PREFIX}/bin'];
  return [
    ...(has(plan, 'python')
      ? ['${NB_PYTHON_PREFIX}/bin', ...separate, '${CONDA_DIR}/bin', '${NPM_DIR}/bin']
      : []),
    ...(has(plan, 'julia') ? ['${JULIA_PATH}/bin'] : []),
    ...(plan.steps.some(({ op }) => op === 'install-rstudio-shiny') ? ['/usr/lib/rstudio-server/bin'] : []),
    ...(has(plan, 'nix') ? ['${HOME}/.nix-profile/bin'] : []),
  ];
}

function has({ toolchains }: Plan, language: Toolchain['language']): boolean {
  return toolchains.some((one) => one.language === language);
}

/** Of every buildpack that stands on Python environments. */
function prefixVariables({ layout, platform }: Plan): Readonly<Record<string, string>> {
  return {
    APP_BASE: '/srv',
    CONDA_DIR: '/srv/conda',
    NB_PYTHON_PREFIX: layout.nbPrefix,
    KERNEL_PYTHON_PREFIX: layout.kernelPrefix,
    NPM_DIR: '/srv/npm',
    NPM_CONFIG_GLOBALCONFIG: '/srv/npm/npmrc',
    MAMBA_ROOT_PREFIX: '/srv/conda',
    MAMBA_EXE: '/srv/conda/bin/mamba',
    CONDA_PLATFORM: platform === 'linux/amd64' ? 'linux-64' : 'linux-aarch64',
  };
}

/** Where Julia and its packages are, and how IJulia finds Jupyter. */
function juliaVariables(plan: Plan): Readonly<Record<string, string>> {
  const julia = plan.toolchains.find(({ language }) => language === 'julia');
  if (julia === undefined) return {};
  const arm = plan.platform === 'linux/arm64';
  return {
    JULIA_PATH: '/srv/julia',
    JULIA_DEPOT_PATH: '/srv/julia/pkg',
    JULIA_VERSION: julia.resolved ?? julia.requested,
    JULIA_ARCH: arm ? 'aarch64' : 'x86_64',
    JULIA_ARCH_SHORT: arm ? 'aarch64' : 'x64',
    JUPYTER: `${plan.layout.nbPrefix}/bin/jupyter`,
    JUPYTER_DATA_DIR: `${plan.layout.nbPrefix}/share/jupyter`,
  };
}
