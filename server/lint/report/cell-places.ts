import { findNodeAtLocation, parseTree } from 'jsonc-parser/lib/esm/main.js';
import type { Node } from 'jsonc-parser/lib/esm/main.js';
import { positionAt, sourceText } from '../../environment/text';
import type { RepoView } from '../../environment/view';

/** Where the cells of a notebook stand in its file. */
export interface CellPlaces {
  /** Line of the file (zero-based) that holds line `line` of cell `cell`; the cell's first where it has no own. */
  lineOf(cell: number, line: number): number | undefined;
}

/** The notebooks asked for last: reports ask for one after the other. */
const kept = new WeakMap<RepoView, { readonly file: string; readonly places: CellPlaces }>();

/** Reads the places of a notebook's cells. A notebook is parsed once for all findings that follow each other. */
export function cellPlaces(view: RepoView, file: string): CellPlaces {
  const held = kept.get(view);
  if (held?.file === file) return held.places;
  const places = readPlaces(view, file);
  kept.set(view, { file, places });
  return places;
}

function readPlaces(view: RepoView, file: string): CellPlaces {
  const source = sourceText(file, view.read(file) ?? new Uint8Array());
  const tree = parseTree(source.text);
  return {
    lineOf: (cell, line) => {
      const node = tree && findNodeAtLocation(tree, ['cells', cell, 'source']);
      const found = node && lineNode(node, line);
      return found === undefined ? undefined : positionAt(source, found.offset).line;
    },
  };
}

/** nbformat stores a line per element, most of the time. */
function lineNode(node: Node, line: number): Node {
  return node.type === 'array' ? (node.children?.[line] ?? node.children?.at(-1) ?? node) : node;
}
