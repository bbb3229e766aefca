/** What is wrong with an ORCID: nothing that looks like one, or a digit that does not fit the last one. */
export type OrcidFault = 'form' | 'digits';

/** The sixteen digits of an ORCID, alone or at the end of its address; undefined where there are none. */
export function orcidDigits(text: string): string | undefined {
  return /^(?:https?:\/\/)?(?:www\.)?(?:orcid\.org\/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\/?$/i.exec(
    text.trim(),
  )?.[1];
}

/** Why a text is no ORCID; undefined where it is one. The last digit follows from the others (ISO 7064, MOD 11-2). */
export function orcidFault(text: string): OrcidFault | undefined {
  const digits = orcidDigits(text)?.replaceAll('-', '').toUpperCase();
  if (digits === undefined) return 'form';
  let total = 0;
  for (const digit of digits.slice(0, 15)) total = (total + Number(digit)) * 2;
  const check = (12 - (total % 11)) % 11;
  return (check === 10 ? 'X' : String(check)) === digits.charAt(15) ? undefined : 'digits';
}
