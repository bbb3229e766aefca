import type { Express, RequestHandler } from 'express';
import express from 'express';
import type { PruneService } from '../build/prune-service';
import type { BuiltModules, Hello, PruneAnswer } from '../protocol';
import { routes } from '../protocol';
import type { LaunchService, SessionService } from '../launch/types';
import type { JobStore } from '../store/types';
import { answerErrors, logRequests, notFound, refuseBrowsers } from './guards';
import { jobRoutes } from './job-routes';
import { moduleRoutes } from './module-routes';
import type { Log } from './log';
import type { Owners } from './owners';
import { parsePruneRequest } from './requests';
import { sessionRoutes } from './session-routes';

/** Bytes that a request's body may have: a launch request is far below. */
const bodyLimit = 64 * 1024;

export interface AppDeps {
  readonly launches: LaunchService;
  readonly sessions: SessionService;
  readonly prunes: PruneService;
  readonly jobs: Pick<JobStore, 'get' | 'list'>;
  /** What the environment has that was last built for a folder. */
  readonly builtModules: (folder: string) => Promise<BuiltModules | undefined>;
  readonly owners: Owners;
  readonly log: Log;
  readonly hello: () => Hello;
  /** Takes no new work from now on, and ends the agent when the work at hand is done. */
  readonly drain: () => void;
  /** Everything but `hello` waits for it: records agree with what exists. */
  readonly ready: Promise<void>;
  /** Seconds between two signs of life on an event stream. */
  readonly heartbeatSeconds: number;
  /** Milliseconds between two looks at a session that is being watched. */
  readonly watchMilliseconds: number;
}

/** The agent's API (`routes` in protocol/api.ts) as an Express application. It listens nowhere by itself. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(refuseBrowsers, logRequests(deps.log));
  app.get(routes.hello, (_request, response) => void response.json(deps.hello()));
  app.use(untilReady(deps.ready));
  app.use(express.json({ limit: bodyLimit }));
  app.post(routes.drain, (_request, response) => {
    deps.drain();
    response.json(deps.hello());
  });
  app.post(routes.prune, async (request, response) => {
    response.json((await deps.prunes.prune(parsePruneRequest(request.body))) satisfies PruneAnswer);
  });
  app.use(jobRoutes(deps), moduleRoutes(deps), sessionRoutes(deps));
  app.use(notFound, answerErrors(deps.log));
  return app;
}

const untilReady =
  (ready: Promise<void>): RequestHandler =>
  async (_request, _response, next) => {
    await ready;
    next();
  };
