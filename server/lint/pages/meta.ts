import type { RulePage, SkippedRule } from './page';

export const metaPages: readonly RulePage[] = [];

export const metaSkipped: readonly SkippedRule[] = [];
