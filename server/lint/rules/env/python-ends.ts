/**
 * The day on which each Python gets its last release (PEP 373, 478, 494, 537, 569, 596, 619, 664, 693, 719 and 745). Of
 * those to come the month is fixed, and its last day is taken.
 */
export const pythonEnds: Readonly<Record<string, string>> = {
  '2.7': '2020-01-01',
  '3.5': '2020-09-30',
  '3.6': '2021-12-23',
  '3.7': '2023-06-27',
  '3.8': '2024-10-07',
  '3.9': '2025-10-31',
  '3.10': '2026-10-31',
  '3.11': '2027-10-31',
  '3.12': '2028-10-31',
  '3.13': '2029-10-31',
  '3.14': '2030-10-31',
};

/** When the table was made. */
export const pythonEndsRead = '2026-11-21';
