// npm test [-- layer…]: runs the layers, skips by name what has a missing part, and ends with the sum on a line alone.
import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBundles } from './build/stale.mjs';
import { layers } from './test/layers.mjs';
import { missingParts, root } from './test/parts.mjs';
import { listTests, runLayer } from './test/run-layer.mjs';
import { treeFor } from './test/tree.mjs';
import { testUser } from './test/user.mjs';

const strict = process.env.CI === 'true';
const self = { self: true };
const total = { passed: 0, failed: 0, skipped: 0 };
let interrupted = false;
/** The tree for the test user; made when first needed. */
let theirs;
process.once('SIGINT', () => (interrupted = true)).once('SIGTERM', () => (interrupted = true));

const chosen = choose();
const bundled = !chosen.some(({ layer }) => layer.bundles) || ensureBundles();
if (!bundled) {
  console.error('The bundles cannot be made, so the layers that run them are left out: see above.');
  total.failed += 1;
}
for (const choice of chosen) if (!interrupted && (bundled || !choice.layer.bundles)) await take(choice);
finish();

/** Layers with their files: those named, or of which a file is named, or the ones that run by default. */
function choose() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string' } },
  });
  const paths = positionals.map((name) => relative(root, resolve(name)).split(sep).join('/'));
  const choices = layers.map((layer) => {
    const files = testFiles(layer);
    const wanted = positionals.includes(layer.name) ? files : files.filter((file) => paths.includes(file));
    const runs =
      positionals.length > 0 ? positionals.includes(layer.name) || wanted.length > 0 : layer.byDefault;
    return { layer, runs, files: positionals.length > 0 ? wanted : files, grep: values.grep };
  });
  const known = new Set([...layers.map(({ name }) => name), ...choices.flatMap(({ files }) => files)]);
  const unknown = positionals.filter((name, index) => !known.has(name) && !known.has(paths[index]));
  if (unknown.length > 0) {
    console.error(
      `Neither a layer nor a test file: ${unknown.join(', ')}. Layers: ${layers.map(({ name }) => name).join(', ')}.`,
    );
    process.exit(2);
  }
  return choices.filter(({ runs }) => runs);
}

async function take({ layer, files, grep }) {
  console.log(`\n== ${layer.name}`);
  if (files.length === 0) return console.log('  no tests yet');
  const missing = await missingParts(layer.needs);
  if (missing !== '') return leaveOut({ layer, files, grep, missing });
  const user = layer.unprivileged ? testUser() : self;
  const tree = user.self ? treeFor(root, self) : (theirs ??= treeFor(root, user));
  add(layer, await runLayer({ layer, files, grep, tree: tree.path, user, output: tree.output }));
}

function add(layer, { passed, failed, skipped }) {
  for (const title of skipped) console.log(`  skipped: ${title}`);
  console.log(`  ${layer.name}: ${sum({ passed, failed, skipped: skipped.length })}`);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped.length;
}

/** Counts the tests that could not run; where everything has to be there, that is a failure. */
async function leaveOut({ layer, files, grep, missing }) {
  const output = join(root, 'test-output');
  const { passed } = await listTests({ layer, files, grep, tree: root, user: self, output });
  console.log(`  ${strict ? 'FAILED' : 'skipped'}: ${layer.name} (${passed} tests) needs ${missing}`);
  if (strict) total.failed += 1;
  else total.skipped += passed;
}

/** Relative to the root, with `/`, as mocha wants them. */
function testFiles({ folder, without }) {
  if (!statSync(join(root, folder), { throwIfNoEntry: false })) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .filter((file) => without === undefined || !file.startsWith(`${without}/`))
    .sort();
}

function finish() {
  theirs?.close();
  if (total.passed + total.failed === 0) console.error('\nNo test ran.');
  console.log(`\n${sum(total)}`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

function sum({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
