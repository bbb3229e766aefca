// The layers of the tests, in the order in which they run. CONTRIBUTING.md has the same table for people.

/**
 * @typedef {object} Layer
 * @property {string} name        what it is called on the command line
 * @property {string} folder      where its tests are; test/<name> unless told otherwise
 * @property {string} [without]   a folder in that which is another layer's
 * @property {boolean} byDefault  runs without being named
 * @property {string[]} needs     names of parts (parts.mjs) without which none of it can run
 * @property {boolean} unprivileged  runs as the test user when started by root
 * @property {boolean} bundles    runs dist/, which is made first when stale
 * @property {boolean} verbose    prints each test as it ends, because they take long
 * @property {number} minutes     after this the layer is ended and counts as failed
 */

/** @type {readonly Layer[]} */
export const layers = [
  { name: 'unit', needs: [], minutes: 15 },
  { name: 'golden', needs: [], minutes: 5 },
  { name: 'conformance', needs: [], minutes: 5 },
  { name: 'service', needs: ['user'], unprivileged: true, bundles: true, verbose: true, minutes: 20 },
  {
    name: 'engine',
    without: 'test/engine/docker',
    needs: ['user'],
    unprivileged: true,
    bundles: true,
    verbose: true,
    minutes: 30,
  },
  {
    name: 'docker',
    folder: 'test/engine/docker',
    needs: ['user', 'engine', 'base-image'],
    unprivileged: true,
    bundles: true,
    verbose: true,
    minutes: 30,
  },
  {
    name: 'editor',
    needs: ['user', 'code-server', 'node24', 'chromium'],
    unprivileged: true,
    bundles: true,
    verbose: true,
    minutes: 20,
  },
  { name: 'packaging', needs: ['node24'], bundles: true, verbose: true, minutes: 10 },
  { name: 'online', needs: ['network'], byDefault: false, bundles: true, verbose: true, minutes: 60 },
].map((layer) => ({
  folder: `test/${layer.name}`,
  byDefault: true,
  unprivileged: false,
  bundles: false,
  verbose: false,
  ...layer,
}));
