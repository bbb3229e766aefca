import { inConfigDir } from '../../environment/config-files';
import type { Step } from '../../protocol';
import type { Reading } from './steps';
import { repositoryStep } from './steps';

/** The repository's own Dockerfile. Its context is the root even where it stands in a configuration folder. */
export function dockerfileSteps({ environment: { configDir }, readers }: Reading): Step[] {
  const file = inConfigDir(configDir, 'Dockerfile');
  const inputs = [file, ...readers.ignoreFiles.map(({ source }) => source.path)];
  const base = repositoryStep('after-copy', `build-dockerfile:${file}`, inputs, 'root');
  return [{ ...base, op: 'build-dockerfile', file, context: '.' }];
}
