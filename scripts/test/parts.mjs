// Where the real parts are that the tests need, and whether they are there. scripts/setup/ puts them there.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { request } from 'node:http';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canRead, testUser } from './user.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Folder of the parts that `npm run test:setup` fetches. */
export const partsDir = resolve(process.env.BINDERY_PARTS || join(root, '.parts'));

/** Absolute paths of what is in it. */
export const places = {
  node24: join(partsDir, 'node24', 'bin', 'node'),
  codeServer: join(partsDir, 'code-server', 'out', 'node', 'entry.js'),
};

/** The browser, or undefined. */
export function chromium(env = process.env) {
  if (env.BINDERY_CHROMIUM) return env.BINDERY_CHROMIUM;
  return ['chromium', 'chromium-browser', 'google-chrome'].map((name) => onPath(name, env)).find(Boolean);
}

/** Name of the image that scripts/setup/base-image.sh makes. */
export function baseImage() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return `bindery-base:${/^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1] ?? 'none'}`;
}

/** Where `npm run test:online` fetches repositories from: stands for the public network as a whole. */
const publicHost = 'github.com';

/** What each part is called for people, and how to find out whether it is there. */
export const parts = {
  user: { what: 'the unprivileged user bindery-test', present: () => testUser() !== undefined },
  engine: { what: 'a Docker engine that answers', present: async () => (await engine('/_ping')) === 200 },
  'base-image': {
    what: `the base image ${baseImage()}`,
    present: async () => (await engine(`/images/${baseImage()}/json`)) === 200,
  },
  node24: { what: 'Node 24', present: () => readable(places.node24) },
  'code-server': { what: 'code-server', present: () => readable(places.codeServer) },
  chromium: { what: 'Chromium', present: () => chromium() !== undefined },
  network: { what: `a way to ${publicHost}`, fetched: false, present: () => resolves(publicHost) },
};

/** What of the named parts is missing and how to get it, in words; empty when nothing is. */
export async function missingParts(names) {
  const answers = await Promise.all(
    names.map(async (name) => ((await parts[name].present()) ? [] : [parts[name]])),
  );
  const missing = answers.flat();
  if (missing.length === 0) return '';
  const what = missing.map((part) => part.what).join(' and ');
  return missing.every((part) => part.fetched === false) ? what : `${what}: get it with npm run test:setup`;
}

/** There, and for the test user too where one exists. */
function readable(file) {
  const user = testUser();
  return existsSync(file) && (user === undefined || canRead(user, file));
}

function onPath(name, env) {
  return (env.PATH ?? '')
    .split(delimiter)
    .map((dir) => join(dir, name))
    .find(executable);
}

async function resolves(host) {
  try {
    return (await lookup(host)).address !== '';
  } catch {
    return false;
  }
}

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** HTTP status of the engine's answer, or undefined where none answers. Only sockets: what test:setup starts has one. */
function engine(path) {
  const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  if (!host.startsWith('unix://')) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const asked = request({ socketPath: host.slice('unix://'.length), path, timeout: 5000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(undefined));
    asked.end();
  });
}
