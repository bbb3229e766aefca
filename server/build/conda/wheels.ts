import type { MachineKind } from '../packages/wheel-name';
import { parseWheelName, platformFits } from '../packages/wheel-name';

/** The one version of rattler that Bindery uses, so that the same environment.yml is solved by the same rules everywhere. */
export const rattlerVersion = '0.28.0';

/** A wheel that the conda client consists of, with the one content that is accepted, wherever it comes from. */
export interface PinnedWheel {
  /** Of the package index. */
  readonly project: string;
  readonly name: string;
  /** SHA-256 in hex. */
  readonly sha256: string;
  /** Top folder of the package inside the wheel: nothing else of it is unpacked. */
  readonly folder: string;
}

/** rattler's solver and installer: one wheel for all Pythons from 3.10 (abi3), one per platform. */
const rattler: Readonly<Record<string, string>> = {
  'manylinux_2_17_x86_64.manylinux2014_x86_64':
    '4f4ab1d34d5394e7ce130a86e59009c95ace4f5757d9c3af04de1351bcea47eb',
  manylinux_2_28_aarch64: '61b24202374188e72130f1b3dc63b455befaafc3e49e5481a38b6a6c8828c1e0',
  musllinux_1_2_x86_64: '1c566fb1b0fc3d0d892b7ba021d6863aaff1f476c245178a07f560729aa7ecdb',
  musllinux_1_2_aarch64: '6218478af88d45ac1e08e605ede4f67bbe4ffbbbb40b5e32622a4746f98fe331',
  'macosx_10_12_x86_64.macosx_11_0_arm64.macosx_10_12_universal2':
    'd26db63e41e6efaff75c3d89040b2c78b4887be8e782dff281fb426835308b2b',
  win_amd64: '6108ea83ba3d2a2637afa45cf655d0b3ae0a4ab1106dde84de2da8c08b1e16df',
  win_arm64: '81cef9b72c334c54442135badfedaf2db18622c37fe18d0261a52ee4a54c0fd4',
};

/** Reads environment.yml as YAML 1.2, as repo2docker does; pure Python. */
const ruamel: PinnedWheel = {
  project: 'ruamel-yaml',
  name: 'ruamel_yaml-0.19.1-py3-none-any.whl',
  sha256: '27592957fedf6e0b62f281e96effd28043345e0e66001f97683aa9a40c667c93',
  folder: 'ruamel',
};

/** The same for pip, by which a Dockerfile that is printed gets them. */
export const clientRequirements: readonly string[] = [`py-rattler==${rattlerVersion}`, 'ruamel.yaml==0.19.1'];

/** The wheels of the client for this machine; undefined where rattler is not made for it. */
export function clientWheels(machine: MachineKind): readonly PinnedWheel[] | undefined {
  const wheels = Object.entries(rattler).map(([tag, sha256]): PinnedWheel => {
    const name = `py_rattler-${rattlerVersion}-cp310-abi3-${tag}.whl`;
    return { project: 'py-rattler', name, sha256, folder: 'rattler' };
  });
  const fits = wheels.find(({ name }) =>
    parseWheelName(name)?.platforms.some((tag) => platformFits(tag, machine)),
  );
  return fits === undefined ? undefined : [fits, ruamel];
}
