import type { RulePage, SkippedRule } from './page';

export const runtimePages: readonly RulePage[] = [];

export const runtimeSkipped: readonly SkippedRule[] = [];
