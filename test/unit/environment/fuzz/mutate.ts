import fc from 'fast-check';

/** One way to damage a file. Numbers are taken modulo what there is. */
type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'drop line' | 'double line'; readonly at: number }
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string };

const position = fc.nat({ max: 1_000_000 });

const damage: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('flip' as const), at: position, bit: fc.nat({ max: 7 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('drop line' as const, 'double line' as const),
      at: position,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const), at: position }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      at: position,
      text: fc.constantFrom(
        '\0',
        '"',
        "'''",
        '[',
        '{',
        '}',
        ']',
        '\r\n',
        '&a ',
        '*a',
        '\ufeff',
        '\ud800',
        '=',
        '${X}',
        '#',
      ),
    }),
  },
);

/** A real file with a few damages. */
export function mutated(samples: readonly string[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(damage, { minLength: 1, maxLength: 6 }))
    .map(([sample, damages]) => damages.reduce(apply, Buffer.from(sample)));
}

function apply(content: Buffer, how: Damage): Buffer {
  switch (how.kind) {
    case 'flip': {
      const copy = Buffer.from(content);
      const at = how.at % Math.max(1, copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << how.bit);
      return copy;
    }
    case 'truncate':
      return content.subarray(0, how.at % (content.length + 1));
    case 'insert': {
      const at = how.at % (content.length + 1);
      return Buffer.concat([content.subarray(0, at), Buffer.from(how.text), content.subarray(at)]);
    }
    default: {
      const lines = content.toString('latin1').split('\n');
      const at = how.at % lines.length;
      const line = lines[at] ?? '';
      lines.splice(at, 1, ...(how.kind === 'drop line' ? [] : [line, line]));
      return Buffer.from(lines.join('\n'), 'latin1');
    }
  }
}
