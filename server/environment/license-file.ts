import { readText } from './config-files';
import type { RepoView } from './view';

/** Names under which people put the text of their licence. */
const names = /^(?:un)?licen[cs]e(?:[-._ ].*)?$|^copying(?:[-._ ].*)?$/i;

/** What is about licences, and no text of one. */
const others = /\.(?:py|r|jl|sh|js|ts|ya?ml|json|svg|png|ipynb)$/i;

/** The licence files of the root, and the folder of the REUSE convention where it holds any. Sorted. */
export function licenseFiles(view: RepoView): string[] {
  const root = view
    .list('')
    .filter((name) => names.test(name) && !others.test(name) && view.kind(name) !== 'directory');
  const folder = ['LICENSES', 'licenses'].flatMap((name) => view.list(name).map((file) => `${name}/${file}`));
  return [...root, ...folder];
}

/** What the texts of common licences say of themselves, the longest names first. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3/i, 'AGPL-3.0'],
  [/GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3/i, 'LGPL-3.0'],
  [/GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1/i, 'LGPL-2.1'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 3/i, 'GPL-3.0'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 2/i, 'GPL-2.0'],
  [/Mozilla Public License,? Version 2\.0/i, 'MPL-2.0'],
  [/Apache License\s+Version 2\.0/i, 'Apache-2.0'],
  [/Attribution-ShareAlike 4\.0 International/i, 'CC-BY-SA-4.0'],
  [/Attribution-NonCommercial 4\.0 International/i, 'CC-BY-NC-4.0'],
  [/Attribution 4\.0 International/i, 'CC-BY-4.0'],
  [/CC0 1\.0 Universal/i, 'CC0-1.0'],
  [/Neither the name of[^]{0,400}endorse or promote products/i, 'BSD-3-Clause'],
  [/Redistributions in binary form must reproduce/i, 'BSD-2-Clause'],
  [
    /^\s*(?:The )?MIT License\b|Permission is hereby granted, free of charge, to any person obtaining a copy/i,
    'MIT',
  ],
  [/Permission to use, copy, modify, and(?:\/or)? distribute this software/i, 'ISC'],
  [/This is free and unencumbered software released into the public domain/i, 'Unlicense'],
];

/** The SPDX id of the repository's licence, where the text of its first licence file is one of the common ones. */
export function licenseOf(view: RepoView): string | undefined {
  const [path] = licenseFiles(view);
  const text = path === undefined ? undefined : readText(view, path)?.text;
  return text === undefined ? undefined : recogniseLicense(text);
}

/** The SPDX id of a licence's text, where it is one of the common ones. */
export function recogniseLicense(text: string): string | undefined {
  const head = text.slice(0, 4000);
  return phrases.find(([pattern]) => pattern.test(head))?.[1];
}
