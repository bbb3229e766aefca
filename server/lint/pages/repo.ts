import type { RulePage, SkippedRule } from './page';

export const repoPages: readonly RulePage[] = [];

export const repoSkipped: readonly SkippedRule[] = [];
