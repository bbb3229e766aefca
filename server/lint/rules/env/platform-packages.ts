export type OtherSystem = 'Windows' | 'macOS';

/** A conda package of another system. */
export interface PlatformPackage {
  readonly pattern: RegExp;
  readonly system: OtherSystem;
}

/**
 * Packages without a build for linux: what conda-forge builds of each was looked up in its recipe (2026-11). `pywin32`,
 * `win_inet_pton` and `libcxx` are not among them: they have one.
 */
const unavailable: readonly PlatformPackage[] = [
  { pattern: /^vs20\d\d_(?:runtime|win-64)$/, system: 'Windows' },
  { pattern: /^vc$|^vc14_runtime$|^ucrt$/, system: 'Windows' },
  { pattern: /^m2w64-|^msys2-/, system: 'Windows' },
  { pattern: /^wincertstore$|^pyreadline$|^pywinpty$|^winpty$|^pywin32-ctypes$/, system: 'Windows' },
  { pattern: /^pthreads-win32$|^console_shortcut$|^powershell_shortcut$/, system: 'Windows' },
  { pattern: /^pyobjc-|^python\.app$/, system: 'macOS' },
];

/** Packages that can be installed on linux and do nothing there, unless a build of another system is asked for. */
const useless: readonly PlatformPackage[] = [
  { pattern: /^appnope$/, system: 'macOS' },
  { pattern: /^pywin32$|^win_inet_pton$/, system: 'Windows' },
];

/** The system that a package is made for, and whether linux has none of it. */
export function platformOf(
  name: string,
): { readonly system: OtherSystem; readonly unavailable: boolean } | undefined {
  const missing = unavailable.find(({ pattern }) => pattern.test(name));
  const row = missing ?? useless.find(({ pattern }) => pattern.test(name));
  return row === undefined ? undefined : { system: row.system, unavailable: missing !== undefined };
}
