/** The address that opens a session in a browser: its URL, the path to open, and the token that lets in. */
export function sessionAddress(url: string, urlPath: string | undefined, token: string): string {
  const base = url.endsWith('/') ? url : `${url}/`;
  const address = new URL((urlPath ?? 'lab').replace(/^\/+/, ''), base);
  address.searchParams.set('token', token);
  return address.href;
}
