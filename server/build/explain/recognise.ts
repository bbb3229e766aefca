import type { Log } from './log';
import { readLog, wentOn } from './log';
import { rEnded, rLine } from './rows/r';
import { causeTable } from './table';
import type { Cause, CauseArgs, CauseRow, Sign } from './types';

/**
 * Recognises the cause in the end of a step's output. Undefined where nothing is found that is known for certain.
 * `exit` is the exit code or the name of the signal that ended the step.
 */
export function recogniseCause(lines: readonly string[], exit?: string | number): Cause | undefined {
  return recogniseIn(readLog(lines, exit));
}

/** The same, of a log that was read already. */
export function recogniseIn(log: Log): Cause | undefined {
  for (const row of causeTable) {
    const args = findIn(row, log);
    if (args !== undefined && endedByIt(row, args, log)) {
      const { kind, family, place, know = (known: CauseArgs): CauseArgs => known } = row;
      return { kind, family, place, args: { ...(family === 'r' ? rLine(log.text) : {}), ...know(args) } };
    }
  }
  return undefined;
}

function findIn(row: CauseRow, log: Log): CauseArgs | undefined {
  for (const sign of row.signs) {
    const found = applySign(sign, row, log);
    if (found !== undefined) return found;
  }
  return undefined;
}

function applySign(sign: Sign, row: CauseRow, log: Log): CauseArgs | undefined {
  if (typeof sign === 'function') return sign(log);
  const text = log[row.within ?? 'text'];
  const match = sign.exec(text);
  if (match === null || (row.ends === true && wentOn(text, match.index))) return undefined;
  const groups = Object.entries<string | undefined>(match.groups ?? {});
  return Object.fromEntries(groups.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/**
 * R goes on when a package cannot be installed; only what its last error speaks of has ended the script: the package
 * itself, or one that could not be installed without it.
 */
function endedByIt({ family }: CauseRow, args: CauseArgs, { text }: Log): boolean {
  const name = args['package'];
  if (family === 'r' && !rEnded(text)) return false;
  if (name === undefined || !/\n(?:Execution halted|bindery: [^\n]{1,300}, line \d+: [^\n]*)\s*$/.test(text))
    return true;
  const last = text.slice(text.lastIndexOf('\nError') + 1);
  const waiting = [
    ...text.matchAll(
      /^ERROR: dependenc(?:y|ies) ([^\n]{1,300}) (?:is|are) not available for package ‘([^’\n]{1,100})’/gm,
    ),
  ];
  const reached = new Set([name]);
  for (const [, missing = '', needy = ''] of waiting) {
    if ([...reached].some((one) => missing.includes(`‘${one}’`))) reached.add(needy);
  }
  return [...reached].some((one) => last.includes(one));
}
