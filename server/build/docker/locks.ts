import { createHash } from 'node:crypto';
import type { Plan } from '../../protocol';
import { jupyterLockId, lockedPythons, lockFor } from '../locks';

/** What a Python gets that only runs kernels: no lock is shipped for Pythons that are older than the server needs. */
const kernelOnly = 'ipykernel\n';

/** Text of each Jupyter lock that the plan names, by id. */
export function lockTexts(plan: Plan): Readonly<Record<string, string>> {
  const ids = plan.steps.flatMap((step) => (step.op === 'install-jupyter' ? [step.lock] : []));
  return Object.fromEntries(ids.map((id) => [id, lockText(id)]));
}

/** Digest of each lock, by id, for the identity of the environment. */
export function lockDigests(plan: Plan): Readonly<Record<string, string>> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  return Object.fromEntries(Object.entries(lockTexts(plan)).map(([id, text]) => [id, digest(text)]));
}

function lockText(id: string): string {
  const version = /^jupyter-(.+)$/.exec(id)?.[1];
  return (version === undefined ? undefined : lockFor(version)?.text) ?? kernelOnly;
}

/** Every lock that is shipped, by id. */
export function allLocks(): Readonly<Record<string, string>> {
  const shipped = lockedPythons.map(
    (python) => [jupyterLockId(python), lockText(jupyterLockId(python))] as const,
  );
  return Object.fromEntries(shipped);
}
