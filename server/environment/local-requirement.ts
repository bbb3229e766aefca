/**
 * True when a line of a requirements file refers to files of the repository, so that it can be installed only after the
 * repository was copied. Deliberately as coarse as the original (contracts/repo2docker.md section 5, '"local" pip
 * line'): it looks at lines as they stand in the file, not at what pip makes of them.
 */
export function isLocalPipRequirement(line: string): boolean {
  const content = beforeHash(line).trim();
  if (content === '') return false;
  if (['-r', '-c', '--requirement', '--constraint'].some((option) => content.startsWith(option))) return true;
  if (content.startsWith('--pre')) return false;
  const target = withoutOption(content);
  if (target.includes('file://')) return true;
  const scheme = target.indexOf('://');
  return (scheme === -1 ? target : target.slice(scheme + 3)).startsWith('.');
}

function beforeHash(line: string): string {
  const hash = line.indexOf('#');
  return hash === -1 ? line : line.slice(0, hash);
}

/** What follows one leading option: after `=` of a long one, else after the first blank; '' where nothing follows. */
function withoutOption(content: string): string {
  const equals = content.indexOf('=');
  const value = content.startsWith('--') && equals !== -1 ? content.slice(equals + 1) : content;
  if (!value.startsWith('-')) return value;
  const blank = value.search(/\s/);
  return blank === -1 ? '' : value.slice(blank).trimStart();
}
