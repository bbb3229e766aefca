import { version } from '../../package.json';

export function readVersion(): string {
  return version;
}
