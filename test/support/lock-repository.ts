import { readFileSync } from 'node:fs';
import { readEnvironment } from '../../server/environment/environment';
import type { PlanOptions } from '../../server/plan/plan-repository';
import { planRepository } from '../../server/plan/plan-repository';
import type { Plan } from '../../server/protocol';
import { diskView } from '../../server/source/disk-view';

/** A lock file as its tool wrote it. */
export function lockSample(name: string): string {
  return readFileSync(`test/fixtures/locks/${name}`, 'utf8');
}

/** What the samples were made of: it asks for no version that is the newest, and cannot itself be installed. */
export const lockedProject = `[project]
name = "demo"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = ["six<1.17", "idna==3.4", "colorama; sys_platform == 'win32'"]

[project.optional-dependencies]
extra = ["toolz<1"]

[dependency-groups]
dev = ["iniconfig<2"]

[tool.poetry]
package-mode = false
`;

/** What the samples install on Linux. */
export const lockedVersions = { idna: '3.4', iniconfig: '1.1.1', six: '1.16.0' };

/** A program that prints the versions of the packages of the samples that are there. */
export const printVersions = `
import importlib.metadata as m, json
def version(name):
    try: return m.version(name)
    except m.PackageNotFoundError: return None
found = {name: version(name) for name in ["colorama", "idna", "iniconfig", "six", "toolz"]}
print(json.dumps({name: value for name, value in found.items() if value}))
`;

/** The plan of a folder in the dialect `extended`. */
export function extendedPlan(dir: string, options: PlanOptions): Plan {
  return planRepository(readEnvironment(diskView(dir), { dialect: 'extended' }), options);
}
