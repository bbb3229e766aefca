import { machine } from 'node:os';
import type { Platform } from '../protocol';

/** The platform of images that run on a machine, from the name its system gives it (`uname -m`, or Windows' own names). */
export function imagePlatformOf(name: string): Platform {
  return /^(?:arm64|aarch64)$/i.test(name) ? 'linux/arm64' : 'linux/amd64';
}

/** What images of this machine run on. */
export function imagePlatform(): Platform {
  return imagePlatformOf(machine());
}
