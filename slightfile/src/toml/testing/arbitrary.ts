/** Valid documents of every shape, for fast-check. */
import fc from 'fast-check';

const indifferent = fc.constantFrom('', ' ', '\t', '  ');
const lineEnd = fc.constantFrom('\n', '\r\n', ' \n', ' # a comment, "quoted"\n', '\n\n');

const character = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Array.from('abz09 _-=#[]{}.,$:/')) },
  { weight: 2, arbitrary: fc.constantFrom('é', '😀', '\u0080', '\t') },
);
const escape = fc.constantFrom(
  '\\b',
  '\\t',
  '\\n',
  '\\f',
  '\\r',
  '\\"',
  '\\\\',
  '\\u00e9',
  '\\uFFFD',
  '\\U0001F600',
  '\\e',
  '\\xE9',
);

const joined = (part: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(part, { maxLength }).map((parts) => parts.join(''));

const basicString = joined(fc.oneof(character, escape, fc.constant("'")), 12).map((inner) => `"${inner}"`);
const literalString = joined(fc.oneof(character, fc.constantFrom('"', '\\')), 12).map(
  (inner) => `'${inner}'`,
);
const basicLines = fc
  .tuple(
    joined(
      fc.oneof(character, escape, fc.constantFrom('\n', '\r\n', '"a', '""b', '\\\n  ', '\\  \r\n\n', "'")),
      12,
    ),
    fc.constantFrom('', '"', '""'),
  )
  .map(([inner, quotes]) => `"""${inner}${quotes}"""`);
const literalLines = fc
  .tuple(
    joined(fc.oneof(character, fc.constantFrom('\n', '\r\n', "'a", "''b", '"', '\\')), 12),
    fc.constantFrom('', "'", "''"),
  )
  .map(([inner, quotes]) => `'''${inner}${quotes}'''`);

const integer = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.nat().map((value) => `+${value}`),
  fc.nat().map((value) => `0x${value.toString(16)}`),
  fc.nat().map((value) => `0x${value.toString(16).toUpperCase()}`),
  fc.nat().map((value) => `0o${value.toString(8)}`),
  fc.nat().map((value) => `0b${value.toString(2)}`),
  fc.integer({ min: 1000, max: 999_999 }).map((value) => value.toLocaleString('en').replaceAll(',', '_')),
);
const float = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => {
    const text = String(value);
    return /[.e]/.test(text) ? text : `${text}.0`;
  }),
  fc.constantFrom('inf', '+inf', '-inf', 'nan', '+nan', '-nan', '-0.0', '0e0', '1_0.0_1', '1E+0_6', '3.0e-2'),
);

const two = (value: number): string => String(value).padStart(2, '0');
const date = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);
const time = fc
  .tuple(
    fc.nat(23),
    fc.nat(59),
    fc.option(fc.tuple(fc.nat(59), fc.constantFrom('', '.5', '.25', '.123', '.000'))),
  )
  .map(
    ([hour, minute, seconds]) =>
      `${two(hour)}:${two(minute)}${seconds ? `:${two(seconds[0])}${seconds[1]}` : ''}`,
  );
const offset = fc.oneof(
  fc.constantFrom('', '', 'Z'),
  fc
    .tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59))
    .map(([sign, hour, minute]) => `${sign}${two(hour)}:${two(minute)}`),
);
const datetime = fc.oneof(
  date,
  time,
  fc.tuple(date, fc.constantFrom('T', ' '), time, offset).map((parts) => parts.join('')),
);

const bareKey = fc.stringMatching(/^[A-Za-z0-9_-]{1,5}$/);
const quotedKey = fc.oneof(basicString, literalString);
/** A key, and what it means as far as that keeps two keys apart. */
const key = fc.oneof({ weight: 4, arbitrary: bareKey }, { weight: 1, arbitrary: quotedKey });

/** Keys that differ however they are written: each begins with a letter of its own. */
const distinctKeys = (count: number): fc.Arbitrary<string[]> =>
  fc.array(key, { minLength: count, maxLength: count }).map((keys) =>
    keys.map((written, index) => {
      const letter = String.fromCharCode(0x61 + index);
      return /^["']/.test(written) ? written.slice(0, 1) + letter + written.slice(1) : letter + written;
    }),
  );

const { value } = fc.letrec<{ value: string; array: string; braces: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    basicString,
    literalString,
    basicLines,
    literalLines,
    integer,
    float,
    datetime,
    fc.constantFrom('true', 'false'),
    tie('array'),
    tie('braces'),
  ),
  array: fc
    .tuple(
      fc.array(fc.tuple(tie('value'), fc.oneof(indifferent, lineEnd)), { maxLength: 4 }),
      fc.boolean(),
      fc.oneof(indifferent, lineEnd),
    )
    .map(([items, trailing, blank]) => {
      const inner = items.map(([item, space]) => `${space}${item}${space}`).join(',');
      return `[${inner}${trailing && items.length > 0 ? ',' : ''}${blank}]`;
    }),
  braces: fc
    .tuple(
      fc.array(fc.tuple(tie('value'), indifferent, fc.oneof(indifferent, lineEnd)), { maxLength: 4 }),
      fc.boolean(),
      fc.oneof(indifferent, lineEnd),
    )
    .chain(([values, trailing, blank]) =>
      distinctKeys(values.length).map((keys) => {
        const entries = values.map(
          ([item, space, gap], index) => `${gap}${keys[index] ?? ''}${space}=${space}${item}${gap}`,
        );
        return `{${entries.join(',')}${trailing && values.length > 0 ? ',' : ''}${blank}}`;
      }),
    ),
}));

interface Block {
  readonly kind: 'table' | 'list' | 'dotted';
  readonly values: readonly string[];
  readonly blocks: readonly Block[];
}

/** `depth`: how many levels of blocks it may have below itself. */
function block(depth: number): fc.Arbitrary<Block> {
  return fc.record({
    kind: fc.constantFrom('table', 'list', 'dotted'),
    values: fc.array(value, { maxLength: 3 }),
    blocks: depth === 0 ? fc.constant([]) : fc.array(block(depth - 1), { maxLength: 3 }),
  });
}

interface Style {
  readonly keys: readonly string[];
  readonly space: string;
  readonly end: string;
}

/** Writes a block below the keys in front of it: its values, then what it holds, by dots or by headers. */
function write(blockToWrite: Block, path: readonly string[], style: Style): string {
  const { keys, space, end } = style;
  const { kind, values, blocks } = blockToWrite;
  const name = (index: number): string => keys[index] ?? `k${index}`;
  const entry = (prefix: readonly string[], index: number, item: string): string =>
    `${space}${[...prefix, name(index)].join(`${space}.`)}${space}= ${item}${end}`;
  const opening = kind === 'list' ? ['[[', ']]'] : ['[', ']'];
  let text = path.length === 0 ? '' : `${opening.join(`${space}${path.join('.')}${space}`)}${end}`;
  for (const [index, item] of values.entries()) text += entry([], index, item);
  for (const [index, inner] of blocks.entries()) {
    if (inner.kind !== 'dotted') continue;
    for (const [at, item] of inner.values.entries()) text += entry([name(values.length + index)], at, item);
  }
  for (const [index, inner] of blocks.entries()) {
    const innerPath = [...path, name(values.length + index)];
    if (inner.kind !== 'dotted') text += write(inner, innerPath, style).repeat(inner.kind === 'list' ? 2 : 1);
  }
  return text;
}

/** Valid TOML 1.1 documents: every kind of value, keys of every style, tables by header, list, dots and braces. */
export const validDocument: fc.Arbitrary<string> = fc
  .tuple(block(3), distinctKeys(8), indifferent, lineEnd)
  .map(([root, keys, space, end]) => write(root, [], { keys, space, end }));
