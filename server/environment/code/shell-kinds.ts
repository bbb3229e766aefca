import type { Frame, Hold } from './shell-drafts';
import { unquoteLeaf } from './shell-quotes';

// What the types of nodes in the grammar of bash mean.

/** Where a redirection leads by its sign; others, such as `2>&1`, lead to no file. */
export const directions: Readonly<Partial<Record<string, 'in' | 'out'>>> = {
  '<': 'in',
  '<<': 'in',
  '<<-': 'in',
  '<<<': 'in',
  '>': 'out',
  '>>': 'out',
  '>|': 'out',
  '&>': 'out',
  '&>>': 'out',
};

/** Signs that divide the statements of a node. */
export const divisions: Readonly<Partial<Record<string, readonly string[]>>> = {
  list: ['&&', '||'],
  pipeline: ['|', '|&'],
  heredoc_redirect: ['&&', '||'],
};

/** What holds in a node of a type; of an `if` and a `while` until its condition ends. */
export const holds: Readonly<Partial<Record<string, readonly Hold[]>>> = {
  function_definition: ['function'],
  subshell: ['subshell'],
  pipeline: ['subshell'],
  command_substitution: ['subshell', 'substitution'],
  process_substitution: ['subshell', 'substitution'],
  negated_command: ['guarded'],
  if_statement: ['guarded'],
  elif_clause: ['guarded'],
  while_statement: ['guarded'],
  case_item: ['conditional'],
};

/** Nodes that are a command, and those that redirect what it reads or writes. */
export const commandTypes = new Set(['command', 'declaration_command', 'unset_command']);
export const redirectTypes = new Set(['file_redirect', 'heredoc_redirect', 'herestring_redirect']);

/** Words that are what their parts are together. */
export const containers = new Set([
  'string',
  'concatenation',
  'command_name',
  'translated_string',
  'variable_assignment',
]);

function isLeafOfWord(type: string): boolean {
  return unquoteLeaf(type, '') !== undefined;
}

const expansions = new Set([
  'arithmetic_expansion',
  'brace_expression',
  'command_substitution',
  'expansion',
  'process_substitution',
  'simple_expansion',
]);

/** True for a word of the command or the redirection `parent`, and for the pieces of the word `parent`. */
export function takesWord(
  { type: kind, command, redirect, word }: Frame,
  type: string,
  named: boolean,
): boolean {
  if (word !== undefined) return word.joins;
  if (command === undefined && redirect === undefined) return false;
  if (!named) return command !== undefined;
  if (type === 'variable_assignment') return kind === 'declaration_command';
  return containers.has(type) || expansions.has(type) || isLeafOfWord(type);
}
