/**
 * Reads the dialect of INI files that Python's `RawConfigParser` reads and pip uses: `key = value` or `key: value`,
 * indented lines continue a value, whole-line comments with `#` or `;`. Returns `section.key` to value; keys come out
 * in lower case, later ones win. Lines it cannot read are skipped.
 */
export function parseIni(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let section = '';
  let current: string | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    if (/^\s/.test(line) && current !== undefined) {
      values.set(current, `${values.get(current) ?? ''}\n${line.trim()}`);
      continue;
    }
    const heading = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (heading !== undefined) [section, current] = [heading, undefined];
    else current = setOption(values, section, line);
  }
  return values;
}

function setOption(values: Map<string, string>, section: string, line: string): string | undefined {
  const match = /^\s*([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line);
  if (match?.[1] === undefined || section === '') return undefined;
  const key = `${section}.${match[1].toLowerCase()}`;
  values.set(key, match[2] ?? '');
  return key;
}
