import type { IgnoreFile } from '../../../environment/ignore-file';
import { ignoreRules } from '../../../environment/ignore-patterns';
import type { TextSpan } from '../../../environment/text';
import type { Severity } from '../../../protocol';
import { appendLines, deleteLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { fewNames } from './declared';
import { baseName } from './uses';

/** Patterns of .dockerignore that keep out of the image what its build or its sessions need. */
export function* checkIgnoreFiles(model: RepositoryModel): Iterable<Report> {
  const { environment, readers } = model.reading();
  const { buildpack } = environment;
  // What a Dockerfile copies is for the rules about Dockerfiles.
  if (buildpack === undefined || buildpack === 'dockerfile') return;
  const patterns = readers.ignoreFiles.flatMap((file) => file.patterns.map((pattern) => ({ file, pattern })));
  if (!patterns.every(({ pattern }) => isSimple(pattern.text))) return;
  const lines = patterns.map(({ pattern }) => pattern.text);
  const rules = ignoreRules(lines);
  const needed = neededFiles(model).filter((path) => rules.ignores(path));
  const notebooks = model.filesOf('notebook').filter((path) => rules.ignores(path));
  const byPattern = new Map<Pattern, string[]>();
  for (const path of new Set([...needed, ...notebooks])) {
    const decisive = patterns.findLast(({ pattern }) => ignoreRules([pattern.text]).ignores(path));
    if (decisive !== undefined) byPattern.set(decisive, [...(byPattern.get(decisive) ?? []), path]);
  }
  const hasOthers = notebooks.length < model.filesOf('notebook').length;
  for (const [pattern, paths] of byPattern) yield patternReport(model, pattern, paths, hasOthers);
}

interface Pattern {
  readonly file: IgnoreFile;
  readonly pattern: TextSpan;
}

/** What a step of the build reads. */
function neededFiles(model: RepositoryModel): string[] {
  const { files } = model.reading().environment;
  return files
    .filter(({ path, role }) => role === 'used' && !path.endsWith('ignore'))
    .map(({ path }) => path);
}

function patternReport(
  model: RepositoryModel,
  { file, pattern }: Pattern,
  paths: readonly string[],
  hasOthers: boolean,
): Report {
  const needed = neededFiles(model).filter((path) => paths.includes(path));
  const isNeeded = needed.length > 0;
  // Some notebooks of many may be left out on purpose.
  const severity: Severity = isNeeded ? 'error' : hasOthers ? 'information' : 'warning';
  return {
    file: file.source.path,
    range: pattern.range,
    severity,
    ...(!isNeeded && { code: 'repo-dockerignore-drops-needed.notebooks' }),
    args: { pattern: pattern.text, files: fewNames((isNeeded ? needed : paths).map(baseName)) },
    fixes: isNeeded ? [keep(file, needed)] : [drop(file, pattern)],
  };
}

function keep(file: IgnoreFile, paths: readonly string[]): ReportFix {
  const edits = [
    appendLines(
      file.source,
      paths.map((path) => `!${path}`),
    ),
  ];
  return { code: 'repo-dockerignore-drops-needed.fix-keep', safe: true, edits };
}

function drop(file: IgnoreFile, pattern: TextSpan): ReportFix {
  const edits = [deleteLines(file.source, pattern.range)];
  return { code: 'repo-dockerignore-drops-needed.fix', args: { pattern: pattern.text }, safe: false, edits };
}

/** Patterns with more wildcards than anybody writes would take their time: then nothing is said. */
function isSimple(pattern: string): boolean {
  return pattern.length < 200 && (pattern.match(/\*+|\?|\[/g) ?? []).length <= 4;
}
