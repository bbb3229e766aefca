import type { Plan, Toolchain, ToolchainKind } from '../../../protocol';
import type { Download } from '../../downloads';
import type { Instruction } from '../types';

/** The build argument by which another place than the usual one can be named. */
export function argument({ argument: name, url }: Download): Instruction {
  return { text: `ARG ${name}=${url}` };
}

/** SHA-256 by architecture as the script `fetch` reads it: `amd64=…,arm64=…`. */
export function digestsOf({ sha256 = {} }: Download): string {
  return Object.entries(sha256)
    .map((pair) => pair.join('='))
    .join(',');
}

/** Where a language of the plan comes from. */
export function kindOf(plan: Plan, language: Toolchain['language']): ToolchainKind {
  return plan.toolchains.find((one) => one.language === language)?.kind ?? 'managed';
}
