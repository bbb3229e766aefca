/** `text` with the credentials of every URL in it replaced by `***`. An ssh account name is no secret and stays. */
export function redactCredentials(text: string): string {
  return text.replace(
    /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*):\/\/([^\s/]+)@/gi,
    (whole, scheme: string, userinfo: string) =>
      scheme.toLowerCase() === 'ssh' && !userinfo.includes(':') ? whole : `${scheme}://***@`,
  );
}
