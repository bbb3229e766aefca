import type { FileEdit } from '../../../protocol';
import { insertAt } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { PipEntry, PipList } from './lists';
import { byList, pipEntries, quoteFor } from './lists';
import { listed } from './local-urls';
import { removeFix } from './renames';

interface PlatformPackage {
  readonly system: 'Windows' | 'macOS';
  /** `sys_platform` there. */
  readonly platform: 'win32' | 'darwin';
}

const windows: PlatformPackage = { system: 'Windows', platform: 'win32' };
const macos: PlatformPackage = { system: 'macOS', platform: 'darwin' };

/**
 * Packages that have files for one system only, or that build nowhere else: what pip 26.3 said on Linux on 2026-11-27.
 * Those that install everywhere though they are of use on one system (appnope, colorama, pywin32-ctypes) are none of them.
 */
const platformPackages: Readonly<Record<string, PlatformPackage>> = {
  'jax-metal': macos,
  macfsevents: macos,
  pypiwin32: windows,
  pyobjc: macos,
  'pyobjc-core': macos,
  pywin32: windows,
  pywinpty: windows,
  'tensorflow-intel': windows,
  'tensorflow-macos': macos,
  'tensorflow-metal': macos,
  'windows-curses': windows,
  wmi: windows,
};

/** Packages of another system that no marker keeps from Linux: one finding a list and system. */
export function* checkPlatformPackages(model: RepositoryModel): Iterable<Report> {
  for (const platform of [windows, macos]) {
    const own = pipEntries(model).filter(
      ({ name, requirement }) => requirement.url === undefined && platformOf(name) === platform,
    );
    for (const [list, entries] of byList(own)) yield* platformReport(list, platform, entries);
  }
}

function* platformReport(
  list: PipList,
  platform: PlatformPackage,
  entries: readonly PipEntry[],
): Iterable<Report> {
  const [first] = entries;
  if (first === undefined) return;
  const { system } = platform;
  const names = listed(entries.map(({ requirement }) => requirement.name.text));
  yield {
    file: list.source.path,
    range: first.requirement.name.range,
    code: entries.length > 1 ? 'req-platform-package.many' : 'req-platform-package',
    args: { names, system },
    fixes: [...markerFix(entries, platform), ...removeFix(entries, 'req-platform-package.fix-remove', false)],
  };
}

function platformOf(name: string): PlatformPackage | undefined {
  if (name.startsWith('pyobjc-framework-')) return macos;
  return Object.hasOwn(platformPackages, name) ? platformPackages[name] : undefined;
}

/** Only where there is no marker yet: what one says may be on purpose. */
function markerFix(entries: readonly PipEntry[], { platform, system }: PlatformPackage): ReportFix[] {
  if (entries.some(({ requirement }) => requirement.marker !== undefined)) return [];
  const edits = entries.map((entry) => addMarker(entry, platform));
  return [{ code: 'req-platform-package.fix', args: { system }, safe: true, edits }];
}

function addMarker(
  { list, line, requirement: { name, extras, clauses } }: PipEntry,
  platform: string,
): FileEdit {
  const last = clauses.at(-1)?.version ?? extras.at(-1) ?? name;
  const { text } = list.source;
  const closing = /^\s*[\])]/.exec(text.slice(last.range.end.offset, line.range.end.offset));
  const at = last.range.end.offset + (closing?.[0].length ?? 0);
  const quote = quoteFor(list, line);
  return insertAt(list.source, at, `; sys_platform == ${quote}${platform}${quote}`);
}
