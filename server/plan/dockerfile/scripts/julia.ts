/** Julia and its packages. By file name. */
export const juliaScripts: Readonly<Record<string, string>> = {};
