import { realpath } from 'node:fs/promises';
import { Router } from 'express';
import type { ModulesAnswer } from '../protocol';
import { routes } from '../protocol';
import type { AppDeps } from './app';
import { parseFolder } from './requests';

/** What built environments have: the linter goes by it instead of by tables. */
export function moduleRoutes({ builtModules }: AppDeps): Router {
  const router = Router();
  router.get(routes.modules, async (request, response) => {
    const folder = parseFolder(request.query['folder']);
    // Builds know folders by their real places.
    const place = await realpath(folder).catch(() => folder);
    response.json({ modules: (await builtModules(place)) ?? null } satisfies ModulesAnswer);
  });
  return router;
}
