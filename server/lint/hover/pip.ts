import type { RequirementLine } from '../../environment/requirement-line';
import { linuxMarkerValues, markerHolds, parseMarker } from '../../environment/requirement-marker';
import type { Requirement } from '../../environment/requirement';
import type { LintCode } from '../messages';
import type { HoverPiece, HoverSentence } from './piece';
import { holds } from './piece';

/**
 * What pip does with the line at a place, of a requirements file or of a list in environment.yml. @param python the one
 * of the session, major.minor
 */
export function pipPiece(
  lines: readonly RequirementLine[],
  offset: number,
  python?: string,
): HoverPiece | undefined {
  const line = lines.find(({ kind, range }) => kind !== 'blank' && holds(range, offset));
  if (line === undefined) return undefined;
  const sentences = sentencesOf(line, python);
  return sentences.length === 0 ? undefined : { range: line.range, sentences };
}

function sentencesOf(line: RequirementLine, python: string | undefined): HoverSentence[] {
  switch (line.kind) {
    case 'blank':
      return [];
    case 'invalid':
      return [{ code: 'lint-hover-pip-invalid', args: {} }];
    case 'location':
      return [
        {
          code: line.editable ? 'lint-hover-pip-editable' : 'lint-hover-pip-location',
          args: { target: line.location.text },
        },
      ];
    case 'options':
      return optionSentences(line);
    case 'requirement':
      return requirementSentences(line.requirement, python);
  }
}

/** Options that say where packages come from, or which. Of the others pip's reference says all. */
const options: Readonly<Record<string, LintCode>> = {
  '--requirement': 'lint-hover-pip-requirement',
  '--constraint': 'lint-hover-pip-constraint',
  '--index-url': 'lint-hover-pip-index',
  '--pypi-url': 'lint-hover-pip-index',
  '--extra-index-url': 'lint-hover-pip-extra-index',
  '--find-links': 'lint-hover-pip-find-links',
  '--no-index': 'lint-hover-pip-no-index',
  '--pre': 'lint-hover-pip-pre',
  '--require-hashes': 'lint-hover-pip-hashes',
};

function optionSentences(line: RequirementLine): HoverSentence[] {
  return line.options.flatMap(({ name, value }) => {
    const code = options[name];
    return code === undefined ? [] : [{ code, args: { target: value?.text ?? '' } }];
  });
}

function requirementSentences(requirement: Requirement, python: string | undefined): HoverSentence[] {
  const { name, url, marker } = requirement;
  const condition = marker === undefined ? undefined : conditionOf(marker.text, python);
  if (condition?.code === 'lint-hover-pip-skipped') return [condition];
  const installs: HoverSentence =
    url === undefined
      ? { code: freedomOf(requirement), args: argsOf(requirement) }
      : { code: 'lint-hover-pip-url', args: { name: name.text, target: url.text } };
  return condition === undefined ? [installs] : [installs, condition];
}

function conditionOf(marker: string, python: string | undefined): HoverSentence {
  const parsed = parseMarker(marker);
  const values = linuxMarkerValues(python, 'x86_64');
  const holdsNot = parsed !== undefined && markerHolds(parsed, values) === false;
  return { code: holdsNot ? 'lint-hover-pip-skipped' : 'lint-hover-pip-marker', args: { marker } };
}

function argsOf({ name, clauses }: Requirement): HoverSentence['args'] {
  const version = clauses.map(({ operator, version: { text } }) => operator + text).join(',');
  return { tool: 'pip', name: name.text, version };
}

/** How much of the version a requirement leaves open. */
function freedomOf({ clauses }: Requirement): LintCode {
  if (clauses.length === 0) return 'lint-hover-any';
  const exact = clauses.some(
    ({ operator, version }) => operator === '===' || (operator === '==' && !version.text.includes('*')),
  );
  return exact ? 'lint-hover-exact' : 'lint-hover-range';
}
