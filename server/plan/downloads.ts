/** Something that the managed toolchains fetch and that no package index has. */
export interface Download {
  /** The build argument by which a Dockerfile that is built elsewhere names another place. */
  readonly argument: string;
  /**
   * Where it is. The build fills in, inside the image: `{version}`, `{series}` (major.minor), `{arch}` (as Debian says
   * it: amd64, arm64), `{machine}` (as the kernel says it: x86_64, aarch64), `{machineShort}` (x64, aarch64),
   * `{distribution}` (such as ubuntu-2404), `{codename}` (such as noble).
   */
  readonly url: string;
  /** SHA-256 by `{arch}`; absent where the version is not fixed here, or its publisher gives none. */
  readonly sha256?: Readonly<Record<string, string>>;
}

/** Every download, by what it is. Versions are those of contracts/repo2docker.md section 6, unless a plan names one. */
export const downloads = {
  /** The first conda client. It answers by platform: `{condaPlatform}` is filled in when the Dockerfile is rendered. */
  micromamba: {
    argument: 'MICROMAMBA_URL',
    url: 'https://micro.mamba.pm/api/micromamba/{condaPlatform}/2.8.1',
  },
  r: {
    argument: 'R_URL',
    url: 'https://cdn.posit.co/r/{distribution}/pkgs/r-{version}_1_{arch}.deb',
  },
  /** Built for OpenSSL 3. */
  rstudio: {
    argument: 'RSTUDIO_URL',
    url: 'https://download2.rstudio.org/server/jammy/{arch}/rstudio-server-2026.07.1-147-{arch}.deb',
    sha256: { amd64: '118e3fce4cf58ad3bfff1dc6eea3e07f294d51d28fefcc5e1cc559292c0dd06c' },
  },
  /** The last one that runs with OpenSSL 1.1. */
  rstudioOpenssl1: {
    argument: 'RSTUDIO_OPENSSL1_URL',
    url: 'https://download2.rstudio.org/server/focal/{arch}/rstudio-server-2024.12.0-467-{arch}.deb',
    sha256: { amd64: '052540a8df135d9ce7569ddc2fc9637671103934179691bc3e43298336fc3a8e' },
  },
  shiny: {
    argument: 'SHINY_URL',
    url: 'https://download3.rstudio.org/ubuntu-20.04/x86_64/shiny-server-1.5.23.1030-amd64.deb',
    sha256: { amd64: '4a3d063a06ccd1b6c53eb1d7f4fb59965bced10d1c5c87e8c476b58dd6fd35ee' },
  },
  /** Snapshots of CRAN with binary packages: `{snapshot}` is what its own interface calls the date. */
  cran: {
    argument: 'CRAN_URL',
    url: 'https://packagemanager.posit.co/all/__linux__/{codename}/{snapshot}',
  },
  julia: {
    argument: 'JULIA_URL',
    url: 'https://julialang-s3.julialang.org/bin/linux/{machineShort}/{series}/julia-{version}-linux-{machine}.tar.gz',
  },
  nix: {
    argument: 'NIX_URL',
    url: 'https://releases.nixos.org/nix/nix-{version}/nix-{version}-{machine}-linux.tar.xz',
    sha256: {
      amd64: 'beaec0f28899c22f33adbe30e4ecfceef87b797278c5210ee693e22e9719dfb4',
      arm64: '4ae275a46a2441d3459ae389a90ce6e8f7eff12c2a084b2d003ba6f8d0899603',
    },
  },
  nixpkgs: {
    argument: 'NIXPKGS_URL',
    url: 'https://nixos.org/channels/nixpkgs-unstable',
  },
} as const satisfies Readonly<Record<string, Download>>;

/** Versions of the packages by which Jupyter shows RStudio and Shiny. */
export const rProxies = ['jupyter-rsession-proxy==2.3.0', 'jupyter-shiny-proxy==1.4'] as const;
