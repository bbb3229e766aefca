import type { Vs } from '../platform/vs';

/** Path of the notebook that is open in front, as a notebook or as text; undefined when there is none on disk. */
export function activeNotebook(vs: Pick<Vs, 'window'>): string | undefined {
  const uri = vs.window.activeNotebookEditor?.notebook.uri ?? vs.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' && uri.path.endsWith('.ipynb') ? uri.fsPath : undefined;
}
