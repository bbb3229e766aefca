import { parsePortMapping } from '../../server/spec/port-mapping';

/** Port mappings as the suite writes them: container port and protocol → host port, or address and port. */
export function publishedPorts(texts: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    texts.map(parsePortMapping).map(({ containerPort, protocol, hostPort, hostIp }) => {
      const port = String(hostPort);
      return [`${containerPort}/${protocol}`, hostIp === undefined ? port : [hostIp, port]];
    }),
  );
}
