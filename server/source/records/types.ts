/** What record providers need of the network. */
export interface RecordNetwork {
  /**
   * The JSON at an address; undefined where there is none (404).
   * @throws AppError network
   */
  json(url: string): Promise<unknown>;
}

/**
 * A record of an archive, identified as far as what it holds can no longer change (contracts/repo2docker.md section 8).
 * `api` and `apiUrl` are the addresses that its parts are asked of; they end with a slash.
 */
export type RecordIdentity =
  | { readonly provider: 'zenodo'; readonly record: string; readonly api: string }
  | { readonly provider: 'figshare'; readonly article: string; readonly version: string }
  | { readonly provider: 'dataverse'; readonly url: string }
  | { readonly provider: 'hydroshare'; readonly resource: string; readonly version: string }
  | { readonly provider: 'swhid'; readonly swhid: string; readonly type: 'dir' | 'rev' }
  | {
      readonly provider: 'ckan';
      readonly datasetId: string;
      readonly activityId: string | null;
      readonly apiUrl: string;
      readonly version: string;
    };

/** A file of a record: where it goes, relative to the checkout, and where it comes from. */
export interface RecordFile {
  readonly path: string;
  readonly url: string;
}

/** The part of a JSON answer that is an object; an empty one for anything else. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The part of a JSON answer that is a list; an empty one for anything else. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text or a number of a JSON answer as text; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A time of a JSON answer in whole seconds since 1970; one without a zone is in UTC. */
export function epochSeconds(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : String(Math.floor(time / 1000));
}
