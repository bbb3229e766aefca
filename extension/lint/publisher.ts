import type * as vscode from 'vscode';
import type { PlacedFinding } from './diagnostics';

/** What the window shows of the findings, document by document. */
export interface Publisher {
  /** Shows the findings of one folder in the place of those that it had. */
  publish(folder: string, findings: readonly PlacedFinding[]): void;
  /** What is shown in a document. */
  at(uri: vscode.Uri): readonly PlacedFinding[];
  /** Shows nothing of a folder any more. */
  forget(folder: string): void;
}

/** By document, as text. */
type Shown = ReadonlyMap<string, readonly PlacedFinding[]>;

export function createPublisher(collection: Pick<vscode.DiagnosticCollection, 'set' | 'delete'>): Publisher {
  const folders = new Map<string, Shown>();
  // Folders may lie in one another: a document can have findings of several.
  const at = (uri: vscode.Uri): PlacedFinding[] =>
    [...folders.values()].flatMap((shown) => shown.get(uri.toString()) ?? []);
  const publish = (folder: string, findings: readonly PlacedFinding[]): void => {
    const before: Shown = folders.get(folder) ?? new Map<string, readonly PlacedFinding[]>();
    const after = byDocument(findings);
    folders.set(folder, after);
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const uri = (after.get(key) ?? before.get(key))?.[0]?.uri;
      if (uri === undefined || isSame(before.get(key), after.get(key))) continue;
      const all = at(uri).map(({ diagnostic }) => diagnostic);
      if (all.length === 0) collection.delete(uri);
      else collection.set(uri, all);
    }
  };
  return {
    publish,
    at,
    forget: (folder) => {
      publish(folder, []);
      folders.delete(folder);
    },
  };
}

function byDocument(findings: readonly PlacedFinding[]): Shown {
  const shown = new Map<string, PlacedFinding[]>();
  for (const finding of findings) {
    const key = finding.uri.toString();
    const own = shown.get(key);
    if (own === undefined) shown.set(key, [finding]);
    else own.push(finding);
  }
  return shown;
}

/** True where the editor would have nothing to draw anew. */
function isSame(
  before: readonly PlacedFinding[] | undefined,
  after: readonly PlacedFinding[] | undefined,
): boolean {
  return (
    before?.length === after?.length &&
    before?.every((placed, index) => drawn(placed) === drawn(after?.[index])) !== false
  );
}

/** All that is shown of a finding: its fixes are asked for anew each time. */
function drawn(placed: PlacedFinding | undefined): string {
  return placed === undefined
    ? ''
    : JSON.stringify([{ ...placed.finding, fixes: [] }, placed.diagnostic.message, placed.diagnostic.tags]);
}
