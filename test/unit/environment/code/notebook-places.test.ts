import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonPlace } from '../../../../server/environment/code/notebook-places';

/** The value that stands at a path, and the place that was found, as JSON reads it. */
function found(text: string, path: readonly (string | number)[]): unknown {
  const place = jsonPlace(text, path);
  return place === undefined ? undefined : JSON.parse(text.slice(place.start, place.end));
}

/** Every path into a value. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [
    [...path],
    ...[...keys].flatMap((key) => pathsOf((value as Record<string, unknown>)[key], [...path, key])),
  ];
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((held, key) => (held as Record<string, unknown>)[key], value);
}

describe('jsonPlace', () => {
  it('finds the kernel of a notebook behind cells that speak of it', () => {
    const text = JSON.stringify(
      {
        cells: [{ source: ['{"metadata": {"kernelspec": {"name": "x"}}}\\', '"\\\\"'] }],
        metadata: { kernelspec: { name: 'mine' } },
      },
      undefined,
      1,
    );
    assert.equal(found(text, ['metadata', 'kernelspec', 'name']), 'mine');
  });

  it('finds nothing where nothing is', () => {
    const text = '{"a": [1, {"b": null}]}';
    assert.equal(jsonPlace(text, ['b']), undefined);
    assert.equal(jsonPlace(text, ['a', 2]), undefined);
    assert.equal(jsonPlace(text, ['a', 'b']), undefined);
    assert.equal(jsonPlace(text, ['a', 0, 'b']), undefined);
    assert.equal(jsonPlace('', ['a']), undefined);
    assert.equal(jsonPlace('[]', [0]), undefined);
  });

  it('finds every value of any JSON, however it is laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 4), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        for (const path of pathsOf(JSON.parse(text)))
          assert.deepEqual(found(text, path), valueAt(JSON.parse(text), path), JSON.stringify(path));
      }),
      { numRuns: 300 },
    );
  });

  it('ends on any text', () => {
    const pieces = ['{', '}', '[', ']', '"', '\\', ',', ':', 'a', ' ', '1', 'null'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        for (const path of [['a'], [0, 'a'], ['a', 0], [0, 0, 0]]) {
          const place = jsonPlace(text, path);
          assert.ok(place === undefined || (place.start <= place.end && place.end <= text.length));
        }
      }),
    );
  });

  it('finds its way through twenty megabytes in a moment', () => {
    const text = JSON.stringify({ cells: [{ a: 'x'.repeat(1e7) }, '\\"'.repeat(1e6)], last: { b: 1 } });
    const began = performance.now();
    assert.equal(found(text, ['last', 'b']), 1);
    assert.ok(performance.now() - began < 500);
  });
});
