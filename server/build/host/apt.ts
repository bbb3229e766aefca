import { childEnvironment } from '../../platform/environment';
import { run } from '../../platform/run';
import type { Plan } from '../../protocol';
import { AppError } from '../../protocol';

/** Packages of apt.txt, without the versions and architectures that a line may name. */
export function packagesOf(plan: Plan): readonly string[] {
  const asked = plan.steps.flatMap((step) =>
    step.op === 'apt-install' && step.origin === 'repository' ? step.packages : [],
  );
  return [...new Set(asked.map((name) => name.replace(/[=:/].*$/, '')))].sort();
}

/**
 * Makes sure that every package is installed here: the host engine installs none.
 * @throws AppError host-lacks-packages, naming those that are missing (all of them where there is no dpkg)
 */
export async function requirePackages(
  packages: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<void> {
  if (packages.length === 0) return;
  const installed = await installedPackages(packages, env, signal);
  const missing = packages.filter((name) => !installed.has(name));
  if (missing.length > 0) throw new AppError('host-lacks-packages', { packages: missing.join(' ') });
}

async function installedPackages(
  packages: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  // dpkg-query fails when one is unknown, but still tells of the others.
  const args = ['-W', '-f', '${Package} ${db:Status-Status}\\n', '--', ...packages];
  const options = { env: childEnvironment(env, ['system'], { LC_ALL: 'C' }), signal, timeoutMs: 30_000 };
  const result = await run('dpkg-query', args, options).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return undefined;
  });
  const lines = (result?.stdoutTail ?? '').split('\n').map((line) => line.split(' '));
  return new Set(lines.flatMap(([name = '', status]) => (status === 'installed' ? [name] : [])));
}
