import { isMap, isScalar, isSeq } from 'yaml';
import type { Range } from '../protocol';
import type { JsonNode, JsonText } from './json-text';
import { readJson } from './json-text';
import { rangeAt, spanAt } from './text';
import type { SourceText, TextSpan } from './text';
import type { SyntaxFault } from './toml-text';
import type { YamlText } from './yaml-text';
import { resolved, yamlSpan } from './yaml-text';

/** Data of a YAML or JSON file with its places: what files of metadata are checked on, whichever of the two they are. */
export type DataNode =
  | { readonly kind: 'map'; readonly range: Range; readonly entries: readonly DataEntry[] }
  | { readonly kind: 'list'; readonly range: Range; readonly items: readonly DataNode[] }
  /** `written` is the value as it stands in the file: `1.10` is a number, and a version of its own. */
  | { readonly kind: 'value'; readonly range: Range; readonly value: unknown; readonly written: string };

export interface DataEntry {
  readonly key: TextSpan;
  readonly value: DataNode;
}

/** Deeper data are cut off: aliases of YAML may lead in circles. */
const maxDepth = 20;

/** So are larger ones: ten aliases of ten aliases make many of a few lines. */
const maxNodes = 20_000;

/** The data of a YAML file; undefined where it is broken or empty. */
export function yamlData(yaml: YamlText): DataNode | undefined {
  return yaml.root === undefined ? undefined : fromYaml({ yaml, left: maxNodes }, yaml.root, 0);
}

/** Larger JSON files are no metadata that anybody wrote: nothing is said of them. In UTF-16 units. */
const maxJson = 256 * 1024;

/** The data of a JSON file, or where and why it is broken; neither of a file that is too large. */
export function readJsonData(source: SourceText): {
  readonly root?: DataNode;
  readonly syntaxError?: SyntaxFault;
} {
  if (source.text.length > maxJson) return {};
  const json = readJson(source);
  if (json.syntaxError !== undefined) return { syntaxError: json.syntaxError };
  const root = jsonData(json);
  return root === undefined ? {} : { root };
}

function jsonData(json: JsonText): DataNode | undefined {
  return json.root === undefined ? undefined : fromJson({ json, left: maxNodes }, json.root);
}

/** The value of a key of a map. */
export function dataGet(node: DataNode | undefined, key: string): DataNode | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key.text === key)?.value : undefined;
}

/** The items of a list; none of anything else. */
export function dataItems(node: DataNode | undefined): readonly DataNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** A text or a number as text; undefined for anything else, and for what is blank. */
export function dataText(node: DataNode | undefined): TextSpan | undefined {
  if (node?.kind !== 'value') return undefined;
  const { value, range, written } = node;
  const text = typeof value === 'number' ? written : typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : { text, range };
}

interface Reading {
  readonly yaml: YamlText;
  left: number;
}

function fromYaml(reading: Reading, node: unknown, depth: number): DataNode {
  const { yaml } = reading;
  const { source } = yaml;
  const real = resolved(yaml, node);
  const range = (yamlSpan(yaml, node) ?? yamlSpan(yaml, real))?.range ?? rangeAt(source, 0, 0);
  reading.left -= 1;
  const goesOn = depth < maxDepth && reading.left > 0;
  if (goesOn && isMap(real)) {
    const entries = real.items.slice(0, reading.left).map((pair): DataEntry => {
      const key = yamlSpan(yaml, pair.key) ?? { text: '', range };
      return { key, value: fromYaml(reading, pair.value, depth + 1) };
    });
    return { kind: 'map', range, entries };
  }
  if (goesOn && isSeq(real)) {
    const items = real.items.slice(0, reading.left).map((item) => fromYaml(reading, item, depth + 1));
    return { kind: 'list', range, items };
  }
  const { text: written } = spanAt(source, range.start.offset, range.end.offset);
  return { kind: 'value', range, value: isScalar(real) ? real.value : null, written };
}

interface JsonReading {
  readonly json: JsonText;
  left: number;
}

function fromJson(reading: JsonReading, node: JsonNode): DataNode {
  const { source } = reading.json;
  const range = rangeAt(source, node.start, node.end);
  reading.left -= 1;
  const left = Math.max(0, reading.left);
  if (node.kind === 'object') {
    const entries = node.members.slice(0, left).map(({ name, nameStart, nameEnd, value }) => ({
      key: { text: name, range: rangeAt(source, nameStart, nameEnd) },
      value: fromJson(reading, value),
    }));
    return { kind: 'map', range, entries };
  }
  if (node.kind === 'array')
    return { kind: 'list', range, items: node.items.slice(0, left).map((item) => fromJson(reading, item)) };
  return { kind: 'value', range, value: node.value, written: source.text.slice(node.start, node.end) };
}
