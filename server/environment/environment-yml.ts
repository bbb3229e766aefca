import { isMap, isScalar, isSeq } from 'yaml';
import type { YAMLMap } from 'yaml';
import { isLocalPipRequirement } from './local-requirement';
import { logicalLineAt } from './logical-lines';
import { readMatchSpec } from './match-spec';
import type { MatchSpec } from './match-spec';
import { parseRequirementLine } from './requirement-line';
import type { RequirementLine } from './requirement-line';
import type { SourceText, TextSpan } from './text';
import { rangeAt } from './text';
import type { SyntaxFault } from './toml-text';
import { readYaml, resolved, textOffset, yamlGet, yamlSpan } from './yaml-text';
import type { YamlText } from './yaml-text';

/** One entry of `dependencies`. */
export type CondaDependency =
  /** A package; `spec` is absent where conda cannot read it. */
  | { readonly kind: 'package'; readonly written: TextSpan; readonly spec?: MatchSpec }
  /** The list that pip installs, line by line as in requirements.txt. `key` is the word `pip` before it. */
  | {
      readonly kind: 'pip';
      readonly written: TextSpan;
      readonly key: TextSpan;
      readonly lines: readonly RequirementLine[];
    }
  /** A number, an empty entry, another list or mapping: nothing that conda can install. `pairs` are those of a mapping. */
  | {
      readonly kind: 'other';
      readonly written: TextSpan;
      readonly holds: 'nothing' | 'value' | 'list' | 'mapping';
      readonly pairs: readonly CondaPair[];
    };

/** A key of a mapping and what stands behind it. */
export interface CondaPair {
  readonly key: TextSpan;
  /** Absent where nothing stands there. */
  readonly value?: TextSpan;
  readonly holds: 'nothing' | 'value' | 'list' | 'mapping';
  /** The texts of a list. */
  readonly items: readonly TextSpan[];
}

/** environment.yml, or environment.yaml. */
export interface CondaEnvironmentFile {
  readonly source: SourceText;
  /** Where and why it is not YAML; then nothing else is known of it. */
  readonly syntaxError?: SyntaxFault;
  /** What stands there instead of a mapping. An empty file counts as an empty mapping. */
  readonly notMapping?: TextSpan;
  /** The keys of the mapping as they stand there, known or not; those of merged mappings (`<<`) are left out. */
  readonly keys: readonly CondaPair[];
  readonly name?: TextSpan;
  readonly prefix?: TextSpan;
  readonly channels: readonly TextSpan[];
  /** What `channels` holds where it is no list: the build fails. */
  readonly channelsNotList?: TextSpan;
  readonly dependencies: readonly CondaDependency[];
  /** `dependencies` is there and holds no list: nothing at all, a number, a text. Text breaks the build, the others the plan. */
  readonly dependenciesNotList?: TextSpan & { readonly iterable: boolean };
  /** The version that decides on Python: what stands behind the first `python=`, as far as digits and dots go. */
  readonly python?: CondaPin;
  /** What the first package called python says of its version in another way than `python` does: a range, a channel. */
  readonly pythonRange?: TextSpan;
  /** The version behind `r-base=`, likewise; '' where none is stated. */
  readonly rBase?: CondaPin;
  /** A package named `r-…` is asked for: R is then installed with all that belongs to it. */
  readonly usesR: boolean;
  /** An entry for pip refers to files of the repository: then the update can run only after the copy. */
  readonly local: boolean;
}

/** A version that the recipe reads out of a dependency (contracts/repo2docker.md section 4). */
export interface CondaPin {
  readonly version: string;
  readonly dependency: TextSpan;
}

/** Reads environment.yml. Never throws. */
export function readCondaEnvironment(source: SourceText): CondaEnvironmentFile {
  const yaml = readYaml(source);
  const nothing = { source, keys: [], channels: [], dependencies: [], usesR: false, local: false };
  if (yaml.syntaxError !== undefined) return { ...nothing, syntaxError: yaml.syntaxError };
  const root = resolved(yaml, yaml.root);
  if (root === undefined || (isScalar(root) && root.value === null)) return nothing;
  if (!isMap(root)) return { ...nothing, notMapping: yamlSpan(yaml, root) ?? nowhere(source) };
  return fromMapping(yaml, root);
}

/** The packages by name; what conda cannot read is left out. */
export function condaPackages({ dependencies }: CondaEnvironmentFile): MatchSpec[] {
  return dependencies.flatMap((entry) =>
    entry.kind === 'package' && entry.spec !== undefined ? [entry.spec] : [],
  );
}

/** All lines for pip. */
export function condaPipLines({ dependencies }: CondaEnvironmentFile): RequirementLine[] {
  return dependencies.flatMap((entry) => (entry.kind === 'pip' ? entry.lines : []));
}

function fromMapping(yaml: YamlText, root: YAMLMap): CondaEnvironmentFile {
  const { source } = yaml;
  const text = (key: string): TextSpan | undefined => {
    const node = yamlGet(yaml, root, key);
    return isScalar(node) && node.value !== null ? yamlSpan(yaml, node) : undefined;
  };
  const name = text('name');
  const prefix = text('prefix');
  const keys = pairsOf(yaml, root);
  const channels = items(yaml, yamlGet(yaml, root, 'channels'));
  const channelsKey = keys.find(({ key }) => key.text === 'channels');
  const channelsNotList =
    channelsKey?.holds === 'list' ? undefined : (channelsKey?.value ?? channelsKey?.key);
  const value = yamlGet(yaml, root, 'dependencies');
  const entries = isSeq(value) ? value.items.map((item) => dependency(yaml, item)) : keyEntries(yaml, value);
  const dependencies = entries.filter((entry) => entry !== undefined);
  const packages = dependencies.flatMap((entry) => (entry.kind === 'package' ? [entry.written] : []));
  const python = firstPin(packages, /^python\s*=+\s*([\d.]*)/);
  const range = python === undefined ? pythonRange(dependencies) : undefined;
  const rBase = firstPin(packages, /^r-base\s*=+\s*([\d.]*)/);
  return {
    source,
    keys,
    ...(name === undefined ? {} : { name }),
    ...(prefix === undefined ? {} : { prefix }),
    channels: channels.map((node) => yamlSpan(yaml, node)).filter((span) => span !== undefined),
    ...(channelsNotList === undefined ? {} : { channelsNotList }),
    dependencies,
    ...notList(yaml, root, value),
    ...(python === undefined ? {} : { python }),
    ...(range === undefined ? {} : { pythonRange: range }),
    ...(rBase === undefined ? {} : { rBase }),
    usesR: packages.some((written) => written.text.startsWith('r-')),
    local: lastPipTexts(yaml, value).some(isLocalPipRequirement),
  };
}

function pythonRange(dependencies: readonly CondaDependency[]): TextSpan | undefined {
  return dependencies
    .flatMap((entry) => (entry.kind === 'package' && entry.spec !== undefined ? [entry.spec] : []))
    .find(({ name }) => name.text === 'python')?.version;
}

function items(yaml: YamlText, node: unknown): unknown[] {
  return isSeq(node) ? node.items.map((item) => resolved(yaml, item)) : [];
}

function dependency(yaml: YamlText, item: unknown): CondaDependency | undefined {
  const node = resolved(yaml, item);
  const written = yamlSpan(yaml, node);
  if (written === undefined) return undefined;
  if (isScalar(node) && typeof node.value === 'string') return packageEntry(yaml.source, written);
  const pip = isMap(node) ? yamlGet(yaml, node, 'pip') : undefined;
  const pairs = isMap(node) ? pairsOf(yaml, node) : [];
  if (!isSeq(pip)) return { kind: 'other', written, holds: holds(node), pairs };
  const key = pairs.find((pair) => pair.key.text === 'pip')?.key ?? written;
  return { kind: 'pip', written, key, lines: pipLines(yaml, pip) };
}

function holds(node: unknown): CondaPair['holds'] {
  if (isSeq(node)) return 'list';
  if (isMap(node)) return 'mapping';
  return isScalar(node) && node.value !== null ? 'value' : 'nothing';
}

function pairsOf(yaml: YamlText, map: YAMLMap): CondaPair[] {
  return map.items.flatMap((pair) => {
    const key = isScalar(pair.key) ? yamlSpan(yaml, pair.key) : undefined;
    if (key === undefined || key.text === '<<') return [];
    const node = resolved(yaml, pair.value);
    const held = holds(node);
    const value = held === 'nothing' ? undefined : yamlSpan(yaml, node);
    const texts = items(yaml, node).map((item) => (isScalar(item) ? yamlSpan(yaml, item) : undefined));
    return [
      {
        ...{ key, holds: held, items: texts.filter((text) => text !== undefined) },
        ...(value === undefined ? {} : { value }),
      },
    ];
  });
}

function packageEntry(source: SourceText, written: TextSpan): CondaDependency {
  const spec = readMatchSpec(logicalLineAt(source, written.text, textOffset(source, written)));
  return { kind: 'package', written, ...(spec === undefined ? {} : { spec }) };
}

/** A mapping instead of a list is gone through by its keys. */
function keyEntries(yaml: YamlText, node: unknown): (CondaDependency | undefined)[] {
  return isMap(node) ? node.items.map(({ key }) => dependency(yaml, key)) : [];
}

function pipLines(yaml: YamlText, pip: unknown): RequirementLine[] {
  return items(yaml, pip).flatMap((node) => {
    const written = isScalar(node) && typeof node.value === 'string' ? yamlSpan(yaml, node) : undefined;
    if (written === undefined) return [];
    const { source } = yaml;
    return [parseRequirementLine(logicalLineAt(source, written.text, textOffset(source, written)))];
  });
}

/** Of several lists for pip the last one says whether the repository is needed. */
function lastPipTexts(yaml: YamlText, dependencies: unknown): string[] {
  const lists = items(yaml, dependencies).flatMap((node) => {
    const pip = isMap(node) ? yamlGet(yaml, node, 'pip') : undefined;
    const empty = pip === undefined || (isSeq(pip) && pip.items.length === 0) || isFalsyScalar(pip);
    return empty ? [] : [pip];
  });
  return items(yaml, lists.at(-1)).flatMap((node) =>
    isScalar(node) && typeof node.value === 'string' ? [node.value] : [],
  );
}

function isFalsyScalar(node: unknown): boolean {
  return (
    isScalar(node) && (node.value === null || node.value === '' || node.value === 0 || node.value === false)
  );
}

function notList(
  yaml: YamlText,
  root: YAMLMap,
  value: unknown,
): Pick<CondaEnvironmentFile, 'dependenciesNotList'> {
  const key = root.items.find((pair) => isScalar(pair.key) && pair.key.value === 'dependencies')?.key;
  if (isSeq(value) || (value === undefined && key === undefined)) return {};
  const empty = value === undefined || value === null || (isScalar(value) && value.value === null);
  const span = (empty ? yamlSpan(yaml, key) : yamlSpan(yaml, value)) ?? nowhere(yaml.source);
  const iterable = isMap(value) || (isScalar(value) && typeof value.value === 'string');
  return { dependenciesNotList: { text: empty ? 'nothing' : span.text, range: span.range, iterable } };
}

/** Only the first dependency that matches counts, whatever it says. */
function firstPin(packages: readonly TextSpan[], pattern: RegExp): CondaPin | undefined {
  for (const dependency of packages) {
    const version = pattern.exec(dependency.text)?.[1];
    if (version !== undefined) return { version, dependency };
  }
  return undefined;
}

function nowhere(source: SourceText): TextSpan {
  return { text: '', range: rangeAt(source, 0, 0) };
}
