import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type Docker from 'dockerode';
import { baseTools, offeredFor, parseOffers, parseTools } from '../../../server/build/docker/base-tools';
import type { Plan } from '../../../server/protocol';
import { imagePlan } from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import { temporaryDir } from '../../support/engine-scratch';

const { signal } = new AbortController();

/** An engine whose containers print this text, and which counts them. */
function engineThatSays(text: string): { readonly docker: Docker; readonly asked: string[] } {
  const asked: string[] = [];
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length, 4);
  const container = {
    start: () => Promise.resolve(),
    wait: () => Promise.resolve({ StatusCode: 0 }),
    logs: () => Promise.resolve(Buffer.concat([head, body])),
    remove: () => Promise.resolve(),
  };
  const createContainer = ({ Cmd = [] }: Docker.ContainerCreateOptions): Promise<unknown> => {
    asked.push(Cmd.join(' '));
    return Promise.resolve(container);
  };
  return { docker: { createContainer } as unknown as Docker, asked };
}

function store(): { path: (...parts: string[]) => string } {
  const root = temporaryDir('bindery-tools-');
  return {
    path(...parts) {
      const file = join(root, ...parts);
      mkdirSync(dirname(file), { recursive: true });
      return file;
    },
  };
}

const full = `bindery-has python 3.11.2
WARNING: ignoring environment value of R_HOME
bindery-has r 4.2.2 /usr/lib/R /usr/share/R/doc
bindery-has julia 1.10.4
bindery-has nix nix-shell (Nix) 2.8.0
bindery-has conda conda 26.3.2
`;

const policy = `r-base-core:
  Installed: (none)
  Candidate: 4.2.2.20221110-2
  Version table:
     4.2.2.20221110-2 500
nix-bin:
  Installed: (none)
  Candidate: 2.8.0-1.1+b1
julia:
  Installed: (none)
  Candidate: (none)
  Version table:
`;

describe('What a base image has', () => {
  it('is read from what its tools say, among other lines', () => {
    assert.deepEqual(parseTools(full), {
      python: '3.11.2',
      r: { version: '4.2.2', home: '/usr/lib/R', docs: '/usr/share/R/doc' },
      julia: '1.10.4',
      nix: '2.8.0',
      conda: '26.3.2',
    });
    assert.deepEqual(parseTools('sh: 1: Rscript: not found\nbindery-has python 3.12.1\n'), {
      python: '3.12.1',
    });
    assert.deepEqual(parseTools(''), {});
  });

  it('is asked once for each image', async () => {
    const { docker, asked } = engineThatSays(full);
    const keep = store();
    const first = await baseTools(docker, keep, 'sha256:one', signal);
    assert.deepEqual(await baseTools(docker, keep, 'sha256:one', signal), first);
    assert.equal(asked.length, 1);
    await baseTools(docker, keep, 'sha256:two', signal);
    assert.equal(asked.length, 2);
  });
});

describe('What a base image’s distribution offers', () => {
  it('is the upstream version of the candidate, where there is one', () => {
    assert.deepEqual(parseOffers(policy), { r: '4.2.2', nix: '2.8.0' });
    assert.deepEqual(parseOffers('r-base-core:\n  Candidate: 1:4.3.1-4build1\n'), { r: '4.3.1' });
    assert.deepEqual(parseOffers('sh: 1: apt-cache: not found\n'), {});
  });

  it('is asked only of a base that lacks what the plan needs, and again after a day', async () => {
    const { docker, asked } = engineThatSays(policy);
    const keep = store();
    const plan: Plan = {
      ...imagePlan(repository({})),
      toolchains: [{ language: 'r', kind: 'system', requested: '4.4.2' }],
    };
    const r = { version: '4.2.2', home: '/usr/lib/R', docs: '/usr/share/R/doc' };
    const at = async (base: object, iso: string, refresh = false): Promise<object> => {
      const about = { now: new Date(iso), refresh, proxies: {} };
      return await offeredFor(docker, keep, { plan, base: { id: 'sha256:one', ...base } }, about, signal);
    };
    assert.deepEqual(await at({ r }, '2026-01-01T00:00:00Z'), {});
    assert.equal(asked.length, 0);
    assert.deepEqual(await at({}, '2026-01-01T00:00:00Z'), { r: '4.2.2', nix: '2.8.0' });
    await at({}, '2026-01-01T23:00:00Z');
    assert.equal(asked.length, 1);
    await at({}, '2026-01-02T01:00:00Z');
    assert.equal(asked.length, 2);
    await at({}, '2026-01-02T02:00:00Z', true);
    assert.equal(asked.length, 3);
  });
});
