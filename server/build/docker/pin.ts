import type { Checkout, Emit, MessageCode, Plan, Step, Toolchain, ToolchainKind } from '../../protocol';
import { AppError, renderMessage } from '../../protocol';
import { artifactKey, environmentHash, inputDigests } from '../../plan/identity';
import { diskView } from '../../source/disk-view';
import { refuseConda } from '../conda/plan';
import { jupyterLockId, lockFor } from '../locks';
import type { PipSettings } from '../packages/pip-config';
import type { PinnedPlan } from '../types';
import type { BaseImage } from './base-image';
import type { BaseR, Offered } from './base-tools';
import { cranMirror } from './cran';
import { lockDigests } from './locks';

/** What a plan is pinned with, besides the base. */
export interface PinMeans {
  readonly toolchain: ToolchainKind;
  readonly settings: PipSettings;
  /** Where conda packages come from, without credentials. Absent: from nowhere. */
  readonly channels?: readonly string[];
  /** BINDERY_CRAN is read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the base's package manager offers, of what the plan needs and the base lacks. Absent: nothing. */
  readonly offered?: Offered;
}

/**
 * The plan upon this base with this toolchain, and the identities that follow.
 * @throws AppError python-missing, toolchain-missing
 */
export function pinPlan(plan: Plan, checkout: Checkout, base: BaseImage, means: PinMeans): PinnedPlan {
  const onBase: Plan = {
    ...plan,
    base: { kind: 'image', reference: baseReference(plan), digest: base.digest },
    resolvedAt: base.resolvedAt,
  };
  const pinned =
    means.toolchain === 'managed' ? withManaged(onBase) : withSystem(onBase, base, means.offered ?? {});
  const { indexUrl, extraIndexUrls, findLinks } = means.settings;
  const cran = cranMirror(pinned, means.env);
  const environment = environmentHash(pinned, {
    files: inputDigests(pinned, diskView(checkout.dir)),
    locks: lockDigests(pinned),
    indexUrls: [
      ...[indexUrl, ...extraIndexUrls, ...findLinks, ...(means.channels ?? [])],
      ...(cran === undefined ? [] : [cran.openUrl]),
    ],
  });
  return {
    plan: pinned,
    environmentHash: environment,
    artifactKey: artifactKey(environment, checkout.contentId, pinned),
  };
}

/** @throws AppError engine-failed for a plan that is for no image */
export function baseReference({ base }: Plan): string {
  if (base.kind === 'image') return base.reference;
  throw new AppError('engine-failed', {
    detail: 'the plan is for a prefix of this machine, not for an image',
  });
}

/** Their publishers have every version that can be asked for, so that is what will run. */
function withManaged(plan: Plan): Plan {
  const toolchains = plan.toolchains.map(({ language, requested }) => ({
    language,
    kind: 'managed' as const,
    requested,
    resolved: requested,
  }));
  return { ...plan, toolchains };
}

/** The base has one of each, whatever was asked for. */
function withSystem(plan: Plan, base: BaseImage, offered: Offered): Plan {
  refuseConda(plan, `conda packages are not made for the Python of ${baseReference(plan)}`);
  const python = plan.toolchains.filter(({ language }) => language === 'python').at(-1);
  const onPython = python === undefined ? plan : withSystemPython(plan, base, python.requested);
  const toolchains = onPython.toolchains.map((one) => systemToolchain(one, base, offered, plan));
  const versionOf = (language: Toolchain['language']): string | undefined =>
    toolchains.find((one) => one.language === language)?.resolved;
  const steps = onPython.steps
    .filter(({ op }) => !onlyManaged.includes(op))
    .map((step) => withVersion(step, versionOf));
  const { home, docs } = base.r ?? distributionR;
  const places: Readonly<Record<string, string>> = { R_HOME: home, R_DOC_DIR: docs };
  const envExtra = onPython.envExtra.map(([name, value]) => [name, places[name] ?? value] as const);
  return { ...onPython, toolchains, steps, envExtra };
}

/** RStudio and Shiny are built for the R that the managed toolchain installs. */
const onlyManaged: readonly Step['op'][] = [
  'install-rstudio-shiny',
  'pip-install-r-proxies',
  'prepare-shiny-dirs',
  'configure-rstudio-conda',
];

/** Where Debian and what descends from it put R. */
const distributionR: Omit<BaseR, 'version'> = { home: '/usr/lib/R', docs: '/usr/share/R/doc' };

/** The base's Python serves as notebook and as kernel environment. */
function withSystemPython(plan: Plan, base: BaseImage, requested: string): Plan {
  const image = baseReference(plan);
  const lacking = (detail: string): AppError =>
    new AppError('python-missing', { version: requested, detail });
  const resolved = base.python;
  if (resolved === undefined) throw lacking(`the base image ${image} has no python3`);
  const lock = lockFor(resolved);
  if (lock === undefined)
    throw lacking(`Jupyter does not run on the Python ${resolved} of the base image ${image}`);
  const others = plan.toolchains.filter(({ language }) => language !== 'python');
  return {
    ...plan,
    layout: { ...plan.layout, kernelPrefix: plan.layout.nbPrefix },
    toolchains: [{ language: 'python', kind: 'system', requested, resolved }, ...others],
    steps: plan.steps.flatMap((step) => systemStep(step, lock.python)),
  };
}

function systemStep(step: Step, python: string): readonly Step[] {
  if (step.op === 'install-python') {
    return step.prefix === 'KERNEL_PYTHON_PREFIX' ? [] : [{ ...step, version: python }];
  }
  if (step.op === 'install-jupyter') {
    return step.prefix === 'KERNEL_PYTHON_PREFIX' ? [] : [{ ...step, lock: jupyterLockId(python) }];
  }
  return [step];
}

/** The oldest R that R's kernel runs on. */
const oldestR = [3, 5] as const;

/** What the base has, else what its package manager installs. */
function systemToolchain(asked: Toolchain, base: BaseImage, offered: Offered, plan: Plan): Toolchain {
  const { language, requested } = asked;
  if (language === 'python') return asked;
  const own = language === 'r' ? base.r?.version : base[language];
  const resolved = own ?? offered[language];
  const name = languageNames[language];
  const image = baseReference(plan);
  const lacking = (detail: string): AppError =>
    new AppError('toolchain-missing', { language: name, version: requested, detail });
  if (resolved === undefined)
    throw lacking(`the base image ${image} has none, and its distribution offers none`);
  if (language === 'r' && !isAtLeast(resolved, oldestR))
    throw lacking(`R’s kernel does not run on the R ${resolved} of the base image ${image}`);
  return { language, kind: 'system', requested, resolved };
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}

function withVersion(step: Step, versionOf: (language: Toolchain['language']) => string | undefined): Step {
  if (step.op === 'install-r') return { ...step, version: versionOf('r') ?? step.version };
  if (step.op === 'install-julia') return { ...step, version: versionOf('julia') ?? step.version };
  if (step.op === 'install-nix') return { ...step, version: versionOf('nix') ?? step.version };
  return step;
}

const languageNames = { python: 'Python', r: 'R', julia: 'Julia', nix: 'nix' } as const;

/** Says which versions it will be, loudly where one is not the one that was asked for, and what is left out. */
export function tellToolchains(asked: Plan, { plan }: PinnedPlan, emit: Emit): void {
  for (const toolchain of plan.toolchains) tellToolchain(toolchain, baseReference(plan), emit);
  const hasRstudio = ({ steps }: Plan): boolean => steps.some(({ op }) => op === 'install-rstudio-shiny');
  if (!hasRstudio(asked) || hasRstudio(plan)) return;
  const message = renderMessage('build.rstudio-left-out');
  emit({ phase: 'building', code: 'build.rstudio-left-out', message, level: 'warning' });
}

function tellToolchain({ language, kind, requested, resolved }: Toolchain, image: string, emit: Emit): void {
  if (resolved === undefined) return;
  const same = resolved === requested || resolved.startsWith(`${requested}.`);
  const code = toolchainMessage(language === 'python', same);
  const name = languageNames[language];
  const args = { language: name, requested, used: resolved, version: resolved, kind, image };
  const message = renderMessage(code, args);
  emit({ phase: 'building', code, args, message, level: same ? 'info' : 'warning' });
}

function toolchainMessage(python: boolean, same: boolean): MessageCode {
  if (python) return same ? 'build.python-chosen' : 'build.image-python-other';
  return same ? 'build.toolchain-chosen' : 'build.image-toolchain-other';
}
