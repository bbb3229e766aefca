import type { Finding, Severity } from '../../protocol';
import { severities } from '../../protocol';

/** How many findings there are, by severity. */
export type Counts = Readonly<Record<Severity, number>>;

export function countFindings(findings: readonly Finding[]): Counts {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return Object.fromEntries(severities.map((severity) => [severity, count(severity)])) as Record<
    Severity,
    number
  >;
}

const nouns: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['information', 'informations'],
  hint: ['hint', 'hints'],
};

/** `2 errors, 1 warning`; undefined where there is nothing. */
export function countsInWords(counts: Counts): string | undefined {
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${nouns[severity][counts[severity] === 1 ? 0 : 1]}`);
  return parts.length === 0 ? undefined : parts.join(', ');
}
