import type { RepositoryModel } from '../../model';
import type { TextSpan } from '../../../environment/text';
import { excerpt } from '../../../environment/text';
import type { Report } from '../../rule';
import { isCopy } from './cells';
import type { CodeFacts, NamedCall } from './code';
import { argumentOf, callsOf, codeFacts, lastParts, textOfName } from './code';

/** Calls that fetch what their first argument names. */
const fetches = new Set([
  ...'csv table json excel parquet fwf xml stata feather pickle'
    .split(' ')
    .map((kind) => `pandas.read_${kind}`),
  ...'read_csv scan_csv read_parquet scan_parquet read_json'.split(' ').map((name) => `polars.${name}`),
  ...'open_dataset open_dataarray open_zarr'.split(' ').map((name) => `xarray.${name}`),
  ...'geopandas.read_file numpy.loadtxt numpy.genfromtxt urllib.request.urlopen urllib.request.urlretrieve'.split(
    ' ',
  ),
  ...'requests.get wget.download skimage.io.imread imageio.imread imageio.v2.imread imageio.v3.imread'.split(
    ' ',
  ),
]);

const lasts = lastParts(fetches);

/** Who checks what came does not depend on where it came from. */
const checks = /sha256|sha1|md5|known_hash|hashlib|\bpooch\b|checksum/i;

export function* checkNetwork(model: RepositoryModel, path: string): Iterable<Report> {
  if (isCopy(path)) return;
  const facts = codeFacts(model, path);
  const called = callsOf(facts, lasts).flatMap((call) => addressOf(facts, call));
  const found = [...called, ...shellAddresses(model, path)].filter(
    ({ text }) => !isStable(text) && !program.test(text),
  );
  if (found.length === 0 || checksWhatComes(facts)) return;
  const moving = found.find(({ text }) => isBranch(text));
  const first = moving ?? found[0];
  if (first === undefined) return;
  const hosts = new Set(found.map(({ text }) => text));
  yield {
    file: path,
    range: first.range,
    ...(moving !== undefined && { code: 'nb-network-unpinned.branch' as const }),
    args: { address: excerpt(first.text, 100), count: hosts.size },
    ...(moving === undefined && { severity: 'information' as const }),
  };
}

function addressOf(facts: CodeFacts, call: NamedCall): TextSpan[] {
  const argument = fetches.has(call.name) ? argumentOf(call, 0) : undefined;
  const address =
    argument === undefined ? undefined : (argument.string ?? textOfName(facts, argument.written.text));
  return address !== undefined && /^(?:https?|ftp):\/\//.test(address.text) ? [address] : [];
}

function shellAddresses(model: RepositoryModel, path: string): TextSpan[] {
  return model
    .shell(path)
    .flatMap(({ commands }) =>
      commands.flatMap(({ words }) =>
        words[0]?.text === 'wget' || words[0]?.text === 'curl'
          ? words.filter(({ text, literal }) => literal && /^(?:https?|ftp):\/\/[^{}$]+$/.test(text))
          : [],
      ),
    );
}

function checksWhatComes({ cells }: CodeFacts): boolean {
  return cells.some(({ source }) => checks.test(source.text));
}

/** Programs and keys, which are no data. */
const program = /\.(?:sh|deb|rpm|gpg|whl|exe|run)$/i;

/** Archives that keep what they were given under one address, commits, releases; this computer; programs that answer. */
const stable =
  /zenodo\.org\/|doi\.org\/|figshare\.com\/|\/ndownloader\/|dataverse|\/api\/access\/|pangaea\.de\/|softwareheritage\.org\/|web\.archive\.org\/web\/\d|osf\.io\/|dryad|\/releases\/download\/|[\/=][0-9a-f]{40}(?:[\/?&.]|$)|^\w+:\/\/(?:localhost|127\.|0\.0\.0\.0)|[\/.]api[\/.]|\?(?:.*&)?(?:key|query|q|format|callback)=/i;

function isStable(address: string): boolean {
  return stable.test(address) || isTag(branchOf(address));
}

/** What stands where a branch, a tag or a commit would in an address of GitHub, GitLab or Bitbucket. */
function branchOf(address: string): string | undefined {
  const raw = /\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/(?:refs\/(?:heads|tags)\/)?([^/]+)\//.exec(
    address,
  );
  return (raw ??
    /\/(?:raw|blob|archive)\/(?:refs\/(?:heads|tags)\/)?([^/]+?)(?:\.zip|\.tar\.gz)?(?:\/|$)/.exec(
      address,
    ))?.[1];
}

function isTag(name: string | undefined): boolean {
  return name !== undefined && /^v?\d+(?:\.\d+)+|^[0-9a-f]{7,40}$/.test(name);
}

function isBranch(address: string): boolean {
  return (
    /^(?:main|master|HEAD|dev|devel|develop|latest|gh-pages)$/.test(branchOf(address) ?? '') &&
    /github|gitlab|bitbucket/.test(address)
  );
}
