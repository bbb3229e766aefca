import type { MapShape, Shape, TextShape, Violation } from './data-shape';
import { checkShape } from './data-shape';
import type { DataNode } from './data-tree';
import { dataGet, dataItems, dataText, readJsonData } from './data-tree';
import type { SourceText, TextSpan } from './text';
import type { SyntaxFault } from './toml-text';

/** .zenodo.json: what Zenodo takes for the metadata of a release. */
export interface ZenodoFile {
  readonly source: SourceText;
  readonly syntaxError?: SyntaxFault;
  readonly title?: TextSpan;
  readonly version?: TextSpan;
  readonly licence?: TextSpan;
  /** False for a deposit that is embargoed, restricted or closed. */
  readonly open: boolean;
  readonly creators: readonly string[];
  readonly orcids: readonly TextSpan[];
  /** Place of the first name, and what stands between the brace and it; absent in an empty object. */
  readonly first?: { readonly offset: number; readonly before: string };
  readonly violations: readonly Violation[];
}

/** Reads .zenodo.json. Never throws. */
export function readZenodo(source: SourceText): ZenodoFile {
  const { root, syntaxError } = readJsonData(source);
  const nothing = { source, open: true, creators: [], orcids: [], violations: [] };
  if (root === undefined) return syntaxError === undefined ? nothing : { ...nothing, syntaxError };
  const spans = {
    title: text(root, 'title'),
    version: text(root, 'version'),
    licence: text(root, 'license'),
  };
  const people = ['creators', 'contributors'].flatMap((key) => dataItems(dataGet(root, key)));
  const access = text(root, 'access_right')?.text ?? 'open';
  const first = firstName(source, root);
  return {
    source,
    ...present(spans),
    open: access === 'open',
    creators: dataItems(dataGet(root, 'creators')).flatMap((each) => text(each, 'name')?.text ?? []),
    orcids: people.flatMap((each) => text(each, 'orcid') ?? []),
    ...(first === undefined ? {} : { first }),
    violations: checkShape(root, zenodoShape),
  };
}

function text(node: DataNode, key: string): TextSpan | undefined {
  return dataText(dataGet(node, key));
}

function firstName({ text: json }: SourceText, root: DataNode): ZenodoFile['first'] {
  const offset = root.kind === 'map' ? root.entries[0]?.key.range.start.offset : undefined;
  return offset === undefined
    ? undefined
    : { offset, before: json.slice(root.range.start.offset + 1, offset) };
}

function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as Partial<T>;
}

const string: TextShape = { kind: 'text' };
const oneOf = (values: string): TextShape => ({ kind: 'text', values: new Set(values.split(' ')) });
const listOf = (of: Shape): Shape => ({ kind: 'list', of });
const strings = (names: string): Readonly<Record<string, Shape>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, string]));
const map = (required: readonly string[], fields: MapShape['fields']): MapShape => ({
  kind: 'map',
  required,
  fields,
});

const person = strings('affiliation gnd name orcid');

const contributorTypes =
  'ContactPerson DataCollector DataCurator DataManager Distributor Editor HostingInstitution Other Producer ' +
  'ProjectLeader ProjectManager ProjectMember RegistrationAgency RegistrationAuthority RelatedPerson ResearchGroup ' +
  'RightsHolder Researcher Sponsor Supervisor WorkPackageLeader';

const relations =
  'isCitedBy cites isSupplementTo isSupplementedBy isContinuedBy continues isDescribedBy describes hasMetadata ' +
  'isMetadataFor isNewVersionOf isPreviousVersionOf isPartOf hasPart isReferencedBy references isDocumentedBy ' +
  'documents isCompiledBy compiles isVariantFormOf isOrignialFormOf isOriginalFormOf isIdenticalTo ' +
  'isAlternateIdentifier isReviewedBy reviews isDerivedFrom isSourceOf requires isRequiredBy isObsoletedBy ' +
  'obsoletes isPublishedIn isVersionOf hasVersion';

const publicationTypes =
  'annotationcollection book section conferencepaper datamanagementplan article other patent peerreview preprint ' +
  'deliverable milestone proposal report softwaredocumentation taxonomictreatment technicalnote thesis workingpaper';

/**
 * The fields of a deposit and their values: the union of what Zenodo's stored schema and its documentation know
 * (contracts/publish.md sections 1.3 and 1.6).
 */
const zenodoShape: MapShape = map([], {
  ...strings(
    '$schema access_conditions description doi embargo_date imprint_isbn imprint_place imprint_publisher ' +
      'journal_issue journal_pages journal_title journal_volume language license method notes openaire_type ' +
      'partof_pages partof_title publication_date thesis_university title conference_acronym conference_dates ' +
      'conference_place conference_session conference_session_part conference_title conference_url',
  ),
  version: { kind: 'text', orNumber: true },
  access_right: oneOf('open embargoed restricted closed'),
  communities: listOf(map(['identifier'], strings('identifier'))),
  contributors: listOf(map(['name', 'type'], { ...person, type: oneOf(contributorTypes) })),
  creators: listOf(map(['name'], person)),
  dates: listOf(map([], strings('start end type description'))),
  grants: listOf(map(['id'], strings('id'))),
  image_type: oneOf('figure plot drawing diagram photo other'),
  keywords: listOf(string),
  locations: listOf(map([], { ...strings('place description'), ...numbers('lat lon') })),
  publication_type: oneOf(publicationTypes),
  references: listOf(string),
  related_identifiers: listOf(
    map(['identifier', 'relation'], {
      ...strings('identifier resource_type scheme'),
      relation: oneOf(relations),
    }),
  ),
  subjects: listOf(map([], strings('identifier scheme term'))),
  thesis_supervisors: listOf(map(['name'], person)),
  upload_type: oneOf(
    'publication poster presentation dataset image video software lesson workflow physicalobject other',
  ),
});

function numbers(names: string): Readonly<Record<string, Shape>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, { kind: 'text', orNumber: true }]));
}
