/** Rows of `name: word word`, comments and blank lines left out. A name may hold a colon; the last one divides. */
export function readRows(text: string): [string, string[]][] {
  return lines(text).map((line) => {
    const name = /^(?:conda:)?[^:]*/.exec(line)?.[0] ?? '';
    const words = line.slice(name.length + 1).trim();
    return [name.trim(), words === '' ? [] : words.split(/\s+/)];
  });
}

/** All words, comments left out. */
export function readWords(text: string): string[] {
  return lines(text).flatMap((line) => line.split(/\s+/));
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
