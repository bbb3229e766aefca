import assert from 'node:assert/strict';
import { AppError } from '../../../server/protocol';
import { parseByteSize } from '../../../server/spec/byte-size';
import { isImageReference } from '../../../server/spec/image-reference';
import { parsePortMapping } from '../../../server/spec/port-mapping';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (AppError.is(error)) return error.code;
    throw error;
  }
  return 'none';
};

describe('a port to publish', () => {
  it('is the same on both sides where only one is given, and on loopback unless an address is', () => {
    assert.deepEqual(parsePortMapping('8000'), { containerPort: 8000, protocol: 'tcp', hostPort: 8000 });
    assert.deepEqual(parsePortMapping('0.0.0.0:80:8000/udp'), {
      containerPort: 8000,
      protocol: 'udp',
      hostPort: 80,
      hostIp: '0.0.0.0',
    });
  });
  for (const text of [
    '',
    ':',
    '0',
    '65536',
    '8000/udp',
    ':80:80',
    '80:',
    '1:2:3:4',
    '80:80/tcp/udp',
    ' 80:80',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.equal(
        codeOf(() => parsePortMapping(text)),
        'invalid-port-mapping',
      );
    });
  }
});

describe('a size', () => {
  it('counts in powers of 1024', () => {
    assert.equal(parseByteSize('512M'), 536_870_912);
    assert.equal(parseByteSize('1.5G'), 1_610_612_736);
  });
  for (const text of ['', '2', '2g', '2Gi', '-1G', '1e3K', 'G', '1.G']) {
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.equal(
        codeOf(() => parseByteSize(text)),
        'invalid-size',
      );
    });
  }
});

describe('the name of an image', () => {
  it('may have a host, a port, folders, a tag and a digest', () => {
    for (const name of ['a', 'registry.example.org:5000/lab/base:2026', `a@sha256:${'0'.repeat(64)}`]) {
      assert.equal(isImageReference(name), true, name);
    }
  });
  it('has no option, no blank, no capital folder and no endless text', () => {
    for (const name of ['-f', 'a b', 'a/B', 'a\nb', 'a:', '/a', 'a//b', 'a'.repeat(600)]) {
      assert.equal(isImageReference(name), false, name);
    }
  });
});
