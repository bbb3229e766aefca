import type { AptEntry, AptFile } from '../../environment/apt-txt';
import { isAptPackage } from '../../environment/apt-txt';
import { excerpt } from '../../environment/text';
import { deleteLines, replaceSpan } from '../edits';
import type { RepositoryModel } from '../model';
import type { Report, Rule } from '../rule';
import { isIgnored } from './ignored';

/** apt.txt, where the build reads it. */
function aptFile(model: RepositoryModel): AptFile | undefined {
  const { apt } = model.reading().readers;
  return apt === undefined || isIgnored(model, apt.source.path) ? undefined : apt;
}

/** Entries by the line they stand on. */
function entryLines({ entries }: AptFile): AptEntry[][] {
  const lines = new Map<number, AptEntry[]>();
  for (const entry of entries) {
    const { line } = entry.range.start;
    lines.set(line, [...(lines.get(line) ?? []), entry]);
  }
  return [...lines.values()];
}

/** What people copy from a shell: `sudo apt-get install -y curl`. */
const commandWords = new Set(['sudo', 'apt', 'apt-get', 'aptitude', 'install', 'add-apt-repository', 'dpkg']);

function isCommandLine(words: readonly AptEntry[]): boolean {
  return words.some(({ text }) => commandWords.has(text.toLowerCase()) || /^-{1,2}[a-z][\w-]*$/i.test(text));
}

function* checkCommandLines(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  for (const words of apt === undefined ? [] : entryLines(apt)) {
    const [first] = words;
    const last = words.at(-1);
    if (apt === undefined || first === undefined || last === undefined || !isCommandLine(words)) continue;
    const range = { start: first.range.start, end: last.range.end };
    const packages = words.filter(
      ({ text, valid }) => valid && !commandWords.has(text.toLowerCase()) && text !== 'update',
    );
    const edit =
      packages.length === 0
        ? deleteLines(apt.source, range)
        : replaceSpan(apt.source, { range }, packages.map(({ text }) => text).join(' '));
    yield {
      file: apt.source.path,
      range,
      args: { written: excerpt(words.map(({ text }) => text).join(' ')) },
      fixes: [{ code: 'apt-command-line.fix', safe: packages.length > 0, edits: [edit] }],
    };
  }
}

function* checkNames(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  for (const words of apt === undefined ? [] : entryLines(apt)) {
    if (apt === undefined || isCommandLine(words)) continue;
    for (const { text, range, valid } of words) {
      if (valid || /[;&|$`<>]/.test(text)) continue;
      const lower = text.toLowerCase();
      const fixes = isAptPackage(lower)
        ? [
            {
              code: 'apt-invalid-name.fix' as const,
              args: { name: lower },
              safe: true,
              edits: [replaceSpan(apt.source, { range }, lower)],
            },
          ]
        : [];
      yield { file: apt.source.path, range, args: { token: excerpt(text) }, fixes };
    }
  }
}

export const aptRules: readonly Rule[] = [
  { id: 'apt-invalid-name', severity: 'error', on: 'repository', check: checkNames },
  { id: 'apt-command-line', severity: 'error', on: 'repository', check: checkCommandLines },
];
