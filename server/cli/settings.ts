/** An environment variable that changes what Bindery does. */
export interface Setting {
  readonly name: string;
  /** What holds when it is not set, in words. */
  readonly fallback: string;
  readonly meaning: string;
}

/** Every setting there is, in one table: the README prints it. */
export const settings = [
  {
    name: 'BINDERY_HOME',
    fallback: 'the platform’s state folder, for example ~/.local/state/bindery',
    meaning: 'folder in which everything is kept: jobs, sessions, environments, caches',
  },
  {
    name: 'BINDERY_BASE_IMAGE',
    fallback: 'docker.io/library/buildpack-deps:24.04, as Binder has it',
    meaning: 'image that the docker engine builds upon',
  },
  {
    name: 'BINDERY_TOOLCHAIN',
    fallback: 'managed where it can be had, else system with a warning',
    meaning: 'where Python comes from: managed or system; --toolchain says it for one command',
  },
  {
    name: 'BINDERY_UV',
    fallback: 'fetched from the package index that pip is configured for',
    meaning: 'path of the uv to install with',
  },
  {
    name: 'BINDERY_EXTRA_CA',
    fallback: 'none',
    meaning: 'file with certificate authorities that builds in images trust besides the public ones',
  },
  {
    name: 'BINDERY_DEBUG',
    fallback: 'off',
    meaning: 'set to anything: unexpected errors are shown with their stack',
  },
  {
    name: 'DOCKER_HOST, DOCKER_CONTEXT',
    fallback: 'the docker command’s current context, else the usual sockets',
    meaning: 'where the container engine is',
  },
  {
    name: 'NO_COLOR',
    fallback: 'off',
    meaning: 'set to anything: no colours on the terminal',
  },
] as const satisfies readonly Setting[];

const defaults = { BINDERY_BASE_IMAGE: 'docker.io/library/buildpack-deps:24.04' } as const;

/** The value of a setting that has one even when it is not set. */
export function readSetting(
  env: Readonly<Record<string, string | undefined>>,
  name: keyof typeof defaults,
): string {
  const value = env[name];
  return value === undefined || value === '' ? defaults[name] : value;
}
