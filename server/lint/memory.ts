/**
 * Answers that are kept until what they were made from changes: a question records the inputs and the questions that it
 * asks, and is asked again only when one of them has another answer than before. So an edit of one file costs what
 * depends on that file, without any rule naming what it reads.
 */
export interface Memory {
  /** Says that the running question depends on an input. */
  reads(input: string): void;
  /**
   * The answer to `question`, computed when there is none or when something that it was made from has changed. `compute`
   * is given the last answer, parts of which may still hold.
   */
  ask<T>(question: string, compute: (before: T | undefined) => T): T;
  /** Says that inputs have changed. */
  changed(inputs: Iterable<string>): void;
}

/** Something that is looked at and not computed, and the questions that looked at it. */
interface Input {
  changedAt: number;
  readonly readers: Set<Node>;
}

/**
 * A question. It is doubtful when something below it has changed, until it is known whether that concerns it; outdated
 * while it is computed and where that ended in an error. All others are known to be right without a look.
 */
interface Node {
  state: 'right' | 'doubtful' | 'outdated';
  answer: unknown;
  compute: (before: unknown) => unknown;
  readonly inputs: Set<Input>;
  readonly questions: Set<Node>;
  /** The questions that ask this one. */
  readonly askers: Set<Node>;
  /** When the answer last became another one; 0 where there is none. */
  changedAt: number;
  /** When it was last known to be right. */
  checkedAt: number;
}

export function createMemory(): Memory {
  return new Questions();
}

class Questions implements Memory {
  private readonly nodes = new Map<string, Node>();
  private readonly inputs = new Map<string, Input>();
  private readonly running: Node[] = [];
  private now = 1;

  reads(name: string): void {
    const reader = this.running.at(-1);
    if (reader === undefined) return;
    let input = this.inputs.get(name);
    if (input === undefined) this.inputs.set(name, (input = { changedAt: 0, readers: new Set() }));
    input.readers.add(reader);
    reader.inputs.add(input);
  }

  ask<T>(question: string, compute: (before: T | undefined) => T): T {
    const node = this.nodeOf(question);
    if (!this.isRight(node)) {
      node.compute = compute as Node['compute'];
      this.compute(node);
    }
    return node.answer as T;
  }

  changed(names: Iterable<string>): void {
    this.now += 1;
    for (const name of names) {
      const input = this.inputs.get(name);
      if (input === undefined) continue;
      input.changedAt = this.now;
      for (const reader of input.readers) doubt(reader);
    }
  }

  private nodeOf(question: string): Node {
    let node = this.nodes.get(question);
    if (node === undefined) this.nodes.set(question, (node = newNode()));
    const asker = this.running.at(-1);
    if (asker !== undefined) {
      asker.questions.add(node);
      node.askers.add(asker);
    }
    return node;
  }

  private compute(node: Node): void {
    forget(node);
    node.state = 'outdated';
    this.running.push(node);
    try {
      const answer = node.compute(node.answer);
      if (node.changedAt === 0 || !sameAnswer(answer, node.answer)) {
        node.answer = answer;
        node.changedAt = this.now;
      }
    } finally {
      this.running.pop();
    }
    node.checkedAt = this.now;
    node.state = 'right';
  }

  /** True where the question need not be computed again. */
  private isRight(node: Node): boolean {
    if (node.state !== 'doubtful') return node.state === 'right';
    for (const { changedAt } of node.inputs) if (changedAt > node.checkedAt) return false;
    for (const other of node.questions) {
      if (!this.isRight(other) && !succeeds(() => this.compute(other))) return false;
      if (other.changedAt > node.checkedAt) return false;
    }
    node.checkedAt = this.now;
    node.state = 'right';
    return true;
  }
}

function newNode(): Node {
  return {
    state: 'outdated',
    answer: undefined,
    compute: () => undefined,
    inputs: new Set(),
    questions: new Set(),
    askers: new Set(),
    changedAt: 0,
    checkedAt: 0,
  };
}

/** Takes back what the question was made from. */
function forget(node: Node): void {
  for (const { readers } of node.inputs) readers.delete(node);
  for (const { askers } of node.questions) askers.delete(node);
  node.inputs.clear();
  node.questions.clear();
}

/** Doubts a question and all that was made from it. */
function doubt(node: Node): void {
  const open = [node];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    // Of what is doubted everything above is; whoever went on in spite of an error may now have an answer.
    if (each.state === 'doubtful') continue;
    if (each.state === 'right') each.state = 'doubtful';
    open.push(...each.askers);
  }
}

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/** True for equal plain data. Maps, sets and what has methods are equal only to themselves. */
export function sameAnswer(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameAnswer(item, right[index]));
  }
  if (Object.getPrototypeOf(left) !== Object.prototype || Object.getPrototypeOf(right) !== Object.prototype)
    return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(right, key) &&
      sameAnswer((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}
