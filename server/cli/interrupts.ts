/** Ctrl-C and its kin. */
export interface Interrupts {
  /** The first one asks for an orderly end. */
  readonly first: AbortSignal;
  /** Waiting for that is over: a second one, or too long. What is left to end, the agent ends. */
  readonly leave: AbortSignal;
}

/** Seconds that an orderly end may take. */
const endSeconds = 30;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens to the signals that ask this process to end, and to the reader of its output going away. */
export function listenForInterrupts(source: NodeJS.Process): Interrupts {
  const first = new AbortController();
  const leave = new AbortController();
  const interrupt = (): void => {
    if (first.signal.aborted) leave.abort();
    else setTimeout(() => leave.abort(), endSeconds * 1000).unref();
    first.abort();
  };
  for (const signal of signals) source.on(signal, interrupt);
  for (const stream of [source.stdout, source.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' && !first.signal.aborted) interrupt();
    });
  }
  return { first: first.signal, leave: leave.signal };
}
