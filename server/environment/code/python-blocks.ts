import type { ImportGuard } from './python-code';
import { scopeIn, statementScope } from './python-scopes';
import type { Context, Visit, Walk } from './python-walk';
import {
  bindName,
  bindTarget,
  childOf,
  childrenOf,
  endOf,
  kindAt,
  notePython2,
  startOf,
  textOf,
} from './python-walk';

/** Guards by how much they say. */
const strength: Readonly<Record<ImportGuard, number>> = {
  try: 4,
  'type-checking': 3,
  condition: 2,
  function: 1,
};

/** The context with one more guard around it. */
function guardedBy(context: Context, guard: ImportGuard): Context {
  const stronger = context.guard === undefined || strength[guard] > strength[context.guard];
  return stronger ? { ...context, guard } : context;
}

const visitFunction: Visit = (walk, node) => {
  const [name, ...parts] = childrenOf(walk, node);
  if (name !== undefined && kindAt(walk, name) === 'identifier') bindName(walk, name, endOf(walk, node));
  const outside = typeParameters(walk, parts);
  const scope = scopeIn(outside.scope, 'function');
  const { guard } = outside;
  // A `try` around a function does not catch what happens when it is called.
  const kept: Context = {
    scope,
    guarded: false,
    ...(guard !== undefined && guard !== 'try' && { guard }),
  };
  for (const part of parts) {
    if (kindAt(walk, part) === 'parameters') bindParameters(walk, part, scope);
    if (kindAt(walk, part) === 'block') walk.contexts.set(part, guardedBy(kept, 'function'));
    else if (outside !== walk.context) walk.contexts.set(part, outside);
  }
  return undefined;
};

const visitLambda: Visit = (walk, node) => {
  const scope = scopeIn(walk.context.scope, 'function');
  for (const part of childrenOf(walk, node)) {
    if (kindAt(walk, part) === 'lambda_parameters') bindParameters(walk, part, scope);
    else walk.contexts.set(part, { ...walk.context, scope });
  }
  return undefined;
};

const visitClass: Visit = (walk, node) => {
  const [name, ...parts] = childrenOf(walk, node);
  if (name !== undefined && kindAt(walk, name) === 'identifier') bindName(walk, name, endOf(walk, node));
  const outside = typeParameters(walk, parts);
  const context = { ...outside, scope: scopeIn(outside.scope, 'class') };
  for (const part of parts) {
    if (kindAt(walk, part) === 'block') walk.contexts.set(part, context);
    else if (outside !== walk.context) walk.contexts.set(part, outside);
  }
  return undefined;
};

/** The context of a definition's head: `[T]` has a scope of its own around the definition. */
function typeParameters(walk: Walk, parts: readonly number[]): Context {
  const list = parts.find((part) => kindAt(walk, part) === 'type_parameter');
  if (list === undefined) return walk.context;
  const scope = scopeIn(walk.context.scope, 'inner');
  bindTypeParameters(walk, list, scope);
  return { ...walk.context, scope };
}

function bindTypeParameters(walk: Walk, list: number, scope: Context['scope']): void {
  for (const parameter of childrenOf(walk, list)) {
    // `T`, `T: int`, `*Ts`: the name is the first there is.
    const name = firstBelow(walk, parameter, 'identifier');
    if (name !== undefined) bindName(walk, name, 0, scope);
  }
}

function firstBelow({ tree: { kind, next } }: Walk, node: number, wanted: string): number | undefined {
  const end = next[node] ?? node;
  for (let below = node + 1; below < end; below += 1) if (kind[below] === wanted) return below;
  return undefined;
}

function bindParameters(walk: Walk, list: number, scope: Context['scope']): void {
  for (const parameter of childrenOf(walk, list)) {
    const kind = kindAt(walk, parameter);
    if (kind === 'tuple_pattern') notePython2(walk, parameter);
    const hasMore = kind.endsWith('default_parameter') || kind === 'typed_parameter';
    bindTarget(walk, hasMore ? parameter + 1 : parameter, 0, scope);
  }
}

const visitComprehension: Visit = (walk, node) => {
  const scope = scopeIn(walk.context.scope, 'inner');
  const clauses = childrenOf(walk, node).filter((child) => kindAt(walk, child) === 'for_in_clause');
  for (const child of childrenOf(walk, node)) walk.contexts.set(child, { ...walk.context, scope });
  for (const clause of clauses) {
    const [target, ...values] = childrenOf(walk, clause);
    if (target !== undefined) bindTarget(walk, target, 0, scope);
    // What the first `for` goes through is read outside.
    if (clause === clauses[0]) for (const value of values) walk.contexts.set(value, walk.context);
  }
  return undefined;
};

const visitFor: Visit = (walk, node) => {
  const [target, value] = childrenOf(walk, node);
  if (target !== undefined) bindTarget(walk, target, endOf(walk, value ?? target));
  return undefined;
};

const importErrors = /\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b/;
const nameErrors = /\b(?:NameError|Exception|BaseException)\b/;

const visitTry: Visit = (walk, node) => {
  const body = childOf(walk, node, 'block');
  const clauses = childrenOf(walk, node).filter((child) => kindAt(walk, child) === 'except_clause');
  let context = walk.context;
  for (const clause of clauses) {
    const block = childOf(walk, clause, 'block');
    const head = walk.text.slice(startOf(walk, clause), startOf(walk, block ?? clause));
    const all = /^except\s*:/.test(head);
    if (all || nameErrors.test(head)) context = { ...context, guarded: true };
    if (!all && !importErrors.test(head)) continue;
    context = attempted(guardedBy(context, 'try'), walk, node);
    // Another way where the first one failed.
    const instead = attempted(guardedBy(walk.context, 'try'), walk, node);
    if (block !== undefined) walk.contexts.set(block, instead);
  }
  if (body !== undefined) walk.contexts.set(body, context);
  return undefined;
};

function attempted(context: Context, walk: Walk, node: number): Context {
  return { ...context, attempt: context.attempt ?? startOf(walk, node) };
}

/** `except A, e` binds e in Python 2; since 3.14 it catches both, which are classes. */
const visitExcept: Visit = (walk, node) => {
  const [first, second, third] = childrenOf(walk, node);
  if (first === undefined || second === undefined || third === undefined) return undefined;
  if (kindAt(walk, second) !== 'identifier' || !/^[a-z]/.test(textOf(walk, second))) return undefined;
  notePython2(walk, first);
  bindName(walk, second, endOf(walk, second));
  return undefined;
};

const visitIf: Visit = (walk, node) => {
  const [condition, ...parts] = childrenOf(walk, node);
  const guard = condition === undefined ? 'condition' : guardOf(textOf(walk, condition));
  for (const part of parts) {
    const own = kindAt(walk, part) === 'block' ? guard : 'condition';
    if (own !== undefined) walk.contexts.set(part, guardedBy(walk.context, own));
  }
  return undefined;
};

/** What a condition makes of what stands under it; nothing for one that always holds where a program is run. */
function guardOf(condition: string): ImportGuard | undefined {
  if (/^(?:\w+\.)?TYPE_CHECKING$/.test(condition)) return 'type-checking';
  return /^(?:\(?__name__\s*==|True$|1$)/.test(condition) ? undefined : 'condition';
}

const visitCase: Visit = (walk, node) => {
  const block = childOf(walk, node, 'block');
  if (block !== undefined) walk.contexts.set(block, guardedBy(walk.context, 'condition'));
  return undefined;
};

/** `with suppress(ImportError):` catches as a `try` does. */
const visitWith: Visit = (walk, node) => {
  const [head, block] = childrenOf(walk, node);
  if (head === undefined || block === undefined) return undefined;
  const text = textOf(walk, head).slice(0, 300);
  if (!/\bsuppress\s*\(/.test(text)) return undefined;
  const context = importErrors.test(text) ? guardedBy(walk.context, 'try') : walk.context;
  walk.contexts.set(block, { ...context, guarded: context.guarded || nameErrors.test(text) });
  return undefined;
};

const visitWalrus: Visit = (walk, node) => {
  bindName(walk, node + 1, endOf(walk, node), statementScope(walk.context.scope));
  return undefined;
};

/** `type A[T] = list[T]`. */
const visitTypeAlias: Visit = (walk, node) => {
  const [left, right] = childrenOf(walk, node);
  if (left === undefined) return undefined;
  const name = firstBelow(walk, left, 'identifier');
  if (name === undefined) return undefined;
  bindName(walk, name, endOf(walk, node));
  const list = firstBelow(walk, left, 'type_parameter');
  if (list === undefined || right === undefined) return undefined;
  const scope = scopeIn(walk.context.scope, 'inner');
  bindTypeParameters(walk, list, scope);
  for (const part of [list, right]) walk.contexts.set(part, { ...walk.context, scope });
  return undefined;
};

export const blockVisits: readonly (readonly [string, Visit])[] = [
  ['function_definition', visitFunction],
  ['lambda', visitLambda],
  ['class_definition', visitClass],
  ['list_comprehension', visitComprehension],
  ['set_comprehension', visitComprehension],
  ['dictionary_comprehension', visitComprehension],
  ['generator_expression', visitComprehension],
  ['for_statement', visitFor],
  ['try_statement', visitTry],
  ['except_clause', visitExcept],
  ['if_statement', visitIf],
  ['case_clause', visitCase],
  ['with_statement', visitWith],
  ['named_expression', visitWalrus],
  ['type_alias_statement', visitTypeAlias],
];
