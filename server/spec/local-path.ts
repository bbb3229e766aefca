/** True for what can only be meant as a path: absolute, or beginning with a dot or a tilde. */
export function isPathLike(text: string): boolean {
  return isAbsolute(text) || /^(\.{1,2}|~)([/\\]|$)/.test(text);
}

/** `text` as an absolute path without `.` and `..`; relative paths count from `cwd`. Of both kinds of systems. */
export function resolvePath(cwd: string, text: string): string {
  const joined = isAbsolute(text) ? text : `${cwd}/${text}`;
  const windows = /^([a-z]:|\\\\)/i.test(joined);
  const separator = windows ? '\\' : '/';
  const [root = '', ...parts] = joined.split(windows ? /[/\\]/ : '/');
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  const prefix = joined.startsWith('\\\\') ? '\\' : root;
  return `${prefix}${separator}${kept.join(separator)}`;
}

function isAbsolute(text: string): boolean {
  return text.startsWith('/') || /^[a-z]:[/\\]/i.test(text) || text.startsWith('\\\\');
}
