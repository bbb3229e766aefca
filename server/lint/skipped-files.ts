import { maxConfigBytes } from '../environment/config-files';
import type { MessageArgs } from '../protocol';
import type { LintCode } from './messages';
import { renderLintMessage } from './messages';
import type { RepositoryModel } from './model';
import { fileKind, maxNotebookBytes } from './model';

/** A file that was not looked into. */
export interface SkippedFile {
  readonly file: string;
  readonly code: LintCode;
  readonly args: MessageArgs;
  /** The reason in English. */
  readonly message: string;
}

/** The notebooks and scripts that cannot be read as such. Configuration files are told by rules. */
export function skippedFiles(model: RepositoryModel): SkippedFile[] {
  return model.files().flatMap(({ path, size }) => {
    const kind = fileKind(path);
    if (kind === undefined || kind === 'markdown') return [];
    const limit = kind === 'notebook' ? maxNotebookBytes : maxConfigBytes;
    if (size > limit) return [skipped(path, 'lint-skipped-large', { megabytes: Math.round(size / 1e6) })];
    const read = kind === 'notebook' ? model.notebook(path) : model.text(path);
    return read === undefined ? [skipped(path, 'lint-skipped-unreadable', {})] : [];
  });
}

function skipped(file: string, code: LintCode, args: MessageArgs): SkippedFile {
  return { file, code, args, message: renderLintMessage(code, args) };
}
