import { AppError } from '../protocol';
import type { PortMapping } from '../protocol';

/**
 * Reads `[[host_ip:]host_port:]container_port[/tcp|udp]`, as repo2docker's `--publish` has it: a single number is the
 * port on both sides (contracts/repo2docker.md section 9).
 * @throws AppError invalid-port-mapping
 */
export function parsePortMapping(text: string): PortMapping {
  const parts = text.split(':');
  const [container = '', protocol, ...more] = (parts.at(-1) ?? '').split('/');
  const [hostPort = container, hostIp] = [parts.at(-2), parts.at(-3)];
  const single = parts.length === 1;
  const known = protocol === undefined || (!single && (protocol === 'tcp' || protocol === 'udp'));
  const valid = known && more.length === 0 && parts.length <= 3 && isPort(container) && isPort(hostPort);
  if (!valid || hostIp === '') throw new AppError('invalid-port-mapping', { mapping: text });
  return {
    containerPort: Number(container),
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
    hostPort: Number(hostPort),
    ...(hostIp === undefined ? {} : { hostIp }),
  };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
