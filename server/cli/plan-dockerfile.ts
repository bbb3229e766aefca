import { readFile } from 'node:fs/promises';
import { printedDockerfile } from '../build/docker/printed';
import { entryScriptPath } from '../launch/entry-script';
import type { Plan } from '../protocol';

/** The plan as a Dockerfile that builds anywhere by itself. */
export async function planDockerfile(plan: Plan): Promise<string> {
  return printedDockerfile(plan, await readFile(entryScriptPath(), 'utf8'));
}
