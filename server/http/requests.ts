import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { LaunchRequest, ProviderId, PruneRequest } from '../protocol';
import { AppError, presetNames } from '../protocol';
import { isImageReference } from '../spec/image-reference';

const providerIds = [
  'local',
  'git',
  'gh',
  'gist',
  'gl',
  'zenodo',
  'figshare',
  'dataverse',
  'hydroshare',
  'ckan',
  'swh',
] as const satisfies readonly ProviderId[];

const text = z.string().min(1).max(4096);

const repoRef = z
  .strictObject({
    provider: z.enum(providerIds),
    spec: text,
    ref: text.exactOptional(),
    subdir: text.exactOptional(),
  })
  .refine((repo) => repo.provider !== 'local' || isAbsolute(repo.spec), {
    message: 'a local repository is named by an absolute path',
    path: ['spec'],
  });

const portNumber = z.int().min(1).max(65_535);

const portMapping = z.strictObject({
  containerPort: portNumber,
  protocol: z.enum(['tcp', 'udp']),
  hostPort: portNumber,
  hostIp: text.exactOptional(),
});

const launchRequest = z.strictObject({
  repo: repoRef,
  engine: z.enum(['docker', 'host']).exactOptional(),
  toolchain: z.enum(['managed', 'system']).exactOptional(),
  dialect: z.enum(['binder', 'extended']).exactOptional(),
  preset: z.enum(presetNames).exactOptional(),
  trust: z.boolean().exactOptional(),
  copy: z.boolean().exactOptional(),
  refresh: z.boolean().exactOptional(),
  name: text.exactOptional(),
  urlPath: text.exactOptional(),
  port: z.int().min(0).max(65535).exactOptional(),
  publish: z.array(portMapping).max(32).exactOptional(),
  memory: z.int().min(1).exactOptional(),
  push: z.boolean().exactOptional(),
  cacheFrom: z
    .array(text.refine(isImageReference, { error: 'no name of an image' }))
    .max(16)
    .exactOptional(),
  foreground: z.boolean().exactOptional(),
}) satisfies z.ZodType<LaunchRequest>;

const startRequest = z.strictObject({ foreground: z.boolean().exactOptional() });

const pruneRequest = z.strictObject({
  dryRun: z.boolean().exactOptional(),
  all: z.boolean().exactOptional(),
  keepBytes: z.number().min(0).exactOptional(),
}) satisfies z.ZodType<PruneRequest>;

/** @throws AppError bad-request */
export const parsePruneRequest = (body: unknown): PruneRequest => parse(pruneRequest, body ?? {});

/** @throws AppError bad-request, which names the field */
export const parseLaunchRequest = (body: unknown): LaunchRequest => parse(launchRequest, body);

/** @throws AppError bad-request */
export const parseStartRequest = (body: unknown): { readonly foreground?: boolean } =>
  parse(startRequest, body ?? {});

/** An absolute path. @throws AppError bad-request */
export const parseFolder = (value: unknown): string =>
  parse(text.refine(isAbsolute, { error: 'a folder is named by an absolute path' }), value);

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
  throw new AppError('bad-request', { detail: `${place}: ${issue?.message ?? 'not understood'}` });
}
