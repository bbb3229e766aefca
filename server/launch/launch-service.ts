import type { BuildService, Engine } from '../build/types';
import type { EnvironmentReading } from '../environment/environment';
import type { EngineKind, Plan, ResolvedRepo, SpawnerKind, ToolchainKind } from '../protocol';
import { AppError } from '../protocol';
import type { Source } from '../source/types';
import type { Store } from '../store/types';
import type { PresetName } from './presets';
import type { LaunchService, Spawner } from './types';

/** What a plan is made for, beside what the repository asks for. */
export interface PlanContext {
  readonly repo: ResolvedRepo;
  readonly engine: EngineKind;
  readonly toolchain: ToolchainKind;
}

export interface LaunchServiceDeps {
  readonly store: Pick<Store, 'jobs' | 'sessions' | 'path'>;
  readonly source: Source;
  /** planRepository with the base, layout, locks and labels of this machine and engine. */
  readonly plan: (reading: EnvironmentReading, context: PlanContext) => Plan;
  readonly engines: Readonly<Record<EngineKind, Engine>>;
  readonly builds: BuildService;
  readonly spawners: Readonly<Record<SpawnerKind, Spawner>>;
  /** Whose policies sessions get. `none` unless told otherwise. */
  readonly preset?: PresetName;
  /** Seconds in which a server must answer its first request. 60 unless told otherwise. */
  readonly startTimeout?: number;
}

/** Launches of one user: each goes on by itself and tells what happens in its job's log. */
export function createLaunchService(deps: LaunchServiceDeps): LaunchService {
  throw new AppError('internal', { detail: String(deps.startTimeout) });
}
