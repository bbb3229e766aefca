/** Where the managed toolchain of images comes from. Read with HEAD: only whether it answers is of interest. */
const channel = 'https://conda.anaconda.org/conda-forge/noarch/repodata.json.zst';
const patienceMilliseconds = 4000;

/**
 * Why conda-forge cannot be reached from here; undefined when it can. Behind a proxy it is taken to be reachable,
 * because Node's own requests do not go through it while those of a build do.
 */
export async function whyNoConda(
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<string | undefined> {
  if ((env['HTTPS_PROXY'] ?? env['https_proxy'] ?? '') !== '') return undefined;
  const limit = AbortSignal.timeout(patienceMilliseconds);
  try {
    const answer = await fetch(channel, { method: 'HEAD', signal: AbortSignal.any([signal, limit]) });
    return answer.ok ? undefined : `the channel conda-forge answered with status ${answer.status}`;
  } catch (error) {
    signal.throwIfAborted();
    const { cause } = error as { cause?: { code?: unknown } };
    const reason = typeof cause?.code === 'string' ? cause.code : 'no answer in time';
    return `the channel conda-forge cannot be reached (${reason})`;
  }
}
