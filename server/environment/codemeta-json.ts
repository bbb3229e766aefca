import { dataGet, dataText, readJsonData } from './data-tree';
import type { SourceText, TextSpan } from './text';

/** codemeta.json: the same metadata once more, as JSON-LD. */
export interface CodemetaFile {
  readonly source: SourceText;
  readonly name?: TextSpan;
  readonly version?: TextSpan;
  /** Often an address: `https://spdx.org/licenses/MIT`. */
  readonly licence?: TextSpan;
}

/** Reads codemeta.json; of a broken file nothing is known. Never throws. */
export function readCodemeta(source: SourceText): CodemetaFile {
  const { root } = readJsonData(source);
  const name = dataText(dataGet(root, 'name'));
  const version = dataText(dataGet(root, 'version')) ?? dataText(dataGet(root, 'softwareVersion'));
  const licence = dataText(dataGet(root, 'license'));
  return {
    source,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(licence === undefined ? {} : { licence }),
  };
}
