import type { RCall } from '../../../environment/code/r-code';
import { functionName } from '../../../environment/code/r-uses';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { analysisFiles } from './files';
import { deleteStatement } from './statements';

/** `rm(list = ls())`: once for each file. */
export function* checkRemoveAll(model: RepositoryModel): Iterable<Report> {
  for (const { file, code, call } of firstCalls(model, isRemoveAll)) {
    const edit = deleteStatement(code, call);
    const fixes = edit === undefined ? [] : [{ code: 'r-rm-list.fix' as const, safe: false, edits: [edit] }];
    yield { file, range: call.range, fixes };
  }
}

/** `attach(data)`: once for each file. */
export function* checkAttach(model: RepositoryModel): Iterable<Report> {
  for (const { file, call } of firstCalls(model, isAttach)) {
    yield { file, range: call.range, args: { written: call.arguments[0]?.written.text.slice(0, 60) ?? '' } };
  }
}

/** Stored workspaces. */
export function* checkWorkspace(model: RepositoryModel): Iterable<Report> {
  for (const { path } of model.files()) {
    if (!/(?:^|\/)\.RData$/.test(path)) continue;
    yield {
      file: path,
      fixes: [{ code: 'r-workspace.fix', safe: false, edits: [{ kind: 'delete', file: path }] }],
    };
  }
}

function isRemoveAll({ callee, arguments: list }: RCall): boolean {
  return (
    functionName(callee.text) === 'rm' &&
    list.some(({ name, written }) => name === 'list' && /^(?:base::)?ls\s*\(/.test(written.text))
  );
}

function isAttach({ callee, arguments: list }: RCall): boolean {
  const [first] = list;
  return (
    (callee.text === 'attach' || callee.text === 'base::attach') &&
    first !== undefined &&
    /^[A-Za-z.][\w.$]*$/.test(first.written.text)
  );
}

/** The first call of each file that is one of those meant, outside of functions and branches. */
function* firstCalls(
  model: RepositoryModel,
  isMeant: (call: RCall) => boolean,
): Iterable<{ file: string; code: ReturnType<RepositoryModel['r']>[number]['source']; call: RCall }> {
  for (const { path, codes } of analysisFiles(model)) {
    const found = codes
      .flatMap((code) => code.calls.map((call) => ({ code: code.source, call })))
      .find(({ call }) => !call.conditional && isMeant(call));
    if (found !== undefined) yield { file: path, ...found };
  }
}
