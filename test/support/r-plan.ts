import type { Plan, Step } from '../../server/protocol';

/** What a repository of the buildpack `r` has, of what changes its steps. */
interface RParts {
  readonly version: string;
  readonly date: string;
  readonly installR?: boolean;
  readonly description?: boolean;
}

const base = { place: 'before-copy', inputs: [], origin: 'base' } as const;
const own = { user: 'user', origin: 'repository' } as const;

/** A plan for a repository without any files, with the steps of R added (contracts/repo2docker.md sections 5 to 7). */
export function withR(plan: Plan, { version, date, installR = false, description = false }: RParts): Plan {
  const before = plan.steps.filter(({ place }) => place === 'before-copy');
  const [copy, ...after] = plan.steps.filter(({ place }) => place === 'after-copy');
  const file = 'install.R';
  const early: Step[] = [
    { ...own, op: 'copy-files', id: 'copy-files', place: 'before-copy', inputs: [file], files: [file] },
    {
      ...own,
      op: 'run-install-R',
      id: 'run-install-R:install.R',
      place: 'before-copy',
      inputs: [file],
      file,
    },
  ];
  const again: Step = {
    ...own,
    op: 'run-install-R-if-not-done',
    id: 'run-install-R-if-not-done:install.R',
    place: 'after-copy',
    inputs: [file],
    file,
  };
  const local: Step = {
    ...own,
    op: 'r-install-local-package',
    id: 'r-install-local-package',
    place: 'after-copy',
    inputs: ['DESCRIPTION'],
  };
  return {
    ...plan,
    buildpack: 'r',
    toolchains: [...plan.toolchains, { language: 'r', kind: 'managed', requested: version }],
    steps: [
      ...before,
      { ...base, op: 'install-r', id: 'install-r', user: 'root', version },
      { ...base, op: 'install-rstudio-shiny', id: 'install-rstudio-shiny', user: 'root' },
      { ...base, op: 'pip-install-r-proxies', id: 'pip-install-r-proxies', user: 'user' },
      { ...base, op: 'prepare-shiny-dirs', id: 'prepare-shiny-dirs', user: 'root' },
      { ...base, op: 'configure-r', id: 'configure-r', user: 'root', snapshotDate: date },
      { ...base, op: 'install-irkernel', id: 'install-irkernel', user: 'user' },
      ...(installR ? early : []),
      ...(copy === undefined ? [] : [copy]),
      ...(installR ? [again] : []),
      ...(description ? [local] : []),
      ...after,
    ],
    envExtra: [
      ...plan.envExtra,
      ['R_HOME', `/opt/R/${version}/lib/R`],
      ['R_DOC_DIR', '${R_HOME}/doc'],
      ['LD_LIBRARY_PATH', '${R_HOME}/lib:${LD_LIBRARY_PATH}'],
    ],
  };
}
