import assert from 'node:assert/strict';
import { join } from 'node:path';
import { firstAnswers } from '../../support/docker-session';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import { buildImageOf, dockerWorld, inImage } from '../../support/docker-world';
import type { ContractOptions } from '../../support/image-contract';
import { contractDeviations } from '../../support/image-contract';
import { repositoryRoot } from '../../support/parts';

interface Sample {
  readonly example: string;
  readonly contract?: ContractOptions;
  /** A shell command in the repository's folder of the image, and what it prints. */
  readonly holds: readonly [command: string, output: string];
}

const samples: readonly Sample[] = [
  { example: 'requirements', holds: ['python -c "import matplotlib; print(1)"', '1\n'] },
  {
    example: 'pipfile',
    holds: ['python -c "import pint, tabulate; print(1)"; ls Pipfile* | wc -l', '1\n1\n'],
  },
  { example: 'pyproject', holds: ['cd / && python -c "import sundial; print(1)"', '1\n'] },
  {
    example: 'apt',
    holds: ['tree --noreport -L 1 -P x | head -n 1', '.\n'],
  },
  {
    example: 'binder-folder',
    holds: [
      'python -c "import humanize; print(1)"; command -v ruff; cut -c 1-16 primes.json',
      '1\n{"bound": 200000\n',
    ],
  },
  {
    example: 'postbuild-start',
    contract: { start: 'start' },
    holds: ['head -n 1 "$CATALOGUE" | cut -d , -f 1', 'name\n'],
  },
];

describe('An example that is built as an image', function () {
  this.timeout(300_000);
  let world: DockerWorld;

  before(async () => {
    world = await dockerWorld();
  });
  after(() => world.remove());

  for (const { example, contract, holds } of samples) {
    describe(`examples/${example}`, () => {
      let built: BuiltImage;

      before(async () => {
        built = await buildImageOf(world, join(repositoryRoot, 'examples', example));
      });

      it('keeps the image contract', async () => {
        assert.deepEqual(await contractDeviations(world.docker, built.artifact.location, contract), []);
      });

      it('holds what it asks for', async () => {
        const [command, output] = holds;
        const found = await inImage(world.docker, built.artifact.location, ['bash', '-c', command]);
        assert.equal(found, output);
      });

      it('starts as a session that answers to its token only', async () => {
        assert.deepEqual(await firstAnswers(world, built, example), { without: 403, with: 200 });
      });
    });
  }
});
