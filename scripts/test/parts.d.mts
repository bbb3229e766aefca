export const root: string;
export const partsDir: string;
export const places: { readonly node24: string; readonly codeServer: string };
export function chromium(env?: NodeJS.ProcessEnv): string | undefined;
export function baseImage(): string;
