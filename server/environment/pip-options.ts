/** An option that may stand in a requirements file. */
interface PipOption {
  readonly name: string;
  readonly short?: string;
  readonly takesValue: boolean;
}

const value = (name: string, short?: string): PipOption => ({
  name,
  takesValue: true,
  ...(short === undefined ? {} : { short }),
});
const flag = (name: string): PipOption => ({ name, takesValue: false });

/** What pip understands on a line of its own (pip's reference, "Requirements file format"). */
const lineOptions: readonly PipOption[] = [
  value('--requirement', '-r'),
  value('--constraint', '-c'),
  value('--editable', '-e'),
  value('--index-url', '-i'),
  value('--pypi-url'),
  value('--extra-index-url'),
  flag('--no-index'),
  value('--find-links', '-f'),
  value('--no-binary'),
  value('--only-binary'),
  flag('--prefer-binary'),
  flag('--require-hashes'),
  flag('--pre'),
  value('--trusted-host'),
  value('--use-feature'),
];

/** What pip understands behind a requirement. The first two only older versions do. */
const requirementOptions: readonly PipOption[] = [
  value('--install-option'),
  value('--global-option'),
  value('--config-settings', '-C'),
  value('--hash'),
];

const allOptions = [...lineOptions, ...requirementOptions];

/** An option as written: which one it is, and its value where that is part of the same word. */
export interface WrittenOption {
  readonly option: PipOption;
  /** Where in the word its value begins; undefined where the value is the next word. */
  readonly valueAt?: number;
}

/** The option that a word such as `--index-url=https://…`, `-rdev.txt` or `--extra-index` writes. */
export function recogniseOption(word: string): WrittenOption | undefined {
  return word.startsWith('--') ? longOption(word) : shortOption(word);
}

function longOption(word: string): WrittenOption | undefined {
  const equals = word.indexOf('=');
  const name = equals === -1 ? word : word.slice(0, equals);
  const exact = allOptions.find((option) => option.name === name);
  // Python's optparse accepts any beginning of a name that fits one option only.
  const beginning = name.length > 2 ? allOptions.filter((option) => option.name.startsWith(name)) : [];
  const option = exact ?? (beginning.length === 1 ? beginning[0] : undefined);
  if (option === undefined || (equals !== -1 && !option.takesValue)) return undefined;
  return equals === -1 ? { option } : { option, valueAt: equals + 1 };
}

function shortOption(word: string): WrittenOption | undefined {
  const option = allOptions.find(({ short }) => short !== undefined && word.startsWith(short));
  if (option === undefined) return undefined;
  return word.length > 2 ? { option, valueAt: 2 } : { option };
}
