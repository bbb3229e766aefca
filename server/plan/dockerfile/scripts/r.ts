/** R, its packages and its servers. By file name. */
export const rScripts: Readonly<Record<string, string>> = {};
