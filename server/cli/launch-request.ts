import type { Dialect, LaunchRequest, PresetName } from '../protocol';
import { parseByteSize } from '../spec/byte-size';
import { isImageReference } from '../spec/image-reference';
import { parsePortMapping } from '../spec/port-mapping';
import type { Context, Input } from './command';
import { usage } from './parse';
import { repoOperand } from './repo-operand';
import { checkCounts } from './settings';

/**
 * What `launch` and `build` ask the agent for.
 * @throws AppError usage, invalid-spec, unknown-provider, invalid-port-mapping, invalid-size
 */
export function launchRequest(command: string, input: Input, context: Context): LaunchRequest {
  checkCounts(context.env);
  const engine = input.values.get('engine');
  const toolchain = input.values.get('toolchain') ?? toolchainSetting(command, context);
  const name = input.values.get('name');
  const path = input.values.get('path');
  const port = input.values.get('port');
  const publish = input.lists.get('publish');
  const memory = input.values.get('memory');
  const cacheFrom = input.lists.get('cache-from');
  return {
    repo: repoOperand(input, context),
    // No other values are let through, by the table of commands and below.
    ...(engine !== undefined && { engine: engine as 'docker' | 'host' }),
    ...(toolchain !== undefined && { toolchain: toolchain as 'managed' | 'system' }),
    ...dialectAndPreset(input),
    ...(name !== undefined && { name }),
    ...(path !== undefined && { urlPath: labPath(path) }),
    ...(port !== undefined && { port: parsePort(command, port) }),
    ...(publish !== undefined && { publish: publish.map(parsePortMapping) }),
    ...(memory !== undefined && { memory: parseByteSize(memory) }),
    ...(input.flags.has('trust') && { trust: true }),
    ...(input.flags.has('copy') && { copy: true }),
    ...(input.flags.has('refresh') && { refresh: true }),
    ...(input.flags.has('push') && { push: true }),
    ...(cacheFrom !== undefined && { cacheFrom: cacheFrom.map((image) => imageName(command, image)) }),
  };
}

/** Which files count and whose policies hold, as `launch`, `build` and `plan` are told. */
export function dialectAndPreset(input: Input): Pick<LaunchRequest, 'dialect' | 'preset'> {
  const dialect = input.values.get('dialect');
  const preset = input.values.get('preset');
  return {
    ...(dialect !== undefined && { dialect: dialect as Dialect }),
    ...(preset !== undefined && { preset: preset as PresetName }),
  };
}

function toolchainSetting(command: string, { env }: Context): string | undefined {
  const value = env['BINDERY_TOOLCHAIN'] ?? '';
  if (value === '') return undefined;
  if (value === 'managed' || value === 'system') return value;
  throw usage(command, `BINDERY_TOOLCHAIN is managed or system, not ${value}.`);
}

function imageName(command: string, text: string): string {
  if (isImageReference(text)) return text;
  throw usage(command, `--cache-from is the name of an image, not ${text}.`);
}

/** The path under a session's URL by which JupyterLab opens a file of the repository. */
function labPath(file: string): string {
  const segments = file.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.');
  return ['lab', 'tree', ...segments.map(encodeURIComponent)].join('/');
}

function parsePort(command: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw usage(command, `--port is a number from 1 to 65535, not ${text}.`);
}
