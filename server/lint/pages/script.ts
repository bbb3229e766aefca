import type { RulePage, SkippedRule } from './page';

export const scriptPages: readonly RulePage[] = [];

export const scriptSkipped: readonly SkippedRule[] = [];
