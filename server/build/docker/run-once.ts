import type Docker from 'dockerode';

export interface RunOutcome {
  readonly exit: number;
  /** Both streams, in the order in which the engine had them. */
  readonly output: string;
}

/** Runs a container to its end and removes it, also when it could not be started or `signal` fired. */
export async function runOnce(
  docker: Docker,
  options: Docker.ContainerCreateOptions,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const container = await docker.createContainer({ ...options, abortSignal: signal });
  try {
    await container.start();
    const { StatusCode } = (await container.wait({ abortSignal: signal })) as { StatusCode: number };
    const log = await container.logs({ stdout: true, stderr: true, follow: false });
    return { exit: StatusCode, output: framesOf(log).toString('utf8') };
  } finally {
    await container.remove({ force: true }).catch(() => undefined);
  }
}

/** A container without a terminal has both streams in one, in frames of which bytes 4 to 7 tell the length. */
export function framesOf(log: Buffer): Buffer {
  const frames: Buffer[] = [];
  for (let at = 0; at + 8 <= log.length;) {
    const length = log.readUInt32BE(at + 4);
    frames.push(log.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(frames);
}
