import type * as vscode from 'vscode';

/** The `vscode` namespace as a parameter: only main.ts imports it, so everything else runs in tests without an editor. */
export type Vs = typeof vscode;

/** `vscode.l10n.t` as what pure functions need of it: the sentence in the person's language, `{0}` replaced. */
export type Translate = (message: string, ...args: (string | number | boolean)[]) => string;
