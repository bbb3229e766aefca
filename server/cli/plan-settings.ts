import type { PlanContext } from '../launch/launch-service';
import type { LayoutChoice, PlanOptions } from '../plan/plan-repository';
import { binderLayout } from '../plan/plan-repository';
import { imagePlatform } from '../platform/machine';
import type { Env } from '../platform/paths';
import type { ResolvedRepo } from '../protocol';
import { readSetting } from './settings';

/** The account of images, as Binder has it (contracts/repo2docker.md section 6). */
const account = { user: 'jovyan', uid: 1000 };

/** What a plan is made for, before an engine pins what moves. */
export function planOptions(env: Env, { engine, repo, toolchain }: PlanContext): PlanOptions {
  const image = { kind: 'image', reference: readSetting(env, 'BINDERY_BASE_IMAGE') } as const;
  const host = { kind: 'host', platform: `${process.platform}-${process.arch}` } as const;
  return {
    platform: imagePlatform(),
    base: engine === 'docker' ? image : host,
    layout: engine === 'docker' ? imageLayout(repo) : binderLayout(account),
    toolchain,
    // Named by the Python they are for; what a Python gets that only runs kernels, the engine knows.
    jupyterLock: (python) => `jupyter-${python}`,
    labels: imageLabels(repo),
    // What was configured wins over what a repository's devcontainer.json names.
    baseConfigured: (env['BINDERY_BASE_IMAGE'] ?? '') !== '',
  };
}

/** A person's own folder is mounted as `~/<name>`: on the home folder itself it would hide what the image has there. */
function imageLayout({ provider, displayName }: ResolvedRepo): LayoutChoice {
  if (provider !== 'local') return binderLayout(account);
  const name = displayName.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+/, '');
  return binderLayout({ ...account, repoDir: `/home/${account.user}/${name === '' ? 'repository' : name}` });
}

/** As repo2docker writes them; without a ref the engine names the commit. */
function imageLabels({ provider, spec, cloneUrl, resolvedRef }: ResolvedRepo): Record<string, string> {
  return {
    'repo2docker.repo': provider === 'local' ? 'local' : (cloneUrl ?? spec),
    ...(resolvedRef !== undefined && { 'repo2docker.ref': resolvedRef }),
  };
}
