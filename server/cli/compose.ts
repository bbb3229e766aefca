import { homedir } from 'node:os';
import { copyContent } from '../build/host/content';
import { createBuildService } from '../build/builds';
import { createDockerEngine } from '../build/docker/engine';
import { createHostEngine } from '../build/host/engine';
import type { AgentServices } from '../http/agent';
import type { Log } from '../http/log';
import { createDockerSpawner } from '../launch/docker-spawner';
import { entryScriptPath } from '../launch/entry-script';
import { createLaunchService } from '../launch/launch-service';
import { createProcessSpawner } from '../launch/process-spawner';
import { createSessionSandbox } from '../launch/session-sandbox';
import { createSessionService } from '../launch/session-service';
import { planRepository } from '../plan/plan-repository';
import { hostPruneSource } from '../build/host/prune';
import { createPruneService } from '../build/prune-service';
import { recordModules } from '../build/record-modules';
import { recordUses } from '../build/uses';
import type { Env } from '../platform/paths';
import { copyRepository } from '../source/copy-repository';
import { createSource } from '../source/source';
import { openStore } from '../store/open';
import type { Store } from '../store/types';
import { planOptions } from './plan-settings';
import { buildCaps } from './build-caps';
import { factAddresses, readCount } from './settings';
import { readVersion } from './version';

export interface Composition {
  readonly env: Env;
  readonly store: Store;
}

/** @throws AppError as openStore */
export const openState = (root: string, logger: Log, env: Env): Promise<Store> =>
  openStore(root, { logger, factDays: readCount(env, 'BINDERY_FACT_DAYS') });

/** The services of the agent with their real parts (docs/architecture.md, "Composition"). */
export function composeServices({ env, store }: Composition): AgentServices {
  const home = homedir();
  const clock = (): Date => new Date();
  const minFree = readCount(env, 'BINDERY_MIN_FREE_MB') * 1_000_000;
  const made = {
    host: createHostEngine({ store, env, home, clock, minFree }),
    docker: createDockerEngine({
      ...{ store, env, home, clock, minFree },
      // One agent serves one person: all their builds trust each other's package caches.
      trustDomain: 'person',
      version: readVersion(),
      caps: buildCaps(env),
      entryScript: entryScriptPath(),
      copyRepository: (from, to, options) => copyRepository(from, to, { ...options, env }),
    }),
  };
  const engines = {
    host: recordUses(recordModules(made.host, store), store, clock),
    docker: recordUses(recordModules(made.docker, store), store, clock),
  };
  const builds = createBuildService({
    store,
    atOnce: readCount(env, 'BINDERY_BUILDS_AT_ONCE'),
    limitMinutes: readCount(env, 'BINDERY_BUILD_MINUTES'),
    sweeps: [() => engines.host.sweep(), () => engines.docker.sweep()],
  });
  const spawners = {
    process: createProcessSpawner({
      env,
      copyContent: (artifact, target, signal) => copyContent({ store, env }, artifact, target, signal),
      sandbox: createSessionSandbox({ env, home, stateRoot: store.root }),
    }),
    docker: createDockerSpawner({ env, home, root: store.root }),
  };
  const sessions = createSessionService({ store, spawners });
  const launches = createLaunchService({
    ...{ store, engines, builds, spawners, sessions },
    source: createSource({ store, env }),
    facts: { memory: store.facts, addresses: factAddresses(env) },
    plan: (reading, context) => planRepository(reading, planOptions(env, context)),
    startTimeout: readCount(env, 'BINDERY_START_TIMEOUT'),
  });
  const sources = [hostPruneSource(store), engines.docker.prunable];
  return { launches, sessions, builds, prunes: createPruneService({ store, sources, clock }) };
}
