/** A Dockerfile's text without the line that names a frontend, and what that line named. */
export interface FrontendFree {
  readonly text: string;
  /** Such as `docker/dockerfile:1.4`; absent where no line named one. */
  readonly syntax?: string;
}

/** Lines in which a frontend may be named: comments and blank ones before the first instruction. */
const preamble = /^\s*(?:#|\/\/|$)/;
const syntaxLine = /^\s*(?:#|\/\/)\s*syntax\s*=\s*(.+?)\s*$/i;

/**
 * A `# syntax=` line makes the builder run an image from a public registry, which is somebody else's program with all
 * that the builder can reach. The engine's own frontend is used instead. The other directives (`escape`, `check`) count
 * only where they stand, so the line goes as a whole.
 */
export function withoutSyntaxLine(text: string): FrontendFree {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const end = lines.findIndex((line) => !preamble.test(line));
  const head = lines.slice(0, end === -1 ? lines.length : end);
  const named = head.flatMap((line) => syntaxLine.exec(line)?.[1] ?? []);
  const [syntax] = named;
  if (syntax === undefined) return { text };
  const kept = [...head.filter((line) => !syntaxLine.test(line)), ...lines.slice(head.length)];
  return { text: kept.join('\n'), syntax };
}

/**
 * The mount by which a Dockerfile reaches for a package cache of Bindery's own builds, whose names can be guessed: what
 * it put there would be installed into other people's environments. A name that is only known while the build runs is
 * taken for one. Undefined where there is none; caches of its own are its business.
 */
export function mountOfOurCaches(text: string): string | undefined {
  const joined = text.replace(/[\\`][^\S\n]*\r?\n/g, '');
  const mounts = joined.match(/--mount=\S+/gi) ?? [];
  return mounts.find((mount) => {
    const plain = mount.toLowerCase().replace(/["']/g, '');
    return /\b(?:id|type)=[^,]*\$/.test(plain) || /\bid=bindery-/.test(plain);
  });
}
