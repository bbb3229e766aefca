import type { RulePage, SkippedRule } from './page';

export const rPages: readonly RulePage[] = [];

export const rSkipped: readonly SkippedRule[] = [];
