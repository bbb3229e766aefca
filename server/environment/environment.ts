import type { Environment, Platform } from '../protocol';
import { AppError } from '../protocol';
import type { RepoView } from './view';

/** What only the network knows. Without a fact the answer names it in `open`. */
export interface EnvironmentFacts {
  /** ISO date. */
  readonly today?: string;
  readonly juliaVersions?: readonly string[];
  readonly cranSnapshot?: string;
}

export interface EnvironmentOptions {
  /** Decides which Pythons can be built. Absent: linux/amd64. */
  readonly platform?: Platform;
  readonly facts?: EnvironmentFacts;
}

/** The parsed configuration files, each with the places of what it says. */
export interface EnvironmentReaders {
  readonly requirements: ReadonlyMap<string, unknown>;
}

/** The model and the parsed files it stands on, so that later stages parse nothing twice. */
export interface EnvironmentReading {
  readonly environment: Environment;
  readonly readers: EnvironmentReaders;
}

/** Reads a repository's configuration files and says what the build makes of them. Never throws. */
export function readEnvironment(view: RepoView, options: EnvironmentOptions = {}): EnvironmentReading {
  throw new AppError('internal', { detail: String(view.list('')) + String(options) });
}

/** readEnvironment without the parsed files. */
export function resolveEnvironment(
  view: RepoView,
  facts: EnvironmentFacts = {},
  platform?: Platform,
): Environment {
  return readEnvironment(view, { facts, ...(platform === undefined ? {} : { platform }) }).environment;
}
