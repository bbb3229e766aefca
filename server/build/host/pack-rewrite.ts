import { readFile } from 'node:fs/promises';
import type { PackEntry } from './pack-files';
import { besidePython, packedPlaces } from './pack-scripts';

/** Absolute paths on this machine that must not be in the archive, by what stands there. */
export interface OldPlaces {
  readonly env: readonly string[];
  readonly content: readonly string[];
}

/** Bytes up to which a file is looked into: what names an environment's place is text that somebody wrote. */
const largestText = 2 * 1024 * 1024;

/** The content of a file as it goes into the archive, where it differs from what is on this machine. */
export interface Rewritten {
  readonly content: Buffer;
  /** True when it now names a place that is known only where the archive is unpacked. */
  readonly relocate: boolean;
}

/** Undefined for a file that goes as it is. */
export async function rewrite(entry: PackEntry, old: OldPlaces): Promise<Rewritten | undefined> {
  if (entry.type !== 'file' || entry.size > largestText || entry.name.endsWith('.pyc')) return undefined;
  const before = await readFile(entry.source);
  const names = [...old.env, ...old.content].some((path) => before.includes(path));
  // Compiled code may name a place too, at a fixed length; it is only told in stack traces.
  if (!names || before.includes(0)) return undefined;
  const text = before.toString('latin1');
  const script = withoutShebang(text, old.env) ?? text;
  const replaced = replaceAll(
    replaceAll(script, old.env, packedPlaces.env),
    old.content,
    packedPlaces.content,
  );
  const relocate = replaced.includes(packedPlaces.env) || replaced.includes(packedPlaces.content);
  return { content: Buffer.from(replaced, 'latin1'), relocate };
}

function replaceAll(text: string, paths: readonly string[], by: string): string {
  // The longest first: one may be the beginning of another.
  const longest = [...paths].sort((a, b) => b.length - a.length);
  return longest.reduce((rest, path) => rest.replaceAll(path, by), text);
}

/** A program of the environment, with the first lines by which it finds the Python beside it. Undefined for others. */
function withoutShebang(text: string, places: readonly string[]): string | undefined {
  for (const place of places) {
    const plain = new RegExp(`^#!${literal(place)}/bin/(python[\\d.]*)([^\\n]*)\\n`).exec(text);
    // Installers write this where the path is too long for the kernel, or holds a space.
    const long = new RegExp(
      `^#!/bin/sh\\n'''exec' '?"?${literal(place)}/bin/(python[\\d.]*)"?'?([^\\n]*?) "\\$0" "\\$@"\\n' '''\\n`,
    ).exec(text);
    const found = plain ?? long;
    if (found !== null)
      return besidePython(found[1] ?? 'python', found[2] ?? '') + text.slice(found[0].length);
  }
  return undefined;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
