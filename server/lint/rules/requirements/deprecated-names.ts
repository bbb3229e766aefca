/**
 * Names that were once right, or are no package of the index though `pip freeze` wrote them: what happens to them now, as
 * pip 26.3 had it on 2026-11-27.
 */
export interface DeprecatedName {
  /** What to ask for instead. Absent: nothing. */
  readonly pip?: string;
  readonly kind: DeprecatedKind;
  /** Its releases that can be installed. Absent: none. */
  readonly real?: string;
  /** True where the package that is meant offers the same modules, so that no code has to change. */
  readonly same: boolean;
}

export type DeprecatedKind =
  /** Its newest release refuses to be installed, or cannot be built any more. */
  | 'refuses'
  /** Goes on under another name; the old one gets no releases. */
  | 'renamed'
  /** Part of Google's Colab and nowhere else. */
  | 'colab'
  /** A package of Ubuntu itself, which `pip freeze` finds there. */
  | 'system'
  /** No package at all: a fault of old Debian systems. */
  | 'phantom';

const system: DeprecatedName = { kind: 'system', same: true };

/** By normalised name. */
export const deprecatedNames: Readonly<Record<string, DeprecatedName>> = {
  apturl: system,
  beautifulsoup: { pip: 'beautifulsoup4', kind: 'refuses', same: false },
  brlapi: system,
  'command-not-found': system,
  cupshelpers: system,
  distribute: { pip: 'setuptools', kind: 'refuses', same: true },
  fbprophet: { pip: 'prophet', kind: 'refuses', same: false },
  'google-colab': { kind: 'colab', same: false },
  'language-selector': system,
  'mysql-python': { pip: 'mysqlclient', kind: 'refuses', same: true },
  'pkg-resources': { kind: 'phantom', same: true },
  'python-apt': system,
  'rdkit-pypi': { pip: 'rdkit', kind: 'renamed', same: true },
  sklearn: { pip: 'scikit-learn', kind: 'refuses', real: '==0.0', same: true },
  'tensorflow-gpu': { pip: 'tensorflow', kind: 'refuses', real: '<2.12', same: true },
  'ubuntu-advantage-tools': system,
  'ubuntu-drivers-common': system,
  ufw: system,
  'unattended-upgrades': system,
  'usb-creator': system,
  xkit: system,
};
