/** Ctrl-C and its kin: the first asks for an orderly end, the second for a quick one. */
export interface Interrupts {
  readonly first: AbortSignal;
  readonly second: AbortSignal;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens to the signals that ask this process to end, and to the reader of its output going away. */
export function listenForInterrupts(source: NodeJS.Process): Interrupts {
  const first = new AbortController();
  const second = new AbortController();
  const interrupt = (): void => (first.signal.aborted ? second : first).abort();
  for (const signal of signals) source.on(signal, interrupt);
  for (const stream of [source.stdout, source.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' && !first.signal.aborted) interrupt();
    });
  }
  return { first: first.signal, second: second.signal };
}
