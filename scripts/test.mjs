// npm test [-- layer…]: runs the layers, skips by name what has a missing part, and ends with the sum on a line alone.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBundles } from './build/stale.mjs';
import { layers } from './test/layers.mjs';
import { missingParts, root } from './test/parts.mjs';
import { listTests, runLayer } from './test/run-layer.mjs';
import { treeFor } from './test/tree.mjs';
import { testUser } from './test/user.mjs';

const strict = process.env.CI === 'true';
const self = { self: true };
const total = { passed: 0, failed: 0, skipped: 0 };

const named = process.argv.slice(2);
const unknown = named.filter((name) => !layers.some((layer) => layer.name === name));
if (unknown.length > 0) {
  console.error(
    `No such layer: ${unknown.join(', ')}. There are: ${layers.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}
const chosen = layers.filter((layer) => (named.length > 0 ? named.includes(layer.name) : layer.byDefault));

if (chosen.some((layer) => layer.bundles) && !ensureBundles()) {
  console.error('The bundles cannot be made: see above.');
  total.failed += 1;
} else {
  for (const layer of chosen) await take(layer);
}
finish();

async function take(layer) {
  const files = testFiles(join('test', layer.name));
  console.log(`\n== ${layer.name}`);
  if (files.length === 0) return console.log('  no tests yet');
  const missing = await missingParts(layer.needs);
  if (missing.length > 0) return leaveOut(layer, files, missing);
  const user = layer.unprivileged ? testUser() : self;
  const tree = treeFor(root, user);
  try {
    add(layer, await runLayer({ layer, files, tree: tree.path, user, output: tree.output }));
  } finally {
    tree.close();
  }
}

function add(layer, { passed, failed, skipped }) {
  for (const title of skipped) console.log(`  skipped: ${title}`);
  console.log(`  ${layer.name}: ${sum({ passed, failed, skipped: skipped.length })}`);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped.length;
}

/** Counts the tests that could not run; where everything has to be there, that is a failure. */
async function leaveOut(layer, files, missing) {
  const { passed } = await listTests({
    layer,
    files,
    tree: root,
    user: self,
    output: join(root, 'test-output'),
  });
  const sentence = `${layer.name} (${passed} tests) needs ${missing.join(' and ')}: get it with npm run test:setup`;
  console.log(`  ${strict ? 'FAILED' : 'skipped'}: ${sentence}`);
  if (strict) total.failed += 1;
  else total.skipped += passed;
}

function testFiles(folder) {
  if (!statSync(join(root, folder), { throwIfNoEntry: false })) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .sort();
}

function finish() {
  if (total.passed + total.failed === 0) console.error('\nNo test ran.');
  console.log(`\n${sum(total)}`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

function sum({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
