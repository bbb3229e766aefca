import type { Range } from '../protocol';
import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';

/** A FROM instruction. */
export interface FromLine {
  /** `--platform=linux/amd64` and the like, as written. */
  readonly flags: readonly TextSpan[];
  /** As written: `python:3.11`, `${BASE}`, the name of an earlier stage. */
  readonly image: TextSpan;
  readonly stage?: TextSpan;
  /** All that stands behind the keyword. */
  readonly range: Range;
}

/** One instruction, whichever it is. */
export interface DockerInstruction {
  /** In upper case. */
  readonly keyword: string;
  /** The whole instruction, with the lines that continue it and its heredocs. */
  readonly written: TextSpan;
  /** What stands behind the keyword, flags included; absent where nothing does. */
  readonly arguments?: TextSpan;
  /** What stands in its heredocs, in their order, without the lines that end them. */
  readonly heredocs: readonly TextSpan[];
  /** True where the file ends in one of them. */
  readonly open: boolean;
}

/** Dockerfile: its instructions one by one. What they mean is left to the builder. */
export interface DockerfileFile {
  readonly source: SourceText;
  /** What continues a line: a backslash, unless a directive says otherwise. */
  readonly escape: '\\' | '`';
  readonly from: readonly FromLine[];
  readonly instructions: readonly DockerInstruction[];
}

/** Reads a Dockerfile, in time linear in its length. Never throws. */
export function readDockerfile(source: SourceText): DockerfileFile {
  const escape = /^\s*#\s*escape\s*=\s*`/im.test(source.text.slice(0, 1000)) ? '`' : '\\';
  const instructions = readInstructions(source, escape);
  return {
    source,
    escape,
    instructions,
    from: instructions.flatMap((instruction) => fromLine(source, instruction)),
  };
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
  /** Where the one that is open begins, once its first line is there. */
  bodyStart?: number;
  readonly bodies: TextSpan[];
  continues: boolean;
}

function readInstructions(source: SourceText, escape: string): DockerInstruction[] {
  const found: DockerInstruction[] = [];
  let open: Open | undefined;
  for (const { text, start } of physicalLines(source)) {
    const content = text.trim();
    const [heredoc] = open?.continues === false ? open.heredocs : [];
    if (open !== undefined && heredoc !== undefined) {
      open.end = start + text.length;
      open.bodyStart ??= start;
      if (text.replace(/^\t+/, '') === heredoc) {
        open.heredocs.shift();
        open.bodies.push(spanAt(source, open.bodyStart, start));
        delete open.bodyStart;
      }
    } else if (content === '' || content.startsWith('#')) {
      continue;
    } else {
      open ??= {
        start: start + text.length - text.trimStart().length,
        end: start,
        heredocs: [],
        bodies: [],
        continues: false,
      };
      open.continues = content.endsWith(escape);
      open.end = start + text.trimEnd().length;
      open.heredocs.push(...heredocsOf(content));
    }
    if (open.continues || open.heredocs.length > 0) continue;
    found.push(instructionAt(source, open));
    open = undefined;
  }
  return open === undefined ? found : [...found, instructionAt(source, open)];
}

function heredocsOf(content: string): string[] {
  if (!/^(RUN|COPY|ADD)\b/i.test(content)) return [];
  return [...content.matchAll(/(?<!<)<<-?(["']?)([A-Za-z_]\w*)\1/g)]
    .map(([, , name = '']) => name)
    .slice(0, 20);
}

function instructionAt(source: SourceText, { start, end, bodies, heredocs }: Open): DockerInstruction {
  const text = source.text.slice(start, end);
  const keyword = /^\S+/.exec(text)?.[0] ?? '';
  const rest = text.slice(keyword.length);
  const at = start + keyword.length + rest.length - rest.trimStart().length;
  return {
    keyword: keyword.toUpperCase(),
    written: spanAt(source, start, end),
    ...(at < end && { arguments: spanAt(source, at, end) }),
    heredocs: bodies,
    open: heredocs.length > 0,
  };
}

function fromLine(source: SourceText, instruction: DockerInstruction): FromLine[] {
  const held = instruction.keyword === 'FROM' ? instruction.arguments : undefined;
  if (held === undefined) return [];
  const { offset } = held.range.start;
  const words = [...held.text.matchAll(/\S+/g)].map((match) =>
    spanAt(source, offset + match.index, offset + match.index + match[0].length),
  );
  const flags = words.filter(({ text }) => text.startsWith('--'));
  const [image, as, stage] = words.filter((word) => !flags.includes(word));
  if (image === undefined) return [];
  const { range } = held;
  return [{ flags, image, range, ...(as?.text.toLowerCase() === 'as' && stage !== undefined && { stage }) }];
}
