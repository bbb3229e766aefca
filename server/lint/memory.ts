/**
 * Answers that are kept until what they were made from changes: a question records the inputs and the questions that it
 * asks, and is asked again only when one of them has another answer than before. So an edit of one file costs what
 * depends on that file, without any rule naming what it reads.
 */
export interface Memory {
  /** Says that the running question depends on an input. */
  reads(input: string): void;
  /** The answer to `question`, computed when there is none or when something that it was made from has changed. */
  ask<T>(question: string, compute: () => T): T;
  /** Says that inputs have changed. */
  changed(inputs: Iterable<string>): void;
}

interface Node {
  answer: unknown;
  readonly inputs: Set<string>;
  readonly questions: Set<string>;
  compute: () => unknown;
  /** When the answer last became another one. */
  changedAt: number;
  /** When it was last known to be right. */
  checkedAt: number;
}

export function createMemory(): Memory {
  const nodes = new Map<string, Node>();
  const inputs = new Map<string, number>();
  const running: Node[] = [];
  let now = 1;

  const compute = (node: Node): void => {
    node.inputs.clear();
    node.questions.clear();
    running.push(node);
    try {
      const answer = node.compute();
      if (node.changedAt === 0 || !sameAnswer(answer, node.answer)) {
        node.answer = answer;
        node.changedAt = now;
      }
    } finally {
      running.pop();
    }
    node.checkedAt = now;
  };

  const isCurrent = (node: Node): boolean => {
    if (node.checkedAt === now) return true;
    for (const input of node.inputs) if ((inputs.get(input) ?? 0) > node.checkedAt) return false;
    for (const question of node.questions) {
      const other = nodes.get(question);
      if (other === undefined) return false;
      if (!isCurrent(other)) compute(other);
      if (other.changedAt > node.checkedAt) return false;
    }
    node.checkedAt = now;
    return true;
  };

  return {
    reads: (input) => void running.at(-1)?.inputs.add(input),
    ask: <T>(question: string, answer: () => T): T => {
      running.at(-1)?.questions.add(question);
      let node = nodes.get(question);
      if (node === undefined) {
        node = {
          answer: undefined,
          inputs: new Set(),
          questions: new Set(),
          compute: answer,
          changedAt: 0,
          checkedAt: 0,
        };
        compute(node);
        // Only now: a question that threw is asked anew.
        nodes.set(question, node);
      } else if (!isCurrent(node)) {
        node.compute = answer;
        compute(node);
      }
      return node.answer as T;
    },
    changed: (names) => {
      now += 1;
      for (const name of names) inputs.set(name, now);
    },
  };
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
