import type { Emit, Plan, ToolchainKind } from '../../protocol';
import { renderMessage } from '../../protocol';
import { downloads } from '../../plan/downloads';
import type { CondaSettings } from '../conda/settings';
import { whyNoConda } from './conda-reach';

type Env = Readonly<Record<string, string | undefined>>;

const patienceMilliseconds = 4000;

/** Managed where that can be fetched, else what the base has, said aloud. */
export async function chooseToolchain(
  plan: Plan,
  conda: CondaSettings,
  env: Env,
  emit: Emit,
  signal: AbortSignal,
): Promise<ToolchainKind> {
  const nix = plan.toolchains.find(({ language }) => language === 'nix');
  const python = plan.toolchains.filter(({ language }) => language === 'python').at(-1);
  // A plan that fetches nothing, such as one with a Dockerfile of its own, has no choice to make.
  if (nix === undefined && python === undefined) return 'managed';
  const detail = nix === undefined ? await whyNoConda(conda, env, signal) : await whyNoNix(env, signal);
  if (detail === undefined) return 'managed';
  const code = nix === undefined ? 'build.python-unfetched' : 'build.nix-unfetched';
  const args = { version: nix?.requested ?? python?.requested ?? '', detail };
  emit({ phase: 'building', code, args, message: renderMessage(code, args), level: 'warning' });
  return 'system';
}

/** Why nix cannot be fetched; undefined where it can, or where a proxy stands between, as with conda. */
async function whyNoNix(env: Env, signal: AbortSignal): Promise<string | undefined> {
  if ((env['HTTPS_PROXY'] ?? env['https_proxy'] ?? '') !== '') return undefined;
  const { origin, host } = new URL(downloads.nix.url.replaceAll(/[{}]/g, ''));
  const limit = AbortSignal.timeout(patienceMilliseconds);
  try {
    await fetch(origin, { method: 'HEAD', signal: AbortSignal.any([signal, limit]) });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const { cause } = error as { cause?: { code?: unknown } };
    const reason = typeof cause?.code === 'string' ? cause.code : 'no answer in time';
    return `${host} cannot be reached (${reason})`;
  }
}
