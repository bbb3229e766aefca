import { normalName } from './names/normal';
import { sha256Hex } from './sha256';

type Table = Readonly<Record<string, unknown>>;

/** What a Pipfile without sources is taken to say. */
const defaultSources = [{ name: 'pypi', url: 'https://pypi.org/simple', verify_ssl: true }];

/** Sections that are no group of packages of the user's own; `default` and `develop` are those of the lock. */
const knownSections = [
  'source',
  'packages',
  'dev-packages',
  'requires',
  'scripts',
  'pipfile',
  'pipenv',
  'default',
  'develop',
];

/**
 * The hashes that pipenv's releases write into a lock for a Pipfile with these values: SHA-256 of its sources, Python and
 * packages as JSON. Releases of 2022 leave groups of the user's own out, later ones take them in, and the newest write
 * names of packages in their normal form (read in, and checked against, pipenv 2022.1.8 and 2026.10.3). Undefined where
 * the values are none that JSON has one way to write.
 */
export function pipfileHashes(data: Table): readonly string[] | undefined {
  const groups = Object.entries(data).filter(([name]) => !knownSections.includes(name));
  const meta = { sources: data['source'] ?? defaultSources, requires: data['requires'] ?? {} };
  const packages = { default: data['packages'] ?? {}, develop: data['dev-packages'] ?? {} };
  const normal = Object.entries({ ...packages, ...Object.fromEntries(groups) });
  const forms = [
    { _meta: meta, ...packages },
    { _meta: meta, ...packages, ...Object.fromEntries(groups) },
    { _meta: meta, ...Object.fromEntries(normal.map(([name, group]) => [name, normalised(group)])) },
  ];
  const texts = forms.map(canonicalJson);
  const known = texts.filter((text) => text !== undefined);
  if (known.length < texts.length) return undefined;
  return [...new Set(known)].map((text) => sha256Hex(new TextEncoder().encode(text)));
}

/** The same group with the names of its packages in their normal form (PEP 503). */
function normalised(group: unknown): unknown {
  if (!isTable(group)) return group;
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [normalName(name), value]));
}

/** As Python writes it with sorted keys and without blanks: ASCII alone. Undefined for fractions, dates and the like. */
function canonicalJson(value: unknown): string | undefined {
  if (typeof value === 'string') return asciiJson(value);
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isSafeInteger(value)))
    return String(value);
  if (Array.isArray(value)) return joined(value.map(canonicalJson), '[', ']');
  if (!isTable(value)) return undefined;
  const keys = Object.keys(value).sort();
  const members = keys.map((key) => {
    const text = canonicalJson(value[key]);
    return text === undefined ? undefined : `${asciiJson(key)}:${text}`;
  });
  return joined(members, '{', '}');
}

function joined(parts: readonly (string | undefined)[], open: string, close: string): string | undefined {
  return parts.includes(undefined) ? undefined : open + parts.join(',') + close;
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isTable(value: unknown): value is Table {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Object.getPrototypeOf(value) as unknown) === Object.prototype
  );
}
