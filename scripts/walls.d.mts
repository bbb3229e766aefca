export const stages: readonly string[];
export const pureStages: readonly string[];
export const faces: { readonly extension: readonly string[]; readonly webview: readonly string[] };
export const wallRules: readonly object[];
