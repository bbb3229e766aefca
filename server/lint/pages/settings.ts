import type { RulePage } from './page';

export const settingsPages: readonly RulePage[] = [
  {
    id: 'lint-settings',
    what: 'Something in `.bindery.yml` that is not understood: a key, a severity, a profile, or a rule that does not exist.',
    why: 'What is not understood counts for nothing, and the linter would go on as if it were not written.',
    bad: { '.bindery.yml': 'lint:\n  rules:\n    nb-out-of-ordr: false\n' },
    good: { '.bindery.yml': 'lint:\n  rules:\n    nb-out-of-order: off\n' },
  },
];
