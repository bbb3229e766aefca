// npm run build: the bundles in dist/ (scripts/build/bundles.mjs says which), their sizes, and whether they keep within
// their budgets. `--dev` adds source maps and does not minify; `--quiet` prints only what goes wrong.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { bundles, copies, root } from './build/bundles.mjs';
import { splitOptions, toCommonJs } from './build/split.mjs';
import { stampFile } from './build/stale.mjs';

const dev = process.argv.includes('--dev');
const quiet = process.argv.includes('--quiet');
const dist = join(root, 'dist');
const say = (text) => (quiet ? undefined : console.log(text));

const minify = { minifySyntax: !dev, minifyWhitespace: !dev };

/** Bundles in memory, then replaces the files at once: somebody may be running the old ones. */
async function bundle({ name, entry, options, split }) {
  const { banner, ...rest } = options;
  const base = name.replace(/\.js$/, '');
  const { outputFiles } = await build({
    ...minify,
    minifyIdentifiers: !dev,
    sourcemap: dev ? (split ? 'inline' : 'linked') : false,
    legalComments: 'none',
    logLevel: 'warning',
    ...rest,
    ...(split ? splitOptions(base) : { banner }),
    absWorkingDir: root,
    entryPoints: [{ in: entry, out: base }],
    bundle: true,
    write: false,
    outdir: dist,
  });
  const files = await Promise.all(
    outputFiles.map(async ({ path, contents, text }) => {
      const file = basename(path);
      const how = { ...options, minify, sourcemap: dev };
      const code = split ? `${file === name ? split.head : ''}${await toCommonJs(text, how)}` : contents;
      replace(path, code, split && file === name ? 0o755 : 0o644);
      return file;
    }),
  );
  const size = files.reduce((sum, file) => sum + statSync(join(dist, file)).size, 0);
  return { name, files, size };
}

function replace(path, contents, mode) {
  writeFileSync(`${path}.new`, contents, { mode });
  renameSync(`${path}.new`, path);
}

function copyPlainFiles() {
  return copies.flatMap(({ from, pattern }) => {
    const names = readdirSync(join(root, from));
    return names
      .filter((name) => pattern.test(name))
      .map((name) => {
        replace(join(dist, name), readFileSync(join(root, from, name)), 0o644);
        return name;
      });
  });
}

/** What an earlier build made and this one does not. */
function removeOthers(names) {
  for (const name of readdirSync(dist)) {
    if (!names.includes(name)) rmSync(join(dist, name), { recursive: true, force: true });
  }
}

/** One line per bundle; false when one is larger than it may be. */
function report(sizes) {
  const over = sizes.filter(({ name, size }) => size > budgetOf(name));
  for (const { name, size } of sizes)
    say(`dist/${name.padEnd(14)} ${kilobytes(size)} of ${kilobytes(budgetOf(name))}`);
  if (dev) return true;
  for (const { name } of over)
    console.error(`dist/${name} is larger than its budget in scripts/build/bundles.mjs`);
  return over.length === 0;
}

const budgetOf = (name) => bundles.find((bundle) => bundle.name === name).budget;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0).padStart(5)} kB`;

mkdirSync(dist, { recursive: true });
try {
  const sizes = await Promise.all(bundles.map(bundle));
  removeOthers([...sizes.flatMap(({ files }) => files), ...copyPlainFiles()]);
  if (report(sizes)) writeFileSync(stampFile, '');
  else process.exitCode = 1;
} catch (error) {
  // esbuild has printed what is wrong, and where; anything else is shown here.
  if (!error.errors) console.error(error);
  process.exitCode = 1;
}
