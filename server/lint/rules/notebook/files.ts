import type { SourceText, TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { isCopy } from './cells';
import { callsOf, codeFacts } from './code';
import { pathsRead } from './file-reads';
import { isMade } from './file-writers';
import { folderOf, inOtherCase, relativePath, resolvePath } from './paths';

/** A path that code reads and that is not there. */
interface Missing {
  readonly written: TextSpan;
  readonly source: SourceText;
  /** The same path with other letters, where there is one. */
  readonly other?: string;
}

export function* checkFileMissing(model: RepositoryModel, path: string): Iterable<Report> {
  const seen = new Set<string>();
  for (const { written, other } of missingPaths(model, path)) {
    if (other !== undefined || seen.has(written.text) || isMade(model, written.text)) continue;
    seen.add(written.text);
    yield { file: path, range: written.range, args: { path: excerpt(written.text, 80) } };
  }
}

export function* checkPathCase(model: RepositoryModel, path: string): Iterable<Report> {
  for (const { written, other, source } of missingPaths(model, path)) {
    if (other === undefined) continue;
    yield {
      file: path,
      range: written.range,
      args: { path: excerpt(written.text, 80), other: excerpt(other, 80) },
      fixes: caseFix(source, written, other),
    };
  }
}

/** Where the path is written without escapes, so that it can be written anew. */
function caseFix(source: SourceText, written: TextSpan, other: string): ReportFix[] {
  const { start, end } = written.range;
  if (source.text.slice(start.offset, end.offset) !== written.text || /["'\\]/.test(other)) return [];
  return [
    {
      code: 'nb-path-case.fix',
      args: { other: excerpt(other, 80) },
      safe: true,
      edits: [replaceSpan(source, written, other)],
    },
  ];
}

const goingElsewhere = new Set(['chdir']);

function missingPaths(model: RepositoryModel, path: string): readonly Missing[] {
  if (isCopy(path)) return [];
  return model.once(`notebook:missing:${path}`, () => {
    const facts = codeFacts(model, path);
    const { cells } = facts;
    // Where the notebook goes to another folder, paths count from there.
    if (cells.some(({ magics }) => magics.some(({ name }) => name === 'cd' || name === 'pushd'))) return [];
    if (callsOf(facts, goingElsewhere).some(({ name }) => name === 'os.chdir')) return [];
    return pathsRead(facts).flatMap((written) => {
      const source = cells.find((code) => code.source.cell === written.range.cell)?.source;
      return source === undefined ? [] : missing(model, path, written, source);
    });
  });
}

/** Paths count from the notebook's folder; from the root, too, where many start their notebooks. */
function missing(model: RepositoryModel, path: string, written: TextSpan, source: SourceText): Missing[] {
  const places = [...new Set([folderOf(path), ''])].flatMap((folder) => {
    const place = resolvePath(folder, written.text);
    return place === undefined || place === '' ? [] : [{ folder, place }];
  });
  if (places.length === 0 || places.some(({ place }) => model.has(place))) return [];
  for (const { folder, place } of places) {
    const found = inOtherCase(model, place);
    if (found === undefined) continue;
    const dots = /^(?:\.\/)+/.exec(written.text)?.[0] ?? '';
    return [{ written, source, other: dots + relativePath(folder, found) }];
  }
  return [{ written, source }];
}
