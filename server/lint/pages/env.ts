import type { RulePage, SkippedRule } from './page';

export const envPages: readonly RulePage[] = [];

export const envSkipped: readonly SkippedRule[] = [];
