import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';

/** A FROM instruction. */
export interface FromLine {
  /** As written: `python:3.11`, `${BASE}`, the name of an earlier stage. */
  readonly image: TextSpan;
  readonly stage?: TextSpan;
}

/** One instruction, whichever it is. */
export interface DockerInstruction {
  /** In upper case. */
  readonly keyword: string;
  /** The whole instruction, with the lines that continue it and its heredocs. */
  readonly written: TextSpan;
  /** What stands behind the keyword, flags included; absent where nothing does. */
  readonly arguments?: TextSpan;
}

/** Dockerfile: its instructions one by one. What they mean is left to the builder. */
export interface DockerfileFile {
  readonly source: SourceText;
  readonly from: readonly FromLine[];
  readonly instructions: readonly DockerInstruction[];
}

/** Reads a Dockerfile, in time linear in its length. Never throws. */
export function readDockerfile(source: SourceText): DockerfileFile {
  const instructions = readInstructions(source);
  return { source, instructions, from: instructions.flatMap((instruction) => fromLine(source, instruction)) };
}

/** The first line that begins with FROM, without its comment, or undefined where none does. */
export function firstFrom(source: SourceText): TextSpan | undefined {
  for (const line of physicalLines(source)) {
    if (!line.text.startsWith('FROM')) continue;
    const hash = line.text.indexOf('#');
    const content = (hash === -1 ? line.text : line.text.slice(0, hash)).trimEnd();
    return spanAt(source, line.start, line.start + content.length);
  }
  return undefined;
}

/** True for the base image of Binder's first version, which no longer exists (contracts/repo2docker.md section 3). */
export function isLegacyBinder(from: TextSpan): boolean {
  return from.text.toLowerCase().includes('andrewosh/binder-base');
}

interface Open {
  readonly start: number;
  end: number;
  /** Ends of the heredocs that are still to come, in their order. */
  readonly heredocs: string[];
  continues: boolean;
}

function readInstructions(source: SourceText): DockerInstruction[] {
  const found: DockerInstruction[] = [];
  const escape = /^\s*#\s*escape\s*=\s*`/im.test(source.text.slice(0, 1000)) ? '`' : '\\';
  let open: Open | undefined;
  for (const { text, start } of physicalLines(source)) {
    const content = text.trim();
    const [heredoc] = open?.continues === false ? open.heredocs : [];
    if (open !== undefined && heredoc !== undefined) {
      open.end = start + text.length;
      if (text.replace(/^\t+/, '') === heredoc) open.heredocs.shift();
    } else if (content === '' || content.startsWith('#')) {
      continue;
    } else {
      open ??= {
        start: start + text.length - text.trimStart().length,
        end: start,
        heredocs: [],
        continues: false,
      };
      open.continues = content.endsWith(escape);
      open.end = start + text.trimEnd().length;
      open.heredocs.push(...heredocsOf(content));
    }
    if (open.continues || open.heredocs.length > 0) continue;
    found.push(instructionAt(source, open.start, open.end));
    open = undefined;
  }
  return open === undefined ? found : [...found, instructionAt(source, open.start, open.end)];
}

function heredocsOf(content: string): string[] {
  if (!/^(RUN|COPY|ADD)\b/i.test(content)) return [];
  return [...content.matchAll(/<<-?(["']?)([A-Za-z_]\w*)\1/g)].map(([, , name = '']) => name).slice(0, 20);
}

function instructionAt(source: SourceText, start: number, end: number): DockerInstruction {
  const text = source.text.slice(start, end);
  const keyword = /^\S+/.exec(text)?.[0] ?? '';
  const rest = text.slice(keyword.length);
  const at = start + keyword.length + rest.length - rest.trimStart().length;
  return {
    keyword: keyword.toUpperCase(),
    written: spanAt(source, start, end),
    ...(at < end && { arguments: spanAt(source, at, end) }),
  };
}

function fromLine(source: SourceText, instruction: DockerInstruction): FromLine[] {
  const held = instruction.keyword === 'FROM' ? instruction.arguments : undefined;
  if (held === undefined) return [];
  const { offset } = held.range.start;
  const words = [...held.text.matchAll(/\S+/g)].filter(([word]) => !word.startsWith('--'));
  const [image, as, stage] = words.map((match) =>
    spanAt(source, offset + match.index, offset + match.index + match[0].length),
  );
  if (image === undefined) return [];
  return [{ image, ...(as?.text.toLowerCase() === 'as' && stage !== undefined && { stage }) }];
}
