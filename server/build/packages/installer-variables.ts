import { existsSync } from 'node:fs';
import type { PipSettings } from './pip-config';

type Variables = Readonly<Record<string, string>>;

/**
 * The environment variables by which uv and pip both act on pip's configuration, whatever their home folder is: uv
 * reads none of pip's files, and builds run with a home folder of their own.
 */
export function installerVariables(settings: PipSettings): Variables {
  return { ...uvVariables(settings), ...pipVariables(settings), ...sharedVariables(settings) };
}

function uvVariables(settings: PipSettings): Variables {
  return defined({
    UV_DEFAULT_INDEX: settings.indexUrl,
    UV_INDEX: settings.extraIndexUrls.join(' '),
    UV_FIND_LINKS: existing(settings.findLinks).join(','),
    UV_NO_INDEX: settings.noIndex ? '1' : '',
    UV_INSECURE_HOST: settings.trustedHosts.join(' '),
    UV_CONSTRAINT: settings.constraints.join(' '),
    UV_PRERELEASE: settings.pre ? 'allow' : '',
    UV_HTTP_TIMEOUT: settings.timeout === undefined ? '' : String(Math.ceil(settings.timeout)),
    UV_NO_PROGRESS: '1',
  });
}

function pipVariables(settings: PipSettings): Variables {
  return defined({
    PIP_CONFIG_FILE: process.platform === 'win32' ? 'nul' : '/dev/null',
    PIP_INDEX_URL: settings.indexUrl,
    PIP_EXTRA_INDEX_URL: settings.extraIndexUrls.join(' '),
    PIP_FIND_LINKS: existing(settings.findLinks).join(' '),
    PIP_NO_INDEX: settings.noIndex ? '1' : '',
    PIP_CERT: settings.cert ?? '',
    PIP_CLIENT_CERT: settings.clientCert ?? '',
    PIP_TRUSTED_HOST: settings.trustedHosts.join(' '),
    PIP_PROXY: settings.proxy ?? '',
    PIP_CONSTRAINT: settings.constraints.join(' '),
    PIP_PRE: settings.pre ? '1' : '',
    PIP_TIMEOUT: settings.timeout === undefined ? '' : String(settings.timeout),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    PIP_PROGRESS_BAR: 'off',
    PIP_ROOT_USER_ACTION: 'ignore',
  });
}

function sharedVariables(settings: PipSettings): Variables {
  return defined({
    SSL_CERT_FILE: settings.cert ?? '',
    SSL_CLIENT_CERT: settings.clientCert ?? '',
    HTTP_PROXY: settings.proxy ?? '',
    HTTPS_PROXY: settings.proxy ?? '',
  });
}

/** pip passes over folders that are not there; uv is not to be stricter. */
function existing(links: readonly string[]): readonly string[] {
  return links.filter((link) => /^[a-z]+:\/\//i.test(link) || existsSync(link));
}

function defined(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}
