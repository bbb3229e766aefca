import assert from 'node:assert/strict';
import { readBinderyYml } from '../../../server/environment/bindery-yml';
import { sourceText } from '../../../server/environment/text';

const read = (text: string) => readBinderyYml(sourceText('.bindery.yml', text));

describe('.bindery.yml', () => {
  it('says the profile, severities by rule, and packages by import name', () => {
    const { profile, rules, packages, mistakes } = read(
      'lint:\n  profile: archive\n  rules: {nb-*: hint, env-unpinned: off}\n  packages:\n    cv2: opencv-python\n',
    );
    assert.deepEqual(
      [profile, rules, packages],
      ['archive', { 'nb-*': 'hint', 'env-unpinned': 'off' }, { cv2: 'opencv-python' }],
    );
    assert.deepEqual(mistakes, []);
  });

  it('takes `false` for off, as YAML 1.1 has it', () => {
    assert.deepEqual(read('lint: {rules: {a: false}}').rules, { a: 'off' });
  });

  it('may be empty', () => {
    assert.deepEqual(read('').mistakes, []);
    assert.deepEqual(read('# nothing\n').rules, {});
  });

  it('names what it does not understand, and where', () => {
    const { mistakes } = read('lint:\n  profile: best\n  rule: {}\n  rules: {a: never}\nlaunch: 1\n');
    assert.deepEqual(
      mistakes.map(({ written, expected }) => [written.text, written.range.start.line, expected]),
      [
        ['launch', 4, 'lint'],
        ['rule', 2, 'profile, rules, packages'],
        ['best', 1, 'launch, archive'],
        ['never', 3, 'off, error, warning, information, hint'],
      ],
    );
  });

  it('says where it is no YAML', () => {
    assert.ok(read('lint: {').syntaxError);
    assert.equal(read('- a\n').mistakes.length, 1);
  });
});
