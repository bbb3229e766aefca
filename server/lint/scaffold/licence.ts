import type { RepositoryModel } from '../model';

/** Licences by words that only they begin with, as SPDX names them. */
const licences: readonly (readonly [RegExp, string])[] = [
  [/\bMIT License\b|Permission is hereby granted, free of charge, to any person/i, 'MIT'],
  [/Apache License\s+Version 2\.0/i, 'Apache-2.0'],
  [/GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3/i, 'AGPL-3.0-only'],
  [/GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3/i, 'LGPL-3.0-only'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 3/i, 'GPL-3.0-only'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 2/i, 'GPL-2.0-only'],
  [/Mozilla Public License Version 2\.0/i, 'MPL-2.0'],
  [/Neither the name of[^]{0,400}may be used to endorse/i, 'BSD-3-Clause'],
  [/Redistribution and use in source and binary forms/i, 'BSD-2-Clause'],
  [/CC0 1\.0 Universal/i, 'CC0-1.0'],
  [/Attribution-ShareAlike 4\.0 International/i, 'CC-BY-SA-4.0'],
  [/Attribution 4\.0 International/i, 'CC-BY-4.0'],
];

/** SPDX id of the repository's licence, where its text is one that is known for certain. */
export function licenceOf(model: RepositoryModel): string | undefined {
  const file = model.files().find(({ path }) => /^(LICEN[CS]E|COPYING)(\.(md|txt|rst))?$/i.test(path));
  const text = file === undefined ? undefined : model.text(file.path)?.text.slice(0, 4000);
  return text === undefined ? undefined : licences.find(([words]) => words.test(text))?.[1];
}
