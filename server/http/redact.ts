const patterns: readonly (readonly [RegExp, string])[] = [
  [/(\btoken=)[^&\s"'\\]+/gi, '$1***'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s"'@\\]+@/gi, '$1***@'],
  [/(\bauthorization\\?"?\s*[:=]\s*\\?"?(?:(?:token|bearer|basic)\s+)?)[^\s"\\]+/gi, '$1***'],
];

/** `text` without what looks like a secret: tokens in URLs, credentials in URLs, Authorization headers. */
export function redact(text: string): string {
  return patterns.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
