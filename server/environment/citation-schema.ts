import type { ListShape, MapShape, Shape, TextShape } from './data-shape';
import { spdxIds } from './spdx';

// What CITATION.cff may hold: the constraints of the Citation File Format's schema 1.2.0 as a table of our own
// (contracts/publish.md section 6). ORCIDs and the length of the title have rules of their own.

const text: TextShape = { kind: 'text' };
const textOrNumber: TextShape = { kind: 'text', orNumber: true };
const url: TextShape = { kind: 'text', pattern: /^(?:https?|s?ftp):\/\/./ };
const doi: TextShape = { kind: 'text', pattern: /^10\.\d{4,9}(?:\.\d+)?\/[\w:/;.()[\]\\-]+$/ };
const date: TextShape = { kind: 'text', pattern: /^\d{4}-(?:0[1-9]|1[012])-(?:0[1-9]|[12]\d|3[01])$/ };

const list = (of: Shape): ListShape => ({ kind: 'list', of });
const oneOf = (...values: readonly string[]): TextShape => ({ kind: 'text', values: new Set(values) });
const fields = (shape: Shape, names: string): Readonly<Record<string, Shape>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, shape]));

const reachable = {
  ...fields(text, 'address alias city fax location orcid region tel'),
  country: { kind: 'text', pattern: /^[A-Z]{2}$/ },
  email: { kind: 'text', pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ },
  'post-code': textOrNumber,
  website: url,
} as const;

const entity: MapShape = {
  kind: 'map',
  required: ['name'],
  fields: { ...reachable, name: text, 'date-start': date, 'date-end': date },
};

/** Nothing is required of a person; what has a `name` is an organisation. */
const person: MapShape = {
  kind: 'map',
  required: [],
  fields: { ...reachable, ...fields(text, 'affiliation family-names given-names name-particle name-suffix') },
  unless: ['name', entity],
};

const identifier: MapShape = {
  kind: 'map',
  required: ['type', 'value'],
  fields: { type: oneOf('doi', 'url', 'swh', 'other'), value: text, description: text },
};

/** What the work itself and works that it refers to have in common. */
const shared = {
  ...fields(text, 'abstract commit title'),
  ...fields(list(person), 'authors contact'),
  ...fields(url, 'license-url repository repository-artifact repository-code url'),
  'date-released': date,
  doi,
  identifiers: list(identifier),
  keywords: list(text),
  license: { kind: 'list', of: { kind: 'text', values: spdxIds }, orOne: true },
  version: textOrNumber,
} as const;

const referenceTypes =
  'art article audiovisual bill blog book catalogue conference-paper conference data database dictionary edited-work ' +
  'encyclopedia film-broadcast generic government-document grant hearing historical-work legal-case legal-rule ' +
  'magazine-article manual map multimedia music newspaper-article pamphlet patent personal-communication proceedings ' +
  'report serial slides software-code software-container software-executable software-virtual-machine software ' +
  'sound-recording standard statute thesis unpublished video website';

const reference: MapShape = {
  kind: 'map',
  required: ['authors', 'title', 'type'],
  fields: {
    ...shared,
    ...fields(
      text,
      'abbreviation collection-title collection-type copyright data-type database department edition entry filename ' +
        'format isbn issn issue-date issue-title journal medium nihmsid notes pmcid scope term thesis-type volume-title',
    ),
    ...fields(
      textOrNumber,
      'end issue loc-end loc-start month number number-volumes pages section start volume year year-original',
    ),
    ...fields(entity, 'conference database-provider institution location publisher'),
    ...fields(list(person), 'editors editors-series recipients senders translators'),
    ...fields(date, 'date-accessed date-downloaded date-published'),
    'collection-doi': doi,
    languages: list(text),
    'patent-states': list(text),
    status: oneOf('abstract', 'advance-online', 'in-preparation', 'in-press', 'preprint', 'submitted'),
    type: oneOf(...referenceTypes.split(' ')),
  },
};

/** CITATION.cff as a whole. */
export const citationShape: MapShape = {
  kind: 'map',
  required: ['authors', 'cff-version', 'message', 'title'],
  fields: {
    ...shared,
    'cff-version': { kind: 'text', pattern: /^1\.\d+\.\d+$/ },
    message: text,
    'preferred-citation': reference,
    references: list(reference),
    type: oneOf('dataset', 'software'),
  },
};
