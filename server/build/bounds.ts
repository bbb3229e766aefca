import type { EventBody, MessageArgs, MessageCode } from '../protocol';
import { renderMessage } from '../protocol';

/** Minutes after which a build is ended, unless configured otherwise. */
export const defaultLimitMinutes = 120;

/** What builds of an engine may use, all of them together. An absent bound does not exist: nothing is promised. */
export interface BuildBounds {
  /** Bytes. */
  readonly memory?: number;
  /** Cores; fractions allowed. */
  readonly cpus?: number;
  /** Why a bound that was asked for does not hold. */
  readonly refused?: string;
}

/** A build's first event: what it is bounded by, and what not. */
export function boundsEvent(minutes: number, bounds: BuildBounds): EventBody {
  const { memory, cpus, refused } = bounds;
  const args: MessageArgs = {
    minutes,
    ...(memory !== undefined && { memory: sizeText(memory) }),
    ...(cpus !== undefined && { cpus }),
    ...(refused !== undefined && { detail: refused }),
  };
  const code = codeOf(bounds);
  const level = refused === undefined ? 'info' : 'warning';
  return { phase: 'building', code, args, message: renderMessage(code, args), level };
}

function codeOf({ memory, cpus, refused }: BuildBounds): MessageCode {
  if (refused !== undefined) return 'build.bounds-refused';
  if (memory !== undefined) return cpus === undefined ? 'build.bounds-memory' : 'build.bounds-both';
  return cpus === undefined ? 'build.bounds-time' : 'build.bounds-cpu';
}

/** `1.5 GB`, as disks and memory are sold. */
export function sizeText(bytes: number): string {
  for (const [unit, size] of units) if (bytes >= size) return `${trimmed(bytes / size)} ${unit}`;
  return `${bytes} bytes`;
}

const units = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

function trimmed(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}
