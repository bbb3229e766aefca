/** The address that opens a session in a browser: its URL, the path to open, and the token that lets in. */
export function sessionAddress(url: string, urlPath: string | undefined, token: string): string {
  const base = url.endsWith('/') ? url : `${url}/`;
  const address = new URL((urlPath ?? 'lab').replace(/^\/+/, ''), base);
  address.searchParams.set('token', token);
  return address.href;
}

const loopback = /^(127(\.\d+){3}|localhost|\[::1\])$/;

/**
 * The session's URL as the person's browser reaches it. `external` is what the editor made of `local`: the same, a
 * tunnel's end, or (in editors that are web pages themselves) a path on the editor's own address, under which Jupyter
 * cannot be served, because its pages name their parts from the root. Where that address is this machine's own, the
 * browser reaches the session directly; elsewhere the answer is undefined.
 */
export function reachableUrl(local: string, external: string): string | undefined {
  const [from, to] = [new URL(local), new URL(external)];
  if (from.pathname === to.pathname) return to.href;
  return loopback.test(to.hostname) ? from.href : undefined;
}
