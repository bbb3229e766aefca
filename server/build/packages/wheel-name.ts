/** The parts of a wheel's file name (PEP 427), with compressed tag sets taken apart. */
export interface WheelName {
  readonly name: string;
  readonly version: string;
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** Undefined when `file` is not the name of a wheel. */
export function parseWheelName(file: string): WheelName | undefined {
  if (!file.endsWith('.whl')) return undefined;
  const parts = file.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6) return undefined;
  const [platforms = '', abis = '', pythons = ''] = parts.slice(-3).reverse();
  return {
    name: parts[0] ?? '',
    version: parts[1] ?? '',
    pythons: pythons.split('.'),
    abis: abis.split('.'),
    platforms: platforms.split('.'),
  };
}

/** A machine, as far as binary wheels are concerned. */
export interface MachineKind {
  readonly platform: NodeJS.Platform;
  /** As `process.arch` says it. */
  readonly arch: string;
  /** Version of glibc; absent on Linux machines without it (musl), and elsewhere. */
  readonly glibc?: string;
}

const linuxArch: Readonly<Record<string, string>> = {
  x64: 'x86_64',
  arm64: 'aarch64',
  arm: 'armv7l',
  ia32: 'i686',
  ppc64: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
};

/** True when a wheel with this platform tag runs on the machine. */
export function platformFits(tag: string, machine: MachineKind): boolean {
  if (tag === 'any') return true;
  switch (machine.platform) {
    case 'linux':
      return linuxFits(tag, machine);
    case 'darwin':
      return (
        tag.startsWith('macosx_') && /_(universal2|x86_64|arm64)$/.test(tag) && macFits(tag, machine.arch)
      );
    case 'win32':
      return tag === (machine.arch === 'arm64' ? 'win_arm64' : 'win_amd64');
    default:
      return false;
  }
}

function linuxFits(tag: string, machine: MachineKind): boolean {
  const arch = linuxArch[machine.arch];
  if (arch === undefined || !tag.endsWith(`_${arch}`)) return false;
  if (machine.glibc === undefined) return tag.startsWith('musllinux_');
  const needed = manylinuxGlibc(tag);
  return needed !== undefined && compareVersions(needed, machine.glibc) <= 0;
}

/** The glibc a manylinux tag asks for, as `2.17`. */
function manylinuxGlibc(tag: string): string | undefined {
  const legacy: Readonly<Record<string, string>> = {
    manylinux1: '2.5',
    manylinux2010: '2.12',
    manylinux2014: '2.17',
  };
  const modern = /^manylinux_(\d+)_(\d+)_/.exec(tag);
  if (modern !== null) return `${modern[1] ?? ''}.${modern[2] ?? ''}`;
  return legacy[/^manylinux\d+/.exec(tag)?.[0] ?? ''];
}

function macFits(tag: string, arch: string): boolean {
  return tag.endsWith('_universal2') || tag.endsWith(arch === 'arm64' ? '_arm64' : '_x86_64');
}

/** Compares dotted numbers. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
