import type { RulePage, SkippedRule } from './page';

export const codePages: readonly RulePage[] = [];

export const codeSkipped: readonly SkippedRule[] = [];
