import { existsSync } from 'node:fs';
import Docker from 'dockerode';
import { testBase } from './docker-world';

/** What scripts/setup/podman.sh starts. */
const socket = '/run/bindery-podman/podman.sock';

/** Podman's API beside Docker's. */
export interface PodmanWorld {
  /** What DOCKER_HOST has to be. */
  readonly host: string;
  readonly podman: Docker;
  /** The base image of these tests, as it is called there. */
  readonly base: string;
}

/** Undefined, with the reason printed, where no Podman answers. */
export async function podmanWorld(): Promise<PodmanWorld | undefined> {
  const podman = new Docker({ socketPath: socket, host: undefined, port: undefined, protocol: 'http' });
  const reason = existsSync(socket)
    ? await podman.ping().then(
        () => undefined,
        (error: unknown) => String(error),
      )
    : `there is no ${socket}`;
  if (reason !== undefined) {
    console.log(`    Podman is left out: ${reason}; npm run test:setup starts it where it can run`);
    return undefined;
  }
  const base = `localhost/${testBase}`;
  const there = await podman
    .getImage(base)
    .inspect()
    .catch(() => undefined);
  if (there === undefined) {
    const image = await new Docker().getImage(testBase).get();
    for await (const line of await podman.loadImage(image)) if (String(line).includes('"error"')) break;
  }
  return { host: `unix://${socket}`, podman, base };
}
