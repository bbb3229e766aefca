import { inConfigDir } from '../../../environment/config-files';
import type { FileEdit } from '../../../protocol';
import { appendLines } from '../../edits';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { ReportFix } from '../../rule';

const command = 'python -m pip install --no-cache-dir .';

/** Has postBuild install the package of the repository, which spares the environment from being made anew with each commit. */
export function installFixes(model: RepositoryModel, code: LintCode): ReportFix[] {
  const { environment, readers } = model.reading();
  const { postBuild } = readers;
  const file = inConfigDir(environment.configDir, 'postBuild');
  if (environment.buildpack === 'dockerfile' || environment.buildpack === 'nix') return [];
  const text = `#!/bin/bash\nset -euo pipefail\n${command}\n`;
  const isShell = postBuild?.interpreter === undefined || /\b(?:ba|da)?sh\b/.test(postBuild.interpreter.text);
  if (postBuild !== undefined && (postBuild.source === undefined || !isShell)) return [];
  const edit: FileEdit =
    postBuild?.source === undefined
      ? { kind: 'create', file, text, executable: true }
      : appendLines(postBuild.source, [command]);
  return [{ code, args: { file }, safe: false, edits: [edit] }];
}
