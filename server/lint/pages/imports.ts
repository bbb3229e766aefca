import type { RulePage, SkippedRule } from './page';

export const importPages: readonly RulePage[] = [];

export const importSkipped: readonly SkippedRule[] = [];
