import { lintProfiles } from '../protocol/findings';
import { presetNames } from '../protocol/jobs';
import type { Command, OptionSpec } from './command';

const json: OptionSpec = { type: 'boolean', help: 'print one JSON object per line on standard output' };
const help: OptionSpec = { type: 'boolean', short: 'h', help: 'print this help' };
const common = { json, help };

const which = {
  ref: { type: 'string', value: 'REF', help: 'branch, tag or commit, instead of the one in <repo>' },
  subdir: { type: 'string', value: 'FOLDER', help: 'build this folder of the repository as if it were all' },
} as const satisfies Record<string, OptionSpec>;

const rules = {
  dialect: {
    type: 'string',
    choices: ['binder', 'extended'],
    help: 'which files count: those that Binder reads, or lock files and settings of other tools too',
  },
  preset: {
    type: 'string',
    choices: presetNames,
    help: 'whose policies hold; mybinder refuses a repository without configuration files',
  },
} as const satisfies Record<string, OptionSpec>;

const building = {
  ...which,
  ...rules,
  engine: {
    type: 'string',
    choices: ['docker', 'host'],
    help: 'what builds and runs; default: docker where an engine answers',
  },
  toolchain: {
    type: 'string',
    choices: ['managed', 'system'],
    help: 'fetch the exact Python, or use the one that is there',
  },
  trust: { type: 'boolean', help: 'run the code of a fetched repository on this machine' },
  refresh: { type: 'boolean', help: 'look up base and versions anew' },
  push: { type: 'boolean', help: 'put the image into the registry of BINDERY_REGISTRY' },
  'cache-from': {
    type: 'string',
    value: 'IMAGE',
    multiple: true,
    help: 'an image of a registry whose layers a build may take; may be repeated',
  },
} as const satisfies Record<string, OptionSpec>;

/** Every command there is. */
export const commands: Readonly<Record<string, Command>> = {
  launch: {
    operands: '<repo>',
    count: [1, 1],
    summary: 'Build a repository if needed, start a session on it, print its URL; Ctrl-C stops it.',
    options: {
      ...building,
      copy: { type: 'boolean', help: 'work on a copy instead of in the local folder' },
      name: { type: 'string', value: 'NAME', help: 'name of the session' },
      port: { type: 'string', value: 'PORT', help: 'port on 127.0.0.1; default: a free one' },
      publish: {
        type: 'string',
        short: 'p',
        value: 'PORTS',
        multiple: true,
        help: 'another port to reach: [[address:]port here:]port of the session[/tcp|udp]; docker only',
      },
      memory: { type: 'string', value: 'SIZE', help: 'most memory the session may take, for example 2G' },
      path: { type: 'string', value: 'FILE', help: 'file of the repository to open' },
      detach: { type: 'boolean', help: 'leave the session running and return' },
      ...common,
    },
    load: () => import('./launch'),
  },
  build: {
    operands: '<repo>',
    count: [1, 1],
    summary: 'Build a repository up to the image or environment that a session would start from.',
    options: {
      ...building,
      pack: {
        type: 'string',
        value: 'FILE',
        help: 'also write an archive (.tar.gz) that runs on other machines; managed Python, host engine only',
      },
      ...common,
    },
    load: () => import('./build'),
  },
  plan: {
    operands: '<repo>',
    count: [1, 1],
    summary: 'Show what would be built: files, versions, steps. Needs no engine.',
    options: {
      ...which,
      ...rules,
      dockerfile: { type: 'boolean', help: 'print the plan as a Dockerfile' },
      ...common,
    },
    load: () => import('./plan'),
  },
  lint: {
    operands: '<repo>',
    count: [0, 1],
    summary: 'Say what is wrong with a repository before anything is built, and mend it. Needs no engine.',
    options: {
      ...which,
      profile: {
        type: 'string',
        choices: lintProfiles,
        help: 'what it is to be fit for: launching (default), or being archived too',
      },
      rule: {
        type: 'string',
        value: 'RULE=SEVERITY',
        multiple: true,
        help: 'another severity, or off, for a rule or for rules that begin alike (nb-*); may be repeated',
      },
      fix: { type: 'boolean', help: 'mend what can be mended safely, in the files' },
      diff: { type: 'boolean', help: 'show what --fix would change, and change nothing' },
      format: {
        type: 'string',
        choices: ['text', 'json', 'sarif'],
        help: 'how findings are printed; default: text',
      },
      'max-warnings': {
        type: 'string',
        value: 'N',
        help: 'exit with 1 when there are more warnings than that',
      },
      online: {
        type: 'boolean',
        help: 'also ask the package index that pip is configured for whether versions exist',
      },
      explain: { type: 'string', value: 'RULE', help: 'print what a rule finds and why' },
      ...common,
    },
    load: () => import('./lint'),
  },
  init: {
    operands: '<folder>',
    count: [1, 1],
    summary: 'Write the configuration files that a repository lacks, from what its code imports.',
    options: {
      python: { type: 'string', value: 'X.Y', help: 'the Python; default: that of the notebooks' },
      conda: { type: 'boolean', help: 'write environment.yml also where requirements.txt would do' },
      citation: { type: 'boolean', help: 'also write CITATION.cff' },
      author: {
        type: 'string',
        value: 'NAME',
        multiple: true,
        help: 'who is to be cited; default: who made the most commits; may be repeated',
      },
      badge: { type: 'boolean', help: 'also put a launch badge into the README' },
      offline: { type: 'boolean', help: 'ask no package index for versions' },
      yes: { type: 'boolean', short: 'y', help: 'write without asking' },
      ...common,
    },
    load: () => import('./init'),
  },
  sessions: {
    operands: '<list|stop|start|delete|open> [name]',
    count: [0, 2],
    summary: 'List, stop, start again, delete or open your sessions.',
    options: {
      yes: { type: 'boolean', short: 'y', help: 'delete without asking' },
      ...common,
    },
    load: () => import('./sessions'),
  },
  link: {
    operands: '<repo>',
    count: [1, 1],
    summary: 'Print the link and the badge by which others launch the repository on a BinderHub.',
    options: {
      ...which,
      path: { type: 'string', value: 'FILE', help: 'file of the repository to open' },
      pin: { type: 'boolean', help: 'link to the commit that is current now' },
      hub: { type: 'string', value: 'URL', help: 'the BinderHub; default: https://mybinder.org' },
      format: {
        type: 'string',
        choices: ['url', 'markdown', 'html', 'rest'],
        help: 'print only this; default: all of them',
      },
      ...common,
    },
    load: () => import('./link'),
  },
  prune: {
    operands: '',
    count: [0, 0],
    summary: 'Remove environments, images and logs that nothing needs; by default those unused for 30 days.',
    options: {
      'dry-run': { type: 'boolean', help: 'tell what would go, and remove nothing' },
      'keep-gb': {
        type: 'string',
        value: 'N',
        help: 'also remove the least recently used until no more than N GB stay',
      },
      all: { type: 'boolean', help: 'remove everything that no session and no running build needs' },
      ...common,
    },
    load: () => import('./prune'),
  },
  doctor: {
    operands: '',
    count: [0, 0],
    summary: 'Say what is there and what is missing on this machine, and how to get it.',
    options: common,
    load: () => import('./doctor'),
  },
  agent: {
    operands: '',
    count: [0, 0],
    summary: 'Serve the API on the local socket; started by the other commands when needed.',
    options: {
      linger: {
        type: 'string',
        value: 'SECONDS',
        help: 'how long to stay when nobody is connected and nothing runs; default: 0',
      },
      help,
    },
    load: () => import('./agent'),
  },
};
