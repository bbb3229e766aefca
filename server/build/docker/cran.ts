import { renderMessage } from '../../protocol';
import type { Emit, Plan } from '../../protocol';
import { cranSecret } from '../../plan/dockerfile/mounts';
import { withoutCredentials } from '../packages/pip-config';

/** The repository that R packages come from, where one is configured. */
export interface CranMirror {
  /** With credentials, where it has some; `{codename}` is filled in inside the image. */
  readonly url: string;
  /** For the image, for identities and for people. */
  readonly openUrl: string;
}

/** BINDERY_CRAN for this plan, its `{date}` filled in; undefined where none is configured or nothing installs from it. */
export function cranMirror(
  plan: Plan,
  env: Readonly<Record<string, string | undefined>>,
): CranMirror | undefined {
  const date = snapshotDate(plan);
  const named = env['BINDERY_CRAN'] ?? '';
  if (date === undefined || named === '') return undefined;
  const url = named.replaceAll('{date}', date).replace(/\/$/, '');
  return { url, openUrl: withoutCredentials(url) };
}

/** What a build gets of it. */
export interface CranSettings {
  /** Of the context, mounted where R packages are installed: the address without credentials, '' for none. */
  readonly address: string;
  /** The address with credentials, where it has some, by the name of the secret. */
  readonly secrets: Readonly<Record<string, string>>;
  /** `name:password` as it stands in the address. */
  readonly credentials: readonly string[];
}

export function cranSettings(plan: Plan, env: Readonly<Record<string, string | undefined>>): CranSettings {
  const mirror = cranMirror(plan, env);
  if (mirror === undefined) return { address: '', secrets: {}, credentials: [] };
  const { url, openUrl } = mirror;
  if (url === openUrl) return { address: url, secrets: {}, credentials: [] };
  const credentials = /:\/\/([^/?#]*)@/.exec(url)?.slice(1) ?? [];
  return { address: openUrl, secrets: { [cranSecret]: url }, credentials };
}

/** Says that packages are not those of the day that the repository asks for, unless the mirror has such days too. */
export function tellCran(plan: Plan, env: Readonly<Record<string, string | undefined>>, emit: Emit): void {
  const mirror = cranMirror(plan, env);
  if (mirror === undefined || env['BINDERY_CRAN']?.includes('{date}') === true) return;
  const args = { url: mirror.openUrl, date: snapshotDate(plan) ?? '' };
  const message = renderMessage('build.cran-mirror', args);
  emit({ phase: 'building', code: 'build.cran-mirror', args, message, level: 'warning' });
}

function snapshotDate({ steps }: Plan): string | undefined {
  return steps.flatMap((step) => (step.op === 'configure-r' ? [step.snapshotDate] : []))[0];
}
