import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseIni } from '../../../server/build/packages/ini';
import { installerVariables } from '../../../server/build/packages/installer-variables';
import type { PipSettings } from '../../../server/build/packages/pip-config';
import { readPipSettings, withoutCredentials } from '../../../server/build/packages/pip-config';
import { temporaryDir } from '../../support/engine-scratch';

/** A home folder with these files, and a machine without files of its own. */
function homeWith(files: Readonly<Record<string, string>>): string {
  const home = temporaryDir('bindery-pip-');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  return home;
}

async function settingsOf(
  files: Readonly<Record<string, string>>,
  env: (home: string) => Record<string, string> = () => ({}),
): Promise<PipSettings> {
  const home = homeWith(files);
  const nowhere = { XDG_CONFIG_DIRS: join(home, 'xdg') };
  return await readPipSettings({ env: { ...nowhere, ...env(home) }, home, platform: 'linux' });
}

const user = '.config/pip/pip.conf';

describe('the reader of INI files', () => {
  it('reads keys with = and :, skips comments and joins indented lines', () => {
    const text =
      '# first\n[global]\nindex-url = https://a/simple\nTimeout: 5\nfind-links =\n  /one\n  /two\n; end\n';
    assert.deepEqual(Object.fromEntries(parseIni(text)), {
      'global.index-url': 'https://a/simple',
      'global.timeout': '5',
      'global.find-links': '\n/one\n/two',
    });
  });

  it('keeps what a value holds of = and #', () => {
    assert.equal(parseIni('[a]\nurl = https://h/?x=1#frag').get('a.url'), 'https://h/?x=1#frag');
  });
});

describe("pip's configuration", () => {
  it('is pip’s own default where nothing is configured', async () => {
    const settings = await settingsOf({});
    assert.match(settings.indexUrl, /^https:\/\/.+\/simple$/);
    assert.deepEqual(settings.extraIndexUrls, []);
    assert.equal(settings.noIndex, false);
  });

  it('takes the environment before the file that PIP_CONFIG_FILE names, and that before the user’s', async () => {
    const files = {
      [user]: '[global]\nindex-url = https://user/simple\ntimeout = 7\ncert = /user.pem\n',
      'named.conf': '[global]\nindex-url = https://named/simple\ntimeout = 9\n',
    };
    const settings = await settingsOf(files, (home) => ({
      PIP_CONFIG_FILE: join(home, 'named.conf'),
      PIP_INDEX_URL: 'https://env/simple/',
    }));
    assert.equal(settings.indexUrl, 'https://env/simple');
    assert.equal(settings.timeout, 9);
    assert.equal(settings.cert, '/user.pem');
  });

  it('takes [install] before [global]', async () => {
    const text =
      '[install]\nindex-url = https://install/simple\n[global]\nindex-url = https://global/simple\n';
    assert.equal((await settingsOf({ [user]: text })).indexUrl, 'https://install/simple');
  });

  it('reads the machine’s file, and the user’s new one after the old one', async () => {
    const files = {
      'xdg/pip/pip.conf': '[global]\nproxy = http://machine:1\ntimeout = 1\n',
      '.pip/pip.conf': '[global]\ntimeout = 2\nindex-url = https://old/simple\n',
      [user]: '[global]\ntimeout = 3\n',
    };
    const settings = await settingsOf(files);
    assert.equal(settings.proxy, 'http://machine:1');
    assert.equal(settings.timeout, 3);
    assert.equal(settings.indexUrl, 'https://old/simple');
  });

  it('reads lists, flags and names written with underscores', async () => {
    const text =
      '[global]\nextra_index_url = https://a/simple\n  https://b/simple/\nno-index = yes\ntrusted-host = h1 h2:8080\n';
    const settings = await settingsOf({ [user]: text });
    assert.deepEqual(settings.extraIndexUrls, ['https://a/simple', 'https://b/simple']);
    assert.deepEqual(settings.trustedHosts, ['h1', 'h2:8080']);
    assert.equal(settings.noIndex, true);
  });

  it('reads no file where PIP_CONFIG_FILE is the null device', async () => {
    const files = { [user]: '[global]\ntimeout = 3\n' };
    const settings = await settingsOf(files, () => ({ PIP_CONFIG_FILE: '/dev/null' }));
    assert.equal(settings.timeout, undefined);
  });

  it('lets an empty variable unset what a file says', async () => {
    const files = { [user]: '[global]\nproxy = http://machine:1\n' };
    assert.equal((await settingsOf(files, () => ({ PIP_PROXY: '' }))).proxy, undefined);
  });
});

describe('the variables for uv and pip', () => {
  it('say the same to both', async () => {
    const variables = installerVariables(
      await settingsOf({}, () => ({
        PIP_INDEX_URL: 'https://mirror/simple',
        PIP_EXTRA_INDEX_URL: 'https://a/simple https://b/simple',
        PIP_CERT: '/ca.pem',
        PIP_PROXY: 'http://proxy:3128',
        PIP_PRE: '1',
      })),
    );
    assert.equal(variables['UV_DEFAULT_INDEX'], 'https://mirror/simple');
    assert.equal(variables['PIP_INDEX_URL'], 'https://mirror/simple');
    assert.equal(variables['UV_INDEX'], 'https://a/simple https://b/simple');
    assert.equal(variables['SSL_CERT_FILE'], '/ca.pem');
    assert.equal(variables['HTTPS_PROXY'], 'http://proxy:3128');
    assert.equal(variables['UV_PRERELEASE'], 'allow');
  });

  it('leave out folders that do not exist, as pip does', async () => {
    const variables = installerVariables(await settingsOf({}, () => ({ PIP_FIND_LINKS: '/nowhere/at/all' })));
    assert.equal(variables['UV_FIND_LINKS'], undefined);
    assert.equal(variables['PIP_FIND_LINKS'], undefined);
  });
});

describe('a shown index URL', () => {
  it('has no credentials', () => {
    assert.equal(withoutCredentials('https://me:secret@host/simple'), 'https://host/simple');
    assert.equal(withoutCredentials('https://host/simple'), 'https://host/simple');
  });
});
