import { normalName, pipName } from '../../../environment/names/python';
import type { RequirementLine } from '../../../environment/requirement-line';
import type { FileEdit } from '../../../protocol';
import { excerpt } from '../../../environment/text';
import { deleteLines, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import type { PipList } from './lists';
import { requirementsFiles } from './lists';
import { isReadable, repairRequirement } from './repair';

/** `name=version=build`, as `conda list --export` writes it; of conda's header and of what it calls explicit, other marks. */
const exported = /^([A-Za-z0-9_][\w.-]*)=([^=\s]+)=([^=\s]+)$/;
const header = /^#\s*(?:platform:\s*\S+|\$ conda create|This file may be used to create an environment)/;

/** `channel::name`, with or without a version. */
const channelled = /^[\w.-]+::([A-Za-z0-9_][\w.-]*)(.*)$/;

/** Packages of conda that are no Python package, whatever they are called. */
const notPython = /^(?:_\w+|lib[\w-]*|python|python_abi|r-[\w-]+|m2w64-[\w-]+|vs\d+_runtime|vc)$/i;

/** The lines of a requirements file that `conda list --export` wrote, with its header. */
export function condaLines(list: PipList): readonly RequirementLine[] {
  if (list.conda) return [];
  const own = new Set(list.lines.filter((line) => line.kind === 'invalid' && isExported(list, line)));
  if (own.size === 0) return [];
  return list.lines.filter((line) => own.has(line) || isHeader(line));
}

/** One finding a file: all of its lines come from one command. */
export function* checkCondaExport(model: RepositoryModel): Iterable<Report> {
  for (const list of requirementsFiles(model)) {
    const lines = condaLines(list);
    const [first] = lines.filter(({ kind }) => kind === 'invalid');
    if (first === undefined) continue;
    const { source } = list;
    const written = textOf(list, first);
    const code = written.startsWith('@') ? 'req-conda-syntax.explicit' : 'req-conda-syntax';
    const fix = {
      code: 'req-conda-syntax.fix' as const,
      safe: false,
      edits: lines.map((line) => edit(list, line)),
    };
    yield {
      file: source.path,
      range: first.range,
      code,
      args: { written: excerpt(written, 40), count: lines.filter(({ kind }) => kind === 'invalid').length },
      fixes: code === 'req-conda-syntax' ? [fix] : [],
    };
  }
}

function isExported(list: PipList, line: RequirementLine): boolean {
  const text = textOf(list, line);
  return exported.test(text) || channelled.test(text) || text === '@EXPLICIT';
}

function isHeader({ kind, comment }: RequirementLine): boolean {
  return kind === 'blank' && comment !== undefined && header.test(comment.text);
}

function textOf({ source }: PipList, { range }: RequirementLine): string {
  return source.text.slice(range.start.offset, Math.min(range.end.offset, range.start.offset + 400));
}

/** The same as pip writes it; what is no Python package goes. */
function edit(list: PipList, line: RequirementLine): FileEdit {
  const text = textOf(list, line);
  const [, name = '', version = ''] = exported.exec(text) ?? [];
  const [, channelName = '', rest = ''] = channelled.exec(text) ?? [];
  const conda = name === '' ? channelName : name;
  const pip = conda === '' || notPython.test(conda) ? undefined : pipName(normalName(conda));
  if (pip === undefined) return deleteLines(list.source, (line.comment ?? line).range);
  const written = name === '' ? pip + rest : `${pip}==${version}`;
  return replaceSpan(
    list.source,
    line,
    isReadable(written) ? written : (repairRequirement(written)?.text ?? pip),
  );
}
