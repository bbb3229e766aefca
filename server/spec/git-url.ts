/** The protocols that git is allowed to use. Not among them: `file`, and git's own helpers such as `ext::`. */
const protocols = ['http:', 'https:', 'git:', 'ssh:'];

/** `user@host:path`, or `host.domain:path`: git's short form of an ssh address. */
const scpForm = /^(?:([\w.-]+)@)?([\w-]+(?:\.[\w-]+)*):(?!\/\/)(\S+)$/;

/** True for an address that git can clone from, in either form. */
export function isCloneUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return (
      protocols.includes(url.protocol) && url.hostname !== '' && url.pathname.length > 1 && !/\s/.test(text)
    );
  }
  return isScpForm(text);
}

/** The address as a URL: the short form becomes `ssh://`. */
export function cloneUrlOf(text: string): string {
  const match = isScpForm(text) ? scpForm.exec(text) : null;
  if (match === null) return text;
  const [, user, host = '', path = ''] = match;
  return `ssh://${user === undefined ? '' : `${user}@`}${host}/${path.replace(/^\/+/, '')}`;
}

/** `doi:…` and `C:\…` look alike: without a user the host must hold a dot. */
export function isScpForm(text: string): boolean {
  const match = scpForm.exec(text);
  return match !== null && (match[1] !== undefined || match[2]?.includes('.') === true);
}
