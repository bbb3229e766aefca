import type { RulePage, SkippedRule } from './page';

export const dockerPages: readonly RulePage[] = [];

export const dockerSkipped: readonly SkippedRule[] = [];
