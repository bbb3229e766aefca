import type { RulePage, SkippedRule } from './page';

export const requirementsPages: readonly RulePage[] = [];

export const requirementsSkipped: readonly SkippedRule[] = [];
