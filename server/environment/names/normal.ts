/** The form in which names of Python packages are compared (PEP 503). */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** The same, with extras and versions left off: of `dask[complete]>=2` and `dask` alike. */
export function bareName(requirement: string): string {
  return normalName(/^[A-Za-z0-9._-]+/.exec(requirement)?.[0] ?? requirement);
}
