import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Builds `text` with the engine; `kit` says by which builder. */
const build =
  (text, { kit = '1', more = [], files = {} } = {}) =>
  (_, spawnSync) => {
    const folder = mkdtempSync(join(tmpdir(), 'record-'));
    try {
      for (const [name, content] of Object.entries({ Dockerfile: text, ...files }))
        writeFileSync(join(folder, name), content);
      const args = ['build', '--no-cache', ...(kit === '1' ? ['--progress', 'plain'] : []), ...more, folder];
      const env = { ...process.env, DOCKER_BUILDKIT: kit };
      const { stdout, stderr, status } = spawnSync('/usr/bin/docker', args, {
        encoding: 'utf8',
        env,
        timeout: 300_000,
      });
      return {
        stdout: stdout.replaceAll(folder, '/tmp/build'),
        stderr: stderr.replaceAll(folder, '/tmp/build'),
        status,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

/** A registry on this machine that answers every question for a manifest with `status` and `code`. */
const registry = (status, code) => `
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status = 200 if self.path == '/v2/' else ${status}
        body = json.dumps({} if status == 200 else {'errors': [{'code': '${code}', 'message': '${code.toLowerCase().replace('_', ' ')}'}]}).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Docker-Distribution-Api-Version', 'registry/2.0')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)
    do_HEAD = do_GET
HTTPServer(('127.0.0.1', 5999), Handler).serve_forever()
`;

const withRegistry = (status, code, kit) => (execFileSync, spawnSync) => {
  const server = spawn('python3', ['-c', registry(status, code)], { stdio: 'ignore' });
  try {
    spawnSync('sh', [
      '-c',
      'for i in 1 2 3 4 5 6 7 8 9; do curl -fs http://127.0.0.1:5999/v2/ && break; sleep 0.2; done',
    ]);
    return build('FROM 127.0.0.1:5999/nothing:1\nRUN true\n', { kit })(execFileSync, spawnSync);
  } finally {
    server.kill();
  }
};

const base = 'FROM bindery-record:tools\n';

/** What the engine itself says, with Debian's client. */
export const engineCases = {
  'docker-copy-missing': build(`${base}COPY nothing.txt /\n`),
  'docker-copy-missing-classic': build(`${base}COPY nothing.txt /\n`, { kit: '0' }),
  'docker-unknown-instruction': build(`${base}RUNN true\n`),
  'docker-unknown-instruction-classic': build(`${base}RUNN true\n`, { kit: '0' }),
  'docker-base-unreachable': build('FROM nohost.invalid/nothing:1\nRUN true\n'),
  'docker-base-unreachable-classic': build('FROM nohost.invalid/nothing:1\n', { kit: '0' }),
  'docker-base-unknown': withRegistry(404, 'MANIFEST_UNKNOWN', '1'),
  'docker-base-unknown-classic': withRegistry(404, 'MANIFEST_UNKNOWN', '0'),
  'docker-base-denied': withRegistry(403, 'DENIED', '1'),
  'docker-base-denied-classic': withRegistry(403, 'DENIED', '0'),
  'docker-run-fails': build(`${base}RUN echo one && false\n`),
  'docker-run-fails-classic': build(`${base}RUN echo one && false\n`, { kit: '0' }),
  'docker-memory-classic': build(`${base}RUN python3 -c 'a = bytearray(300 * 2**20)'\n`, {
    kit: '0',
    more: ['--memory', '100m', '--memory-swap', '100m'],
  }),
  'docker-exec-format': build(`${base}COPY --chmod=755 tool /tool\nRUN ["/tool"]\n`, {
    files: { tool: '\u007fELF\u0002\u0001\u0001 garbage' },
  }),
  'docker-exec-format-classic': build(`${base}COPY tool /tool\nRUN chmod 755 /tool\nRUN ["/tool"]\n`, {
    kit: '0',
    files: { tool: '\u007fELF\u0002\u0001\u0001 garbage' },
  }),
};
