import type { GrammarName } from '../environment/code/grammars';
import { grammarNames } from '../environment/code/grammars';
import type { RepoView } from '../environment/view';
import type { FileEntry } from './input';
import { fileKind, maxNotebookBytes } from './model';
import type { FileKind } from './rule';

/** Kinds of files that are always read by one grammar. */
const grammarOfKind: Readonly<Partial<Record<FileKind, GrammarName>>> = {
  python: 'python',
  r: 'r',
  shell: 'bash',
};

/** In bytes: where the metadata of a notebook stands, before its cells or behind them. */
const nearEnds = 8 * 1024;

const rInNotebook = /"(?:language|name)"\s*:\s*"(?:R|r|ir|irkernel)"/;

/**
 * The parsers that linting these files takes. Each costs time and memory to load, so that a repository without R does
 * without that of R. A guess on the safe side: it may name one too many.
 */
export function grammarsNeeded(view: RepoView, files: readonly FileEntry[]): ReadonlySet<GrammarName> {
  const needed = new Set<GrammarName>();
  for (const { path, size } of files) {
    if (needed.size === grammarNames.length) break;
    const kind = fileKind(path);
    const own = kind === undefined ? undefined : grammarOfKind[kind];
    if (own !== undefined) needed.add(own);
    else if (kind === 'notebook' && size <= maxNotebookBytes) addOfNotebook(view.read(path), needed);
    else if (isDockerfile(path)) needed.add('bash');
  }
  return needed;
}

function isDockerfile(path: string): boolean {
  return /(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.dockerfile$/i.test(path);
}

/** To find the lines for a shell, a notebook would have to be read to its end, which takes longer than loading a parser. */
function addOfNotebook(content: Uint8Array | undefined, needed: Set<GrammarName>): void {
  if (content === undefined) return;
  const decoder = new TextDecoder();
  const ends = [content.subarray(0, nearEnds), content.subarray(-nearEnds)];
  if (ends.some((end) => rInNotebook.test(decoder.decode(end)))) needed.add('r');
  else for (const name of ['python', 'bash'] as const) needed.add(name);
}
