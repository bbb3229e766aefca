import type { BuildMessage } from './build-stream';
import { jsonLines } from './build-stream';
import type { BuildStatus, Vertex } from './buildkit-status';

interface RawLine {
  readonly stream?: unknown;
  readonly aux?: { readonly ID?: unknown };
  readonly error?: unknown;
}

/** The step that runs. */
interface Open {
  readonly vertex: Vertex;
  /** False for what is no step of the Dockerfile. */
  readonly prints: boolean;
  cached: boolean;
}

/** Instructions that are steps for people; the others only change an image's configuration. */
const counted = /^(FROM|RUN|COPY|ADD|WORKDIR)\b/i;

const stepLine = /^(?:\[\d+\/\d+\] )?STEP \d+(?:\/\d+)?: ([^]*)$/;

/**
 * Decodes the answer of a classic build (`POST /build` of Podman): one JSON object per line, in which what the builder
 * says of itself and what its steps print are the same kind of text. Tells it as BuildKit would. Standard output and
 * standard error cannot be told apart.
 * @throws whatever reading the answer throws, and SyntaxError for a line that is torn in the middle
 */
export async function* classicMessages(answer: AsyncIterable<Uint8Array>): AsyncIterable<BuildMessage> {
  let open: Open | undefined;
  let place = 0;
  for await (const line of jsonLines(answer)) {
    const { stream, aux, error } = JSON.parse(line) as RawLine;
    if (typeof error === 'string') {
      if (open !== undefined) yield status(ended(open, error.trim()));
      yield { kind: 'error', message: error.trim() };
    } else if (typeof aux?.ID === 'string') {
      if (open !== undefined) yield status(ended(open, ''));
      open = undefined;
      yield { kind: 'image', id: aux.ID };
    } else if (typeof stream === 'string') {
      const next = opened(stream, place);
      if (next !== undefined) {
        if (open !== undefined) yield status(ended(open, ''));
        open = next.open;
        place = next.place;
        // Told at once: whether it comes from the cache is known only when it has.
        if (open !== undefined) yield status(open.vertex);
      } else if (open !== undefined) {
        yield* said(open, stream);
      }
    }
  }
}

/** What begins with this line: a step, the writing of the image, or something that is no step. */
function opened(line: string, place: number): { open: Open | undefined; place: number } | undefined {
  const instruction = stepLine.exec(line)?.[1]?.trim();
  if (instruction !== undefined) {
    if (!counted.test(instruction)) return { open: undefined, place };
    const step = vertex(`[${place + 1}/0] ${instruction}`);
    return { open: { vertex: step, prints: true, cached: false }, place: place + 1 };
  }
  if (!/^(?:\[\d+\/\d+\] )?COMMIT /.test(line)) return undefined;
  const writing = vertex(`exporting to image: ${line.trim()}`);
  return { open: { vertex: writing, prints: false, cached: false }, place };
}

/** `--> Using cache …` ends a step that came from there; `--> …` alone names the layer. */
function* said(open: Open, line: string): Iterable<BuildMessage> {
  if (/^--> (?:Using cache )?[0-9a-f]+\n$/.test(line)) {
    open.cached ||= line.startsWith('--> Using cache');
    return;
  }
  const { vertex: of, prints } = open;
  // Behind the last step the builder only names what it made.
  if (prints) yield status(of, [{ vertex: of.digest, stream: 'stdout', data: Buffer.from(line) }]);
}

function vertex(name: string): Vertex {
  return { digest: name, name, cached: false, started: true, completed: false, error: '' };
}

function ended({ vertex: of, cached }: Open, error: string): Vertex {
  return { ...of, cached, completed: error === '', error };
}

function status(of: Vertex, logs: BuildStatus['logs'] = []): BuildMessage {
  return { kind: 'status', status: { vertexes: [of], statuses: [], logs } };
}
