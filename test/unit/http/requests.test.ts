import assert from 'node:assert/strict';
import { parseLaunchRequest } from '../../../server/http/requests';

const repo = { provider: 'gh', spec: 'owner/repository' };

describe('a request for a build or a launch', () => {
  it('may name the dialect and the preset', () => {
    const request = { repo, dialect: 'extended', preset: 'mybinder' };
    assert.deepEqual(parseLaunchRequest(request), request);
  });

  for (const [field, value] of [
    ['dialect', 'latin'],
    ['preset', 'other'],
    ['preset', 'constructor'],
    ['dialect', null],
  ] as const) {
    it(`is refused with ${field} ${JSON.stringify(value)}, by the name of the field`, () => {
      assert.throws(
        () => parseLaunchRequest({ repo, [field]: value }),
        (error: unknown) => {
          return error instanceof Error && error.message.includes(field);
        },
      );
    });
  }
});
