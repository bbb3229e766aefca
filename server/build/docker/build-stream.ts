import type { BuildStatus } from './buildkit-status';
import { decodeBuildStatus } from './buildkit-status';

/** What the engine says while it builds, one value per line of its answer. */
export type BuildMessage =
  | { readonly kind: 'status'; readonly status: BuildStatus }
  /** The image is made. */
  | { readonly kind: 'image'; readonly id: string }
  /** The build failed; nothing comes after it. */
  | { readonly kind: 'error'; readonly message: string };

interface RawLine {
  readonly id?: unknown;
  readonly aux?: unknown;
  readonly error?: unknown;
}

/**
 * Decodes the answer of `POST /build?version=2`: one JSON object per line. Lines of other kinds (what was tagged, for
 * example) are passed over.
 * @throws whatever reading the answer throws, and SyntaxError for a line that is torn in the middle
 */
export async function* buildMessages(answer: AsyncIterable<Uint8Array>): AsyncIterable<BuildMessage> {
  for await (const line of jsonLines(answer)) {
    const message = parse(JSON.parse(line) as RawLine);
    if (message !== undefined) yield message;
  }
}

function parse({ id, aux, error }: RawLine): BuildMessage | undefined {
  if (typeof error === 'string') return { kind: 'error', message: error };
  if (id === 'moby.buildkit.trace' && typeof aux === 'string') {
    return { kind: 'status', status: decodeBuildStatus(aux) };
  }
  const image = id === 'moby.image.id' ? (aux as { ID?: unknown } | undefined)?.ID : undefined;
  return typeof image === 'string' ? { kind: 'image', id: image } : undefined;
}

/** Lines of an answer as text, without their line breaks and without empty ones. */
export async function* jsonLines(answer: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of answer) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.toString('utf8', 0, end).trim();
      rest = rest.subarray(end + 1);
      if (line !== '') yield line;
    }
  }
  const last = rest.toString('utf8').trim();
  if (last !== '') yield last;
}
