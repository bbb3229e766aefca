/** Records of archives by their number, files of one commit, attachments of releases, files with a version in their path. */
const fixed =
  /zenodo\.org\/(?:api\/)?records?\/\d+|\/[0-9a-f]{40}\/|figshare\.com\/(?:ndownloader\/)?files\/\d+|\/releases\/download\/|\/v?\d+\.\d+(?:\.\d+)*\/|[-_]v?\d+\.\d+(?:\.\d+)*[._-]/i;

/** True for an address whose content does not change. One with a variable in it states a version somewhere. */
export function isFixedAddress(address: string): boolean {
  return fixed.test(address) || address.includes('$');
}
