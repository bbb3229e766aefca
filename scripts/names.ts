// Makes the tables of names that the linter goes by (server/environment/names/*.json): what we know ourselves
// (scripts/names/*.txt), and facts out of two public tables, given as files:
//   npx tsx scripts/names.ts <pipreqs/mapping> <compressed_mapping.json of parselmouth for conda-forge>
// server/environment/names/README.md says which versions of them were used.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalName } from '../server/environment/names/normal';
import { condaTable } from './names/conda';
import { moduleTable } from './names/modules';
import { readRows, readWords } from './names/read';

const root = join(__dirname, '..');
const [pipreqs, parselmouth] = process.argv.slice(2);
if (pipreqs === undefined || parselmouth === undefined)
  throw new Error('which files? npx tsx scripts/names.ts <mapping of pipreqs> <mapping of parselmouth>');

const own = (name: string): string => readFileSync(join(root, 'scripts', 'names', name), 'utf8');
const write = (name: string, value: unknown): void => {
  writeFileSync(join(root, 'server', 'environment', 'names', name), `${JSON.stringify(value, null, 2)}\n`);
};

/** Names on conda-forge, and the packages of the index that each has. */
const onConda = new Map(
  Object.entries(JSON.parse(readFileSync(parselmouth, 'utf8')) as Record<string, string[] | null>),
);
const refused = own('refused.txt');
const modules = moduleTable({
  same: readWords(own('same.txt')),
  other: readRows(own('modules.txt')),
  mapping: readRows(readFileSync(pipreqs, 'utf8')),
  refused: new Set(readWords(refused.split('conda:')[0] ?? '')),
  known: new Set([...onConda.values()].flatMap((names) => names ?? []).map(normalName)),
});
write('modules.json', modules);
write(
  'conda.json',
  condaTable({
    onConda,
    own: readRows(own('conda.txt')),
    refused: new Set(readWords(refused.split('conda:')[1] ?? '')),
    packages: Object.values(modules.other).flatMap((names) => names.split(' ')),
    same: modules.same.split(' '),
  }),
);
write(
  'brings.json',
  Object.fromEntries(
    readRows(own('brings.txt')).flatMap(([name, names]) =>
      names.length === 0 ? [] : [[normalConda(name), names.map(normalName).join(' ')]],
    ),
  ),
);

function normalConda(name: string): string {
  return name.startsWith('conda:') ? `conda:${normalName(name.slice(6))}` : normalName(name);
}
