import { isAptPackage } from '../../../environment/apt-txt';
import { excerpt, spanAt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { hasMetacharacter, isCommandLine } from './commands';
import { aptFile, entryLines, removeWords } from './file';

export function* checkNames(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  for (const words of apt === undefined ? [] : entryLines(apt)) {
    if (apt === undefined || isCommandLine(words)) continue;
    for (const word of words) {
      if (word.valid || hasMetacharacter(word)) continue;
      const name = meantName(word.text);
      const edits = name === undefined ? [] : [replaceSpan(apt.source, word, name)];
      yield {
        file: apt.source.path,
        range: word.range,
        args: { token: excerpt(word.text) },
        fixes:
          name === undefined ? [] : [{ code: 'apt-invalid-name.fix', args: { name }, safe: true, edits }],
      };
    }
  }
}

/** What was surely meant: `Curl`, `curl,`, `"curl"`. */
function meantName(text: string): string | undefined {
  const name = text
    .replace(/^["']|["',]+$/g, '')
    .replace(/==/, '=')
    .toLowerCase();
  return isAptPackage(name) ? name : undefined;
}

export function* checkVersions(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  for (const { text, range, valid } of apt?.entries ?? []) {
    const at = text.indexOf('=');
    if (apt === undefined || !valid || at === -1) continue;
    const version = spanAt(apt.source, range.start.offset + at, range.end.offset);
    yield {
      file: apt.source.path,
      range: version.range,
      args: { name: text.slice(0, at), version: excerpt(text.slice(at + 1)) },
      fixes: [{ code: 'apt-version-pin.fix', safe: false, edits: [replaceSpan(apt.source, version, '')] }],
    };
  }
}

export function* checkDuplicates(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  const seen = new Map<string, number>();
  for (const { text, range, valid } of apt?.entries ?? []) {
    const line = seen.get(text);
    if (apt === undefined || !valid) continue;
    if (line === undefined) seen.set(text, range.start.line + 1);
    else
      yield {
        file: apt.source.path,
        range,
        args: { name: text, line },
        fixes: [{ code: 'apt-duplicate.fix', safe: true, edits: [removeWords(apt, range)] }],
      };
  }
}
