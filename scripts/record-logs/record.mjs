// Makes the recorded logs of test/unit/build/explain/logs again, with the real tools: node scripts/record-logs/record.mjs [NAME…]
// Needs docker and the images `bindery-record:tools` and `bindery-record:heavy` (see README.md here).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { cases } from './cases.mjs';
import { engineCases } from './engine-cases.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = fileURLToPath(new URL('../../test/unit/build/explain/logs/', import.meta.url));
const prelude = readFileSync(`${here}prelude.sh`, 'utf8');
const limit = 60_000;

/** Names of this machine, of its networks and of registries mean nothing to a reader. */
function neutral(text) {
  return text
    .replaceAll('https://pypi.org', 'https://index.example.org')
    .replaceAll('pypi.org', 'index.example.org')
    .replaceAll('files.pythonhosted.org', 'files.example.org')
    .replace(/https?:\/\/[^/\s]+\/debian/g, 'http://deb.example.org/debian')
    .replace(/\[?IP: [\d.:]+ \d+\]?/g, '[IP: 192.0.2.1 80]')
    .replaceAll(hostname(), 'machine')
    .replace(/\/tmp\/(?:pip-[\w-]+|tmp\w+|Rtmp\w+)/g, '/tmp/work')
    .replace(/ on [\d.]+:53: no such host/g, ' on 192.0.2.53:53: no such host')
    .replace(/^#\d+ (?:\d+\.\d+ )?/gm, '')
    .replace(/object at 0x[0-9a-f]+/g, 'object at 0x7f0000000000')
    .replace(/\r+\n/g, '\n');
}

function record(name) {
  const { script, image = 'tools', run = [] } = cases[name];
  const args = [
    'run',
    '--rm',
    '-i',
    '--hostname',
    'machine',
    ...run,
    `bindery-record:${image}`,
    'bash',
    '-c',
    `exec 2>&1; ${prelude}\n${script}`,
  ];
  return finish(name, spawnSync('docker', args, { encoding: 'utf8', timeout: 600_000, maxBuffer: 1 << 28 }));
}

function finish(name, { stdout, stderr, status }) {
  const text = neutral(`${stdout}${stderr}`);
  writeFileSync(`${target}${name}.log`, text.length > limit ? text.slice(-limit) : text);
  console.log(`${name}: exit ${status}, ${text.length} characters`);
}

mkdirSync(target, { recursive: true });
const names =
  process.argv.length > 2 ? process.argv.slice(2) : [...Object.keys(cases), ...Object.keys(engineCases)];
for (const name of names) {
  if (name in cases) record(name);
  else finish(name, engineCases[name](execFileSync, spawnSync));
}
