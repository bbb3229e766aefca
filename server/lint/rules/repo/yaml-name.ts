import { inConfigDir } from '../../../environment/config-files';
import type { FileEdit } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { isNamed } from './evidence';

/** environment.yaml, which builders read only since January 2026 (repo2docker issue 1373). */
export function* checkYamlName(model: RepositoryModel): Iterable<Report> {
  const { configDir, files } = model.reading().environment;
  const file = inConfigDir(configDir, 'environment.yaml');
  const to = inConfigDir(configDir, 'environment.yml');
  if (!files.some(({ path, role }) => path === file && role === 'used')) return;
  const edits: FileEdit[] = [{ kind: 'rename', file, to }];
  // A command that names it would no longer find it.
  const fix = {
    code: 'repo-environment-yaml-old-builder.fix',
    args: { to },
    safe: !isNamed(model, file),
    edits,
  } as const;
  yield { file, fixes: [fix] };
}
