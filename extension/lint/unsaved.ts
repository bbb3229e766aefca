import type * as vscode from 'vscode';
import type { Vs } from '../platform/vs';
import { notebookJson } from './notebook-json';
import { relativeTo } from './paths';

/** A file with changes that are not saved, and its content with them. */
export interface Unsaved {
  readonly path: string;
  /** Made anew at each call: it follows what is typed. */
  readonly content: () => Uint8Array;
}

/** What in a folder is being edited and not saved. What is saved is read from the disk, byte for byte. */
export function unsavedBelow(vs: Pick<Vs, 'workspace'>, root: vscode.Uri): Unsaved[] {
  const { textDocuments, notebookDocuments } = vs.workspace;
  return [...textDocuments, ...notebookDocuments].flatMap((document) => {
    const path = relativeTo(root, document.uri);
    if (path === undefined || !document.isDirty || document.isClosed) return [];
    return [{ path, content: () => contentOf(document) }];
  });
}

function contentOf(document: vscode.TextDocument | vscode.NotebookDocument): Uint8Array {
  return 'notebookType' in document
    ? notebookJson(document)
    : encodeText(document.getText(), document.encoding);
}

/** The bytes that saving would write; an encoding that is not known here counts as UTF-8. */
export function encodeText(text: string, encoding: string | undefined): Uint8Array {
  switch (encoding) {
    case 'utf8bom':
      return new TextEncoder().encode(`\ufeff${text}`);
    case 'utf16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    default:
      return new TextEncoder().encode(text);
  }
}
