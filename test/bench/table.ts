import { cpus, release, totalmem, type } from 'node:os';
import type { Line } from './row';

const head = ['what', 'Bindery', 'peer', 'peer’s time', 'Bindery ÷ peer', 'n', 'goal', 'reached'];

/** The lines as a Markdown table. */
export function renderTable(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.what,
    shown(line, line.ours),
    line.peer.name,
    shown(line, line.peer.time),
    (line.ours / line.peer.time).toFixed(2),
    String(line.n),
    line.goal,
    line.met === undefined ? '–' : line.met ? 'yes' : 'no',
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What the numbers were taken on; nothing that identifies the machine. */
export function describeMachine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${type()} ${release()}, ${cpus().length} × ${first?.model ?? 'unknown processor'}, ${memory} GiB, Node ${process.versions.node}`;
}

const shown = ({ unit }: Line, value: number): string =>
  unit === 'bytes' ? `${Math.round(value / 1e6)} MB` : milliseconds(value);

const milliseconds = (time: number): string =>
  time < 10_000 ? `${time.toFixed(0)} ms` : `${(time / 1000).toFixed(1)} s`;
