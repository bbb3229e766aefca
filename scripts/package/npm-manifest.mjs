// What the npm package holds: the command line and the agent, without anything of the editor's.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files of dist/ that belong to the editor alone. */
const editorOnly = /^(?:extension|lint)\.js$|^webview\./;

/** Relative to the root of the repository. */
export function npmFiles(root) {
  const bundles = readdirSync(join(root, 'dist')).filter(
    (name) => !name.startsWith('.') && !editorOnly.test(name),
  );
  return [
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'SECURITY.md',
    ...bundles.sort().map((name) => `dist/${name}`),
  ];
}

/** The manifest of the tree without its editor half; nothing is to be installed with it. */
export function npmManifest({ name, version, description, license, keywords, repository, bin, engines }) {
  return {
    name,
    version,
    description,
    license,
    keywords,
    repository,
    bin,
    engines: { node: engines.node },
    files: ['dist', 'CHANGELOG.md', 'SECURITY.md'],
  };
}
