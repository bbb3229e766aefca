import type { RulePage, SkippedRule } from './page';

export const pyprojectPages: readonly RulePage[] = [];

export const pyprojectSkipped: readonly SkippedRule[] = [];
