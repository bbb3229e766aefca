/** Where names live. Comprehensions and type parameters have scopes of their own that are run at once. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'inner';
  readonly parent?: Scope;
  readonly bound: Set<string>;
  /** Names that `global` lends to it. */
  readonly globals: Set<string>;
  /** Names that `nonlocal` lends to it. */
  readonly nonlocals: Set<string>;
  /** In a function: what stands here runs when that is called. */
  readonly late: boolean;
}

export function moduleScope(): Scope {
  return { kind: 'module', bound: new Set(), globals: new Set(), nonlocals: new Set(), late: false };
}

export function scopeIn(parent: Scope, kind: Exclude<Scope['kind'], 'module'>): Scope {
  const late = parent.late || kind === 'function';
  return { kind, parent, bound: new Set(), globals: new Set(), nonlocals: new Set(), late };
}

/** The scope in which an assignment expression binds: comprehensions are seen through. */
export function statementScope(scope: Scope): Scope {
  let outer = scope;
  while (outer.kind === 'inner' && outer.parent !== undefined) outer = outer.parent;
  return outer;
}

/** Binds a name. Returns true where it becomes a name of the module. */
export function bind(scope: Scope, name: string): boolean {
  if (scope.kind === 'module' || scope.globals.has(name)) return true;
  if (!scope.nonlocals.has(name)) scope.bound.add(name);
  return false;
}

/** Functions in functions beyond this are no program's. */
const maxDepth = 100;

/** True for a name that no function or class around binds. Asked when all that they bind is known. */
export function isFree(scope: Scope, name: string): boolean {
  let depth = 0;
  for (let each: Scope | undefined = scope; each !== undefined; each = each.parent) {
    if ((depth += 1) > maxDepth) return false;
    if (each.globals.has(name)) return true;
    // What a class binds is not seen in its methods.
    if ((each.kind !== 'class' || each === scope) && each.bound.has(name)) return false;
  }
  return true;
}
