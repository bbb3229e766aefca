import type { CauseRow } from '../types';

/** What apt says, about apt.txt and about the base's own sources. */
export const aptRows: readonly CauseRow[] = [
  {
    kind: 'apt-release-expired',
    family: 'apt',
    place: 'none',
    signs: [/Release file for (?<url>\S{1,300}) is (?:expired|not valid yet)/],
  },
  {
    kind: 'apt-release-missing',
    family: 'apt',
    place: 'none',
    signs: [/^E: The repository '(?<url>[^'\n]{1,300})' (?:does not have|no longer has) a Release file/m],
  },
  {
    kind: 'apt-file-gone',
    family: 'apt',
    place: 'none',
    signs: [/^E: Failed to fetch (?<url>\S{1,300}) {1,3}404 /m],
  },
  {
    kind: 'apt-package-not-found',
    family: 'apt',
    place: 'name',
    signs: [
      /^E: Unable to locate package (?<package>\S{1,100})/m,
      /^E: Couldn't find any package by (?:glob|regex) '(?<package>[^'\n]{1,100})'/m,
    ],
  },
  {
    kind: 'apt-no-candidate',
    family: 'apt',
    place: 'name',
    signs: [/^E: Package '(?<package>[^'\n]{1,100})' has no installation candidate/m],
  },
  {
    kind: 'apt-version-not-found',
    family: 'apt',
    place: 'name',
    signs: [/^E: Version '(?<version>[^'\n]{1,100})' for '(?<package>[^'\n]{1,100})' was not found/m],
  },
  {
    kind: 'apt-unmet',
    family: 'apt',
    place: 'name',
    signs: [
      /The following packages have unmet dependencies:\n (?<package>[^\s:]{1,100}) ?: (?<detail>[^\n]{1,300})/,
    ],
  },
];
