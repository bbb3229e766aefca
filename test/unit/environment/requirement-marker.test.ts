import assert from 'node:assert/strict';
import { linuxMarkerValues, markerHolds, parseMarker } from '../../../server/environment/requirement-marker';

const values = linuxMarkerValues('3.10', 'x86_64');
const holds = (text: string): boolean | undefined => {
  const marker = parseMarker(text);
  assert(marker, `${text} cannot be read`);
  return markerHolds(marker, values);
};

describe('markers of requirements', () => {
  it('hold or not where the image decides', () => {
    const conditions = {
      'sys_platform == "win32"': false,
      "sys.platform != 'win32'": true,
      'platform_system=="Linux"': true,
      'os_name == "nt" or platform_machine == "x86_64"': true,
      'python_version < "3.8"': false,
      'python_version >= "3.9" and python_version < "3.11"': true,
      '"3.9" <= python_version': true,
      'python_version in "3.9 3.10"': true,
      'sys_platform not in "linux darwin"': false,
      '(os_name == "nt" and python_version < "4") or (sys_platform == "linux")': true,
      'python_full_version >= "3.10.0"': true,
      'python_full_version >= "3.11.0"': false,
    };
    assert.deepEqual(
      Object.fromEntries(Object.keys(conditions).map((text) => [text, holds(text)])),
      conditions,
    );
  });

  it('are open where only the environment tells', () => {
    assert.equal(holds('extra == "test"'), undefined);
    assert.equal(holds('platform_release >= "5"'), undefined);
    assert.equal(holds('python_full_version < "3.10.4"'), undefined);
    assert.equal(holds('extra == "test" and os_name == "nt"'), false);
    assert.equal(holds('extra == "test" or os_name == "posix"'), true);
    const unknown = parseMarker('python_version < "3"');
    assert(unknown);
    assert.equal(markerHolds(unknown, linuxMarkerValues(undefined, 'aarch64')), undefined);
  });

  it('are refused where pip refuses them', () => {
    const refused = [
      'python_version < 3.8',
      'os_name == "nt" and',
      'platform == "linux"',
      '(os_name == "nt"',
      'os_name = "nt"',
      '',
      '"a" ~ "b"',
      '('.repeat(3000),
    ];
    assert.deepEqual(
      refused.filter((text) => parseMarker(text) !== undefined),
      [],
    );
  });
});
