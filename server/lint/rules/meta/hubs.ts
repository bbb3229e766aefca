/** A hub that is no more, or that launches no repositories. */
export interface DeadHub {
  readonly host: string;
  /** Address of the hub that serves the same links now; absent where there is none like it. */
  readonly instead?: string;
}

/** Hubs that people still link to (contracts/publish.md section 4.3; the federation's own list, read in 2026-08). */
export const deadHubs: readonly DeadHub[] = [
  { host: 'beta.mybinder.org', instead: 'https://mybinder.org' },
  { host: 'gke.mybinder.org', instead: 'https://mybinder.org' },
  { host: 'gke2.mybinder.org', instead: 'https://mybinder.org' },
  { host: 'ovh.mybinder.org', instead: 'https://mybinder.org' },
  { host: 'ovh2.mybinder.org', instead: 'https://mybinder.org' },
  { host: 'turing.mybinder.org', instead: 'https://mybinder.org' },
  { host: 'binder.pangeo.io' },
  { host: 'aws-uswest2-binder.pangeo.io' },
  { host: 'binder.curvenote.dev' },
];
