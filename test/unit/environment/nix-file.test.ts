import assert from 'node:assert/strict';
import { readNix } from '../../../server/environment/nix-file';
import { sourceText } from '../../../server/environment/text';

describe('readNix', () => {
  const read = (text: string) => {
    const { searchPaths, texts, names } = readNix(sourceText('default.nix', text));
    return {
      paths: searchPaths.map((path) => path.text),
      texts: texts.map((each) => each.text),
      names: [...names],
    };
  };

  it('finds paths that depend on the machine, and names', () => {
    assert.deepEqual(read('{ pkgs ? import <nixpkgs> { } }: <nixpkgs/lib> a < b > c'), {
      paths: ['nixpkgs', 'nixpkgs/lib'],
      texts: [],
      names: ['pkgs', 'import', 'a', 'b', 'c'],
    });
  });

  it('passes over comments and the insides of texts', () => {
    const text =
      "# <no>\n/* <no> */ a = \"<no>\"; b = ''\n  <no> ''${x} '''\n''; c = \"${f { d = \"<no>\"; }} \\\" <no>\";";
    assert.deepEqual(read(text), {
      paths: [],
      texts: ['<no>', "\n  <no> ''${x} '''\n"],
      names: ['a', 'b', 'c'],
    });
  });

  it('survives texts and comments without an end', () => {
    assert.deepEqual(read('a "b').names, ['a']);
    assert.deepEqual(read('a /* b').names, ['a']);
    assert.deepEqual(read("a ''${b").names, ['a']);
  });
});
