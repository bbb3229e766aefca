import type { SourceText } from '../text';
import { jsonSpan, readJson } from './json';
import type { DevcontainerFile } from './types';

/** Reads devcontainer.json: JSON with comments. Never throws. */
export function readDevcontainer(source: SourceText): DevcontainerFile {
  const json = readJson(source, true);
  if ('syntaxError' in json) return { kind: 'devcontainer', source, ...json };
  const image = jsonSpan(source, json.root, 'image');
  // The second is how the file was named before `build`.
  const dockerfile =
    jsonSpan(source, json.root, 'build', 'dockerfile') ?? jsonSpan(source, json.root, 'dockerFile');
  return {
    kind: 'devcontainer',
    source,
    ...(image === undefined ? {} : { image }),
    ...(dockerfile === undefined ? {} : { dockerfile }),
  };
}
