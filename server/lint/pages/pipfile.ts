import type { RulePage, SkippedRule } from './page';

export const pipfilePages: readonly RulePage[] = [];

export const pipfileSkipped: readonly SkippedRule[] = [];
