/** Nix and its shells. By file name. */
export const nixScripts: Readonly<Record<string, string>> = {};
