import type { AptEntry } from '../../../environment/apt-txt';
import { excerpt } from '../../../environment/text';
import type { Range } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { aptFile, entryLines, removeWords } from './file';

/** What people copy from a shell: `sudo apt-get install -y curl`. */
const commandWords = new Set(['sudo', 'apt', 'apt-get', 'aptitude', 'install', 'add-apt-repository', 'dpkg']);

/** True for a line that was copied from a shell. One word alone is a package: there is one called `sudo`. */
export function isCommandLine(words: readonly AptEntry[]): boolean {
  if (words.length === 1) return isOption(words[0]?.text ?? '');
  return words.some(({ text }) => commandWords.has(text.toLowerCase()) || isOption(text));
}

function isOption(text: string): boolean {
  return /^-{1,2}[a-z][\w-]*$/i.test(text);
}

/** Characters by which a shell would take words apart, or put others in their place. */
const metacharacters = /[;&|$`<>\\]/;

export function* checkCommandLines(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  for (const words of apt === undefined ? [] : entryLines(apt)) {
    const range = rangeOf(words);
    if (apt === undefined || range === undefined || !isCommandLine(words)) continue;
    const packages = installedBy(words);
    const edit =
      packages.length === 0
        ? removeWords(apt, range)
        : replaceSpan(apt.source, { range }, packages.map(({ text }) => text).join(' '));
    yield {
      file: apt.source.path,
      range,
      args: { written: excerpt(words.map(({ text }) => text).join(' ')) },
      fixes: [
        packages.length === 0
          ? { code: 'apt-command-line.fix-remove', safe: false, edits: [edit] }
          : { code: 'apt-command-line.fix', safe: true, edits: [edit] },
      ],
    };
  }
}

function rangeOf(words: readonly AptEntry[]): Range | undefined {
  const [first] = words;
  const last = words.at(-1);
  return first === undefined || last === undefined
    ? undefined
    : { start: first.range.start, end: last.range.end };
}

/** The packages of a command: of several commands on a line, those that `install` gets. */
function installedBy(words: readonly AptEntry[]): readonly AptEntry[] {
  const commands: AptEntry[][] = [[]];
  for (const word of words) {
    if (/^[;&|]+$/.test(word.text)) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  const installing = commands.filter((command) => command.some(({ text }) => text === 'install'));
  const counted = installing.length > 0 ? installing : commands.slice(0, 1);
  return counted.flatMap((command) =>
    command
      .slice(command.findIndex(({ text }) => text === 'install') + 1)
      .filter(({ text, valid }) => valid && !commandWords.has(text.toLowerCase())),
  );
}

export function* checkMetacharacters(model: RepositoryModel): Iterable<Report> {
  const apt = aptFile(model);
  for (const words of apt === undefined ? [] : entryLines(apt)) {
    if (apt === undefined || isCommandLine(words)) continue;
    const [first] = words.filter(({ text, valid }) => !valid && metacharacters.test(text));
    const end = words.at(-1)?.range.end;
    if (first === undefined || end === undefined) continue;
    const sign = metacharacters.exec(first.text);
    const start = first.range.start.offset + (sign?.index ?? 0);
    const position = {
      ...first.range.start,
      offset: start,
      column: first.range.start.column + (sign?.index ?? 0),
    };
    const range = { start: position, end };
    yield {
      file: apt.source.path,
      range,
      args: { sign: sign?.[0] ?? '', written: excerpt(first.text) },
      fixes: [{ code: 'apt-shell-metachar.fix', safe: false, edits: [removeWords(apt, range)] }],
    };
  }
}

/** True for a word that the rule about signs of a shell speaks of. */
export function hasMetacharacter({ text, valid }: AptEntry): boolean {
  return !valid && metacharacters.test(text);
}
