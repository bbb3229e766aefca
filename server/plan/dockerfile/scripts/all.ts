/**
 * Scripts that a Dockerfile's steps run, for any POSIX shell. They stand in the tools image (or in the Dockerfile's own
 * first stage) and are mounted where they are needed: none of them is in the finished image. Each says in its first
 * lines what it expects.
 */
import { baseScripts } from './base';
import { condaScripts } from './conda';
import { fetchScripts } from './fetch';
import { juliaScripts } from './julia';
import { lockScripts } from './lock';
import { nixScripts } from './nix';
import { pythonScripts } from './python';
import { rScripts } from './r';

/** By file name. */
export const buildScripts: Readonly<Record<string, string>> = {
  ...baseScripts,
  ...fetchScripts,
  ...pythonScripts,
  ...lockScripts,
  ...condaScripts,
  ...rScripts,
  ...juliaScripts,
  ...nixScripts,
};
