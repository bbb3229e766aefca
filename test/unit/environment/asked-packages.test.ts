import assert from 'node:assert/strict';
import type { AskedPackage } from '../../../server/environment/asked-packages';
import {
  packagesOfConda,
  packagesOfLines,
  packagesOfPipfile,
} from '../../../server/environment/asked-packages';
import { readCondaEnvironment } from '../../../server/environment/environment-yml';
import { readPipfile } from '../../../server/environment/pipfile';
import { readRequirements } from '../../../server/environment/requirements';
import { sourceText } from '../../../server/environment/text';

/** Manager, name, what is written, clauses, exact version; what is absent is left out. */
const rows = (asked: readonly AskedPackage[]): string[][] =>
  asked.map(({ manager, name, written, versions, exact }) =>
    [manager, name.text, written, versions, exact?.text].filter((each) => each !== undefined),
  );

describe('packages that are asked for', () => {
  it('stand in requirements by name, with their clauses; addresses tell no versions', () => {
    const text =
      'numpy==1.26.4\npandas >=2, <3\nsix\nfoo @ https://example.org/foo.zip\n./folder\n-r other.txt\n';
    assert.deepEqual(rows(packagesOfLines(readRequirements(sourceText('requirements.txt', text)).lines)), [
      ['pip', 'numpy', '==1.26.4', '==1.26.4', '1.26.4'],
      ['pip', 'pandas', '>=2,<3', '>=2,<3'],
      ['pip', 'six', '', ''],
      ['pip', 'foo', ''],
    ]);
  });

  it('stand in environment.yml as conda writes versions, and are told as pip would', () => {
    const entries = [
      'python =3.11',
      'numpy 1.26.*',
      'scipy>=1.10,<2',
      'gdal=3.8|3.9',
      "six[version='1.16']",
      'xarray',
    ];
    const list = [...entries, 'pip'].map((entry) => `  - ${JSON.stringify(entry)}\n`).join('');
    const text = `dependencies:\n${list}  - pip:\n    - rich==13.7.0\n`;
    assert.deepEqual(rows(packagesOfConda(readCondaEnvironment(sourceText('environment.yml', text)))), [
      ['conda', 'python', '=3.11', '==3.11.*'],
      ['conda', 'numpy', '1.26.*', '==1.26.*'],
      ['conda', 'scipy', '>=1.10,<2', '>=1.10,<2'],
      ['conda', 'gdal', '=3.8|3.9'],
      ['conda', 'six', '1.16', '==1.16'],
      ['conda', 'xarray', '', ''],
      ['conda', 'pip', '', ''],
      ['pip', 'rich', '==13.7.0', '==13.7.0', '13.7.0'],
    ]);
  });

  it('stand in Pipfile, where a star is every version and an address none', () => {
    const text =
      '[packages]\nnumpy = "==1.26.4"\nsix = "*"\nfoo = {path = "."}\n[dev-packages]\npytest = ">=8"\n';
    assert.deepEqual(rows(packagesOfPipfile(readPipfile(sourceText('Pipfile', text)).packages)), [
      ['pip', 'numpy', '==1.26.4', '==1.26.4'],
      ['pip', 'six', '*', ''],
      ['pip', 'foo', ''],
      ['pip', 'pytest', '>=8', '>=8'],
    ]);
  });
});
