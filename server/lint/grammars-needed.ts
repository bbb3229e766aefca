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

/** Shell in a notebook, as it stands in its JSON: a line that begins with `!` or `%%bash`, or takes what a command says. */
const shellInNotebook =
  /(?:"|\\n)\s*(?:!|%%(?:bash|sh|script|!)|%(?:pip|conda|mamba|system|sx)\b|\w+\s*=\s*!)/;
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

function addOfNotebook(content: Uint8Array | undefined, needed: Set<GrammarName>): void {
  if (content === undefined) return;
  const text = new TextDecoder().decode(content);
  needed.add(rInNotebook.test(text) ? 'r' : 'python');
  if (!needed.has('bash') && shellInNotebook.test(text)) needed.add('bash');
}
