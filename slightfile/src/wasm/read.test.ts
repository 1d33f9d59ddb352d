import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInterfaces } from './component.ts';
import { readModule } from './read.ts';

const magic = [0x00, 0x61, 0x73, 0x6d];
const core = [...magic, 0x01, 0x00, 0x00, 0x00];
const component = [...magic, 0x0d, 0x00, 0x01, 0x00];

type Bytes = readonly number[];

/** A number as unsigned LEB128. */
function number(value: number): Bytes {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >>> 7)];
}

function name(text: string): Bytes {
  const bytes = new TextEncoder().encode(text);
  return [...number(bytes.length), ...bytes];
}

function vector(items: readonly Bytes[]): Bytes {
  return [...number(items.length), ...items.flat()];
}

function section(id: number, content: Bytes): Bytes {
  return [id, ...number(content.length), ...content];
}

function wasm(...parts: readonly Bytes[]): Uint8Array {
  return Uint8Array.from(parts.flat());
}

const func = [0x00, 0x00];

const functionTypes = section(1, vector([[0x60, 0x00, 0x00]]));

test('a core module imports modules and exports names', () => {
  const bytes = wasm(
    core,
    section(0, name('a custom section')),
    functionTypes,
    section(
      2,
      vector([
        [...name('keyvalue'), ...name('keyvalue::open'), ...func],
        [...name('env'), ...name('table'), 0x01, 0x70, 0x01, 0x01, 0x90, 0x01],
        [...name('env'), ...name('memory'), 0x02, 0x00, 0x01],
        [
          ...name('env'),
          ...name('memory64'),
          0x02,
          0x05,
          ...number(0x10000),
          0x80,
          0x80,
          0x80,
          0x80,
          0x80,
          0x01,
        ],
        [...name('env'), ...name('global'), 0x03, 0x7f, 0x00],
        [...name('env'), ...name('reference'), 0x03, 0x63, 0x00, 0x01],
        [...name('env'), ...name('tag'), 0x04, 0x00, 0x00],
        [...name('keyvalue'), ...name('keyvalue::get'), ...func],
        [...name('größe 𝒳'), ...name(''), ...func],
      ]),
    ),
    section(
      7,
      vector([
        [...name('memory'), 0x02, 0x00],
        [...name('_start'), 0x00, 0x90, 0x01],
      ]),
    ),
    section(10, [0xff, 0xff, 0xff]),
  );
  assert.deepEqual(readModule(bytes), {
    kind: 'module',
    imports: ['keyvalue', 'env', 'größe 𝒳'],
    exports: ['memory', '_start'],
  });
});

/** Type 0 is an instance that exports a function. */
const instanceType = section(
  7,
  vector([
    [
      0x42,
      ...vector([
        [0x01, 0x40, 0x00, 0x01, 0x00],
        [0x04, 0x00, ...name('f'), 0x01, 0x00],
      ]),
    ],
  ]),
);

const imported = section(
  10,
  vector([
    [0x00, ...name('wasi:keyvalue/store@0.2.0-draft2'), 0x05, 0x00],
    [0x00, ...name('a-type'), 0x03, 0x01],
    // with a version suffix as an option
    [0x02, ...name('wasi:io/poll@0.2'), ...vector([[0x01, ...name('.12')]]), 0x05, 0x00],
  ]),
);

const exported = section(
  11,
  vector([
    // with its type said again
    [0x00, ...name('a-type'), 0x03, 0x00, 0x01, 0x03, 0x00, 0x00],
    [0x00, ...name('wasi:cli/run@0.2.12'), 0x05, 0x02, 0x00],
  ]),
);

test('a component imports and exports interfaces, and what is inside it is its own', () => {
  const inner = wasm(component, section(10, vector([[0x00, ...name('inner'), 0x05, 0x00]])));
  const bytes = wasm(component, instanceType, imported, section(4, [...inner]), section(1, core), exported);
  assert.deepEqual(readModule(bytes), {
    kind: 'component',
    imports: ['wasi:keyvalue/store@0.2.0-draft2', 'wasi:io/poll@0.2'],
    exports: ['wasi:cli/run@0.2.12'],
  });
  assert.deepEqual(readInterfaces(bytes).imports, [
    { name: 'wasi:keyvalue/store@0.2.0-draft2', functions: ['f'] },
    { name: 'wasi:io/poll@0.2', functions: ['f'] },
  ]);
});

test('types that are not known here do not keep a component from being read', () => {
  const bytes = wasm(component, section(7, [0x01, 0x01]), imported);
  assert.equal(readModule(bytes)?.imports.length, 2);
});

test('nothing is in a module of a header alone', () => {
  assert.deepEqual(readModule(wasm(core)), { kind: 'module', imports: [], exports: [] });
  assert.deepEqual(readModule(wasm(component)), { kind: 'component', imports: [], exports: [] });
});

test('what is no module that can be read is undefined', () => {
  const unreadable: Readonly<Record<string, Uint8Array>> = {
    nothing: wasm(),
    text: new TextEncoder().encode('(module)'),
    'half a header': wasm(core.slice(0, 6)),
    'another version': wasm(magic, [2, 0, 0, 0]),
    'a section without a length': wasm(core, [0x01]),
    'a section that is cut off': wasm(core, section(10, [1, 2, 3]).slice(0, -1)),
    'a length of more than 32 bits': wasm(core, [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
    'more imports than there are': wasm(core, section(2, number(0xffffffff))),
    'a kind of import that is not known': wasm(core, section(2, vector([[...name('a'), ...name('b'), 9]]))),
    'a limit that does not end': wasm(
      core,
      section(2, vector([[...name('a'), ...name('b'), 0x02, 0x00, ...Array<number>(11).fill(0x80), 0x00]])),
    ),
    'a kind of extern that is not known': wasm(component, section(10, vector([[0x00, ...name('a'), 9, 0]]))),
  };
  for (const [what, bytes] of Object.entries(unreadable)) assert.equal(readModule(bytes), undefined, what);
});

test('whatever the bytes, reading ends without an exception', () => {
  const whole = wasm(component, instanceType, imported, exported);
  let state = 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let round = 0; round < 5000; round++) {
    const bytes = whole.slice(0, 8 + next(whole.length - 7));
    for (let change = next(4); change > 0; change--) bytes[8 + next(bytes.length - 8)] = next(256);
    const read = readModule(bytes);
    for (const one of read?.imports ?? []) assert.equal(typeof one, 'string');
  }
});
