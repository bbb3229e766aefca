import type { RulePage, SkippedRule } from './page';

export const juliaPages: readonly RulePage[] = [];

export const juliaSkipped: readonly SkippedRule[] = [];
