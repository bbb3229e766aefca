import assert from 'node:assert/strict';
import { fieldOf, readDescription } from '../../../server/environment/description';
import { sourceText } from '../../../server/environment/text';

describe('fieldOf', () => {
  it('finds a field by its name, with the lines that continue it', () => {
    const text = 'Package: glaciers\nImports: sf,\n    units\nSuggests: knitr\n';
    const description = readDescription(sourceText('DESCRIPTION', text));
    const { start, end } = fieldOf(description, 'Imports')?.value.range ?? assert.fail();
    assert.equal(text.slice(start.offset, end.offset), 'sf,\n    units');
    assert.equal(fieldOf(description, 'Depends'), undefined);
  });
});
