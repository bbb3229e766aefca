import { isReadableClause } from '../../../environment/requirement';
import { parseMarker } from '../../../environment/requirement-marker';
import { readRequirements } from '../../../environment/requirements';
import { sourceText } from '../../../environment/text';

/** What a line that pip refuses was meant to be. */
export interface Repair {
  /** Several lines where several packages stood on one. */
  readonly text: string;
  /** True where nothing else can have been meant. */
  readonly safe: boolean;
}

interface Step {
  readonly safe: boolean;
  readonly mend: (text: string) => string;
}

const replacing = (safe: boolean, pattern: RegExp, replacement: string): Step => ({
  safe,
  mend: (text) => text.replace(pattern, replacement),
});

/** Tried one after the other, each upon what those before it made, until pip could read the result. */
const steps: readonly Step[] = [
  replacing(true, /\s*≥\s*/g, '>='),
  replacing(true, /\s*≤\s*/g, '<='),
  replacing(true, /=>/g, '>='),
  replacing(true, /=</g, '<='),
  replacing(true, /^(["'])([^"']*)\1,?$/, '$2'),
  replacing(true, /^([^\s#]+)#/, '$1  #'),
  replacing(true, /,+$/, ''),
  replacing(true, /(?<![<>=!~])=(?![=<>])/g, '=='),
  replacing(true, /([\w.*])[ \t]*(?=(?:[<>]=?|[=!~]=)[ \t]*\d)(?<=[<>=!~][ \t]*[\w.*]+[ \t]*)/g, '$1,'),
  replacing(true, /\b(python_(?:full_)?version\s*(?:[<>]=?|[=!]=)\s*)(\d[\d.]*)/g, "$1'$2'"),
  replacing(false, /^[*•]\s+/, ''),
  replacing(false, /(>=?|<=?)(\s*\d+(?:\.\d+)*)\.\*/g, '$1$2'),
  replacing(false, /~=(\s*\d+)(?![\d.])/g, '==$1.*'),
  replacing(false, /==(\s*\d+(?:\.\d+)*)\.x\b/gi, '==$1.*'),
  replacing(false, /==\s*(?:latest|newest|\*)?$/i, ''),
  replacing(false, /^([A-Za-z][\w.-]*)\s+v?(\d[\w.]*)$/, '$1==$2'),
  replacing(false, /^pip3?\s+install\s+/, ''),
  replacing(false, /\s*,\s*(?=[A-Za-z])/g, '\n'),
  { safe: false, mend: (text) => (isProse(text) ? text : text.replace(/\s+(?=[A-Za-z])/g, '\n')) },
];

/** Words that are a sentence, or code, rather than packages side by side. */
function isProse(text: string): boolean {
  return /^(?:import|from)\b/.test(text) || (/[A-Z]/.test(text) && !/[=<>]/.test(text));
}

/** Longer lines are no slips of the pen. In UTF-16 units. */
const maxLength = 300;

/** What `text` was meant to be; undefined where that cannot be told. */
export function repairRequirement(text: string): Repair | undefined {
  if (text.length > maxLength) return undefined;
  let mended = text;
  let safe = true;
  for (const step of steps) {
    const next = step.mend(mended).trim();
    if (next === mended) continue;
    mended = next;
    safe &&= step.safe;
    if (isReadable(mended)) return { text: mended, safe };
  }
  return undefined;
}

/** True where pip can read every line. */
export function isReadable(text: string): boolean {
  return readRequirements(sourceText('', text)).lines.every(
    (line) =>
      line.kind === 'requirement' &&
      line.requirement.clauses.every(isReadableClause) &&
      isReadableMarker(line.requirement.marker?.text),
  );
}

/** True where pip can read the condition behind a requirement, or there is none. */
export function isReadableMarker(marker: string | undefined): boolean {
  return (
    marker === undefined || marker.trim() === '' || marker.includes('${') || parseMarker(marker) !== undefined
  );
}
