/** The address that opens a session in a browser: its URL, the path to open, and the token that lets in. */
export function sessionAddress(url: string, urlPath: string | undefined, token: string): string {
  const base = url.endsWith('/') ? url : `${url}/`;
  const address = new URL((urlPath ?? 'lab').replace(/^\/+/, ''), base);
  address.searchParams.set('token', token);
  return address.href;
}

const loopback = /^(127(\.\d+){3}|localhost|\[::1\])$/;

/** How a person's browser gets to a session. */
export interface Reach {
  /** The session's URL as that browser knows it. */
  readonly url: string;
  /** True when the editor must not map the address once more: it would put it under a path. */
  readonly direct: boolean;
}

/**
 * `external` is what the editor made of `local`: the same, a tunnel's end, or (in editors that are web pages
 * themselves) a path on the editor's own address. Jupyter cannot be served there, because its pages name their parts
 * from the root. Where that address is this machine's own, the browser reaches the session directly; elsewhere it
 * does not, and the answer is undefined.
 */
export function reach(local: string, external: string): Reach | undefined {
  const [from, to] = [new URL(local), new URL(external)];
  if (from.pathname === to.pathname) return { url: to.href, direct: false };
  return loopback.test(to.hostname) ? { url: from.href, direct: true } : undefined;
}
