import assert from 'node:assert/strict';
import { readPipfile } from '../../../server/environment/pipfile';
import { sha256Hex } from '../../../server/environment/sha256';
import { sourceText } from '../../../server/environment/text';

const hashes = (text: string): readonly string[] | undefined =>
  readPipfile(sourceText('Pipfile', text)).hashes();

describe('sha256Hex', () => {
  it('computes what FIPS 180-4 gives as examples', () => {
    const digest = (text: string): string => sha256Hex(new TextEncoder().encode(text));
    assert.equal(digest(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    assert.equal(digest('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(
      digest('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
    assert.equal(
      digest('a'.repeat(1000)),
      '41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3',
    );
  });
});

// The digests are those that pipenv 2022.1.8 and 2026.10.3 compute for the same files.
describe('hashes of a Pipfile', () => {
  it('are those of pipenv, with names as written and in their normal form', () => {
    const text = `[[source]]
url = "https://pypi.org/simple"
verify_ssl = true
name = "pypi"

[packages]
numpy = "==1.26.4"
Pandas = {version = ">=2", extras = ["excel"]}
my_pkg = {path = ".", editable = true}

[dev-packages]
pytest = "*"

[requires]
python_version = "3.10"
`;
    assert.deepEqual(hashes(text), [
      '58292228d8e8339c1d679f2be26764f207defacaf846f6cfb0ab5520d250799f',
      '28a46ed166d585501b87aa69699097af4e70a8b71e616c3f078c65190ee17dd2',
    ]);
  });

  it('take the usual source for a Pipfile without one', () => {
    assert.deepEqual(hashes('[packages]\nsix = "*"\n'), [
      '83b3df86404322b5e9c6d1f3a782fd8510f976dafa4940f849d7e79258978aaa',
    ]);
    assert.deepEqual(
      hashes('[packages]\na = "*"\n[requires]\npython_full_version = "3.10.4"\n[dev-packages]\n'),
      ['a89c2075c98087fd8e46469dbbd7f8676ef2f4def07a82eb686059403dae1771'],
    );
  });

  it('leave groups of the user out or take them in, and write letters beyond ASCII as Python does', () => {
    const text = `[[source]]
name = "Zürich \\U0001F600"
url = "https://packages.example.org/simple"
verify_ssl = false

[[source]]
url = "https://pypi.org/simple"
name = "pypi"
verify_ssl = true

[packages.torch]
version = "==2.3.0"
index = "lab"
markers = "sys_platform == 'linux'"

[packages]
xarray = "*"

[docs]
Sphinx_Book = "*"

[scripts]
test = "pytest"

[pipenv]
allow_prereleases = true
`;
    assert.deepEqual(hashes(text), [
      'bc7e4927e070c6754b3f9658680f8de07acda6a489139e849dcefc5578f7343c',
      '6c06bb160e88eac0a7f07fe56017ef1c18f7cb43f38ab3329456d145fa1f966d',
      '77fabcfd1f30a3283ae771190c64b1e9c840d2280b74e63dc7b78f7144d24cc8',
    ]);
  });

  it('are not known where a value can be written in several ways, or the file is not TOML', () => {
    assert.equal(hashes('[packages]\na = 1.5\n'), undefined);
    assert.equal(hashes('[packages]\na = 2024-01-01\n'), undefined);
    assert.equal(hashes('[packages\n'), undefined);
  });
});
