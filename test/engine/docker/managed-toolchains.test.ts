import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { runOnce } from '../../../server/build/docker/run-once';
import { toolsMount } from '../../../server/plan/dockerfile/mounts';
import { buildScripts } from '../../../server/plan/dockerfile/scripts/all';
import { testBase } from '../../support/docker-world';
import { temporaryDir } from '../../support/engine-scratch';

/**
 * What the managed toolchains fetch cannot be had everywhere; stand-ins made in the container are fetched from its own
 * disk, so that everything but the programs themselves is real: addresses, digests, the package manager, folders.
 */
describe('The scripts of managed toolchains', function () {
  this.timeout(120_000);
  let tools: string;

  before(() => {
    tools = temporaryDir('bindery-tools-');
    chmodSync(tools, 0o755);
    for (const [name, text] of Object.entries(buildScripts)) writeFileSync(join(tools, name), text);
  });

  async function run(script: string): Promise<string> {
    const options = {
      Image: testBase,
      User: 'root',
      Env: ['NB_UID=1000', 'NB_USER=debian', 'HOME=/root'],
      Entrypoint: ['sh', '-euc', script],
      HostConfig: { Binds: [`${tools}:${toolsMount}:ro`] },
    };
    const { exit, output } = await runOnce(new Docker(), options, AbortSignal.timeout(110_000));
    return `${output}exit ${exit}`;
  }

  const makeDebs = `mkdir -p /made/x/DEBIAN
for name in rstudio-server shiny-server; do
  printf 'Package: %s\\nVersion: 1\\nArchitecture: all\\nMaintainer: N <n@example.org>\\nRecommends: hello\\nDescription: x\\n' \
    $name >/made/x/DEBIAN/control
  dpkg-deb --build /made/x /made/$name.deb >/dev/null
done
arch=$(dpkg --print-architecture)
digest() { echo "$arch=$(sha256sum "$1" | cut -d ' ' -f 1)"; }
export RSTUDIO_URL=file:///made/rstudio-server.deb RSTUDIO_OPENSSL1_URL=file:///none SHINY_URL=file:///made/shiny-server.deb
`;
  const installDebs = `sh ${toolsMount}/install-rstudio-shiny`;

  it('install RStudio and Shiny from packages with the right digests, without what those recommend', async () => {
    const output = await run(`${makeDebs}
${installDebs} "$(digest /made/rstudio-server.deb)" "$arch=0" "$(digest /made/shiny-server.deb)" >/dev/null
dpkg-query -W -f '\${Package} \${db:Status-Abbrev}\\n' rstudio-server shiny-server
[ ! -e /usr/bin/hello ] && echo 'no hello'`);
    assert.match(output, /^rstudio-server ii \nshiny-server ii \nno hello\nexit 0$/m);
  });

  it('install nothing whose digest is another', async () => {
    const output = await run(`${makeDebs}
digest=$(digest /made/shiny-server.deb)
if ${installDebs} "$digest" "$arch=0" "$digest"; then echo installed; else echo refused; fi`);
    assert.match(output, /rstudio\.deb: FAILED[^]*refused\nexit 0$/);
  });

  it('install Julia from the address of its version, with a depot of the account', async () => {
    const output = await run(`mkdir -p /made/1.10/julia-1.10.4/bin
printf '#!/bin/sh\\necho "julia version $0"\\n' >/made/1.10/julia-1.10.4/bin/julia
chmod 755 /made/1.10/julia-1.10.4/bin/julia
tar -czf "/made/1.10/julia-1.10.4-linux-$(uname -m).tar.gz" -C /made/1.10 julia-1.10.4
export JULIA_PATH=/srv/julia JULIA_DEPOT_PATH=/srv/julia/pkg
export JULIA_URL='file:///made/{series}/julia-{version}-linux-{machine}.tar.gz'
sh ${toolsMount}/install-julia 1.10.4 >/tmp/out 2>&1 || cat /tmp/out
tail -n 1 /tmp/out
stat -c '%U %a' /srv/julia /srv/julia/pkg`);
    assert.match(output, /julia version \/srv\/julia\/bin\/julia\nroot 755\ndebian 2775\nexit 0$/);
  });

  it('install nix for the account, in a store of its own and without a sandbox', async () => {
    const output = await run(`mkdir -p /made/nix-1.2
cat >/made/nix-1.2/install <<'END'
mkdir -p "$HOME/.nix-profile/bin" /nix/store
printf '#!/bin/sh\\necho "stand-in of nix"\\n' >"$HOME/.nix-profile/bin/nix-shell"
chmod 755 "$HOME/.nix-profile/bin/nix-shell"
echo "installed as $(id -un) with $*"
END
sh ${toolsMount}/prepare-nix >/tmp/out 2>&1 || cat /tmp/out
tar -cJf /made/nix-1.2.tar.xz -C /made nix-1.2
digest="$(dpkg --print-architecture)=$(sha256sum /made/nix-1.2.tar.xz | cut -d ' ' -f 1)"
grep -c 'sandbox = false' /etc/nix/nix.conf
export HOME=/home/debian NIX_URL='file:///made/nix-{version}.tar.xz' PATH="/home/debian/.nix-profile/bin:$PATH"
setpriv --reuid 1000 --regid 1000 --clear-groups sh ${toolsMount}/install-nix 1.2 "$digest"
stat -c '%U' /nix/store`);
    const end =
      'installed as debian with --no-daemon --no-channel-add --no-modify-profile\nstand-in of nix\ndebian\nexit 0';
    assert.ok(output.startsWith('1\n') && output.endsWith(end), output);
  });
});
