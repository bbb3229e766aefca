import type { RulePage, SkippedRule } from './page';

export const notebookPages: readonly RulePage[] = [];

export const notebookSkipped: readonly SkippedRule[] = [];
