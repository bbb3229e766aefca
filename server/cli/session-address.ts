import type { SessionConnection } from '../protocol';

/** The address that opens a session in a browser. It holds the token: it is for its owner's eyes. */
export function sessionAddress({ url, token }: SessionConnection, urlPath = 'lab'): string {
  const address = new URL(urlPath.replace(/^\/+/, ''), url.endsWith('/') ? url : `${url}/`);
  address.searchParams.set('token', token);
  return address.href;
}
