// npm run bench [-- row… --runs N --write]: measures beside a peer, in turns, and prints medians and ratios.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeTree } from '../../server/platform/files';
import { repositoryRoot } from '../support/parts';
import type { Line, Row } from './row';
import { CannotMeasure } from './row';
import { agentStart } from './rows/agent-start';
import { coldBuild } from './rows/cold-build';
import { coldBuildDocker } from './rows/cold-build-docker';
import { firstEvent } from './rows/first-event';
import { lint } from './rows/lint';
import { plan } from './rows/plan';
import { dockerRebuild, hostRebuild } from './rows/rebuild';
import { sessionStart } from './rows/session-start';
import { watchers } from './rows/watchers';
import { describeMachine, renderTable } from './table';

const rows: readonly Row[] = [
  plan,
  lint,
  agentStart,
  firstEvent,
  hostRebuild,
  dockerRebuild,
  coldBuild,
  coldBuildDocker,
  sessionStart,
  watchers,
];
const page = join(repositoryRoot, 'docs', 'benchmarks.md');
const marks = ['<!-- bench: begin -->', '<!-- bench: end -->'] as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string', default: '7' }, write: { type: 'boolean', default: false } },
  });
  const chosen = rows.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (chosen.length === 0)
    throw new Error(`There are these rows: ${rows.map(({ name }) => name).join(', ')}`);
  const lines: Line[] = [];
  const notes: string[] = [loadNow('before')];
  for (const row of chosen) {
    const taken = await take(row, Number(values.runs));
    if (typeof taken === 'string') notes.push(`not measured: ${row.name}: ${taken}`);
    else lines.push(...taken);
  }
  notes.push(loadNow('after'));
  const command = ['npm run bench', ...(positionals.length > 0 ? ['--', ...positionals] : [])].join(' ');
  const machine = `${describeMachine()}. Medians of n runs in turns. \`${command}\``;
  const text = [machine, renderTable(lines), ...notes.map((note) => `- ${note}`)].join('\n\n');
  console.log(text);
  if (values.write) await writePage(text);
}

/** What else the machine was doing: well above 0 before the first row, the times are too long, and ratios less so. */
function loadNow(when: 'before' | 'after'): string {
  const [minute = 0] = loadavg();
  return `load of the last minute ${when} the run: ${minute.toFixed(1)} on ${availableParallelism()} processors`;
}

async function take(row: Row, runs: number): Promise<readonly Line[] | string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  console.error(`measuring ${row.name} …`);
  try {
    return await row.measure({ folder, bindery: join(repositoryRoot, 'dist', 'bindery.js'), runs });
  } catch (error) {
    if (error instanceof CannotMeasure) return error.message;
    throw error;
  } finally {
    await removeTree(folder);
  }
}

async function writePage(text: string): Promise<void> {
  const [before = ''] = (await readFile(page, 'utf8')).split(marks[0]);
  await writeFile(page, `${before}${marks[0]}\n\n${text}\n\n${marks[1]}\n`);
}

void main();
