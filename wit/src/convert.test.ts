import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { componentEmbed } from '@bytecodealliance/jco-transpile/wasm-tools';
import { convertToComponent } from './convert.ts';
import { randomFrom } from '@slight/text/testing/random.ts';
import { lex } from './lex.ts';
import { lookupIn } from './lookup.ts';
import type { FunctionType, InterfaceType, WitType } from './model.ts';
import { fileName } from './packages.ts';
import { parse } from './parse.ts';
import { resolveInterface } from './resolve.ts';
import type { WitSource } from './surroundings.ts';

const root = path.join(import.meta.dirname, '../..');

/** Sources by the names of their files. */
function folder(texts: Readonly<Record<string, string>>, of = 'file:///app/wit'): WitSource[] {
  return Object.entries(texts).map(([name, text]) => ({ uri: `${of}/${name}`, text, file: parse(text) }));
}

function legacyFolder(generation: string): WitSource[] {
  const of = path.join(root, 'wit/legacy', generation);
  const names = readdirSync(of).filter((name) => name.endsWith('.wit'));
  const texts = names.map((name) => [name, readFileSync(path.join(of, name), 'utf8')] as const);
  return folder(Object.fromEntries(texts), `file:///wit/legacy/${generation}`);
}

/** All files of a folder, each in the component syntax. */
function convertAll(own: readonly WitSource[]): WitSource[] {
  return own.map((source) => {
    const [converted] = convertToComponent(source, own) ?? [];
    assert.ok(converted, source.uri);
    assert.equal(converted.uri, source.uri);
    return { ...converted, file: parse(converted.text) };
  });
}

/** The text of the only file of a folder, converted, without its package. */
function convertOne(text: string, name = 'a.wit'): string | undefined {
  const [source] = folder({ [name]: text });
  const converted = source && convertToComponent(source, [source]);
  return converted?.[0]?.text.replace(/^package .*;\r?\n\r?\n/, '');
}

/** A folder of files as one text that wasm-tools takes, with a world that imports them all. */
async function assertAccepted(files: readonly WitSource[]): Promise<void> {
  const [head] = files[0]?.text.split(';') ?? [];
  const bodies = files.map(({ text }) => text.slice(text.indexOf(';') + 1));
  const names = files.flatMap(({ file }) =>
    file.items.flatMap((item) => (item.kind === 'interface' ? item : [])),
  );
  const imports = names.map(({ name }) => `import %${name.value};`).join(' ');
  const witSource = `${head ?? ''};\n${bodies.join('\n')}\nworld everything { ${imports} }`;
  await componentEmbed({ dummy: true, witSource, world: 'everything' });
}

for (const generation of ['0.1', '0.2', '0.5']) {
  test(`every legacy interface of slight ${generation} is converted, and wasm-tools accepts the package`, async () => {
    const legacy = legacyFolder(generation);
    const converted = convertAll(legacy);
    for (const { file } of converted) assert.deepEqual(file.errors, []);
    await assertAccepted(converted);
  });

  test(`every legacy interface of slight ${generation} means the same afterwards`, () => {
    const legacy = legacyFolder(generation);
    const converted = convertAll(legacy);
    for (const [index, source] of legacy.entries()) assertSame(source, legacy, converted[index], converted);
  });
}

/** Both resolve to the same functions and types, but for what the conversion says that it changes. */
function assertSame(
  source: WitSource,
  legacy: readonly WitSource[],
  converted: WitSource | undefined,
  all: readonly WitSource[],
): void {
  const name = fileName(source.uri);
  const before = resolved(source.file.items, legacy);
  const [item] = converted?.file.items ?? [];
  assert.equal(item?.kind, 'interface');
  assert.equal(item.name.value, name);
  const after = resolved(item.items, all, converted?.file.package);
  assert.deepEqual([...after.resources], [...before.resources], name);
  assert.deepEqual(plain(after.functions, plainFunction), plain(before.functions, plainFunction), name);
  const isSame = (key: string) => after.types.has(key) || after.types.has(`${key}-type`);
  for (const key of before.types.keys()) assert.ok(isSame(key), `${name}: ${key}`);
  for (const [key, type] of after.types) {
    const was = before.types.get(key) ?? before.types.get(key.replace(/-type$/, ''));
    if (key !== 'unit') assert.deepEqual(plainType(type), was && plainType(was), `${name}: ${key}`);
  }
}

function resolved(
  items: WitSource['file']['items'],
  all: readonly WitSource[],
  of?: WitSource['file']['package'],
): InterfaceType {
  const lookup = lookupIn(all.map(({ uri, file }) => ({ name: fileName(uri), file })));
  const { type, faults } = resolveInterface({ items, ...(of && { package: of }) }, lookup);
  assert.deepEqual(faults, []);
  return type;
}

function plain<T>(map: ReadonlyMap<string, T>, each: (value: T) => unknown): Record<string, unknown> {
  return Object.fromEntries([...map].map(([name, value]) => [name, each(value)]));
}

function plainFunction({ params, result }: FunctionType): unknown {
  const isNothing = !result || result.kind === 'unit';
  return {
    params: params.map(({ name, type }) => [name, plainType(type)]),
    result: isNothing ? undefined : plainType(result),
  };
}

/** Without what a conversion changes: who owns a handle, what a union's cases are called, that `unit` is an enum. */
function plainType(type: WitType): unknown {
  switch (type.kind) {
    case 'unit':
      return { kind: 'enum', name: 'unit', cases: ['unit'] };
    case 'handle':
      return { kind: 'handle', resource: type.resource };
    case 'variant':
      return {
        kind: 'variant',
        name: type.name,
        cases: type.cases.map((each) => each.type && plainType(each.type)),
      };
    case 'record':
      return {
        kind: 'record',
        name: type.name,
        fields: type.fields.map((field) => [field.name, plainType(field.type)]),
      };
    case 'list':
      return { ...type, element: plainType(type.element) };
    case 'option':
      return { ...type, some: plainType(type.some) };
    case 'tuple':
      return { ...type, items: type.items.map(plainType) };
    case 'result':
      return { kind: 'result', ok: type.ok && plainType(type.ok), err: type.err && plainType(type.err) };
    default:
      return type;
  }
}

test('keyvalue becomes what the component package has, but for its documentation', () => {
  const own = legacyFolder('0.5');
  const converted = convertAll(own).find(({ uri }) => uri.endsWith('/keyvalue.wit'));
  const byHand = readFileSync(path.join(root, 'wit/spiderlightning-keyvalue/package.wit'), 'utf8');
  const body = (text: string) =>
    text
      .replaceAll(/^\s*\/\/\/.*\n/gm, '')
      .replace(/^package.*\s+/, '')
      .replace(/\s+(?:world[^]*)?$/, '')
      .replaceAll(/\n+/g, '\n');
  assert.equal(body(converted?.text ?? ''), body(byHand));
});

const odd = {
  'odd.wit': `// License

// About things.
use * from types // of others
use { thing as request,
  other } from types;

// A union
union u { string, /* c */ list<u8>, thing2 }
/* block */
union v { string, string };
// No documentation

// Some
// more
request: function(package: request, x: res, y: option<res2>) -> unit
world: func() -> (a: float32, b: unit);
one: func() -> (a: float64);
none: func() -> ();
variant list { a(unit), b(option<unit>), // trailing
  // c doc
  interface(float64) }
type q = expected<unit, unit>;
type q2 = expected<tuple<u8,u8>, _>
type s = stream<u8, unit>
resource include { static function: func(list: list) -> res
  async: func()
};
resource r2
`,
  'types.wit':
    'use * from deeper\nuse { deep } from deeper\nrecord thing { a: u32 }\nrecord thing2 { d: deep }\n',
  'deeper.wit': 'type deep = other\ntype other = u8\nresource res\ntype res2 = res\n',
};

test('all that the legacy syntax has finds its place, and the comments stay', async () => {
  const own = folder(odd);
  const converted = convertAll(own);
  assert.deepEqual(
    converted.map(({ text }) => text),
    [
      `package local:wit;

// License

// About things.
interface odd {
  use types.{thing2};
  use deeper.{res, res2}; // of others
  use types.{
    thing as request-type,
  };
  use deeper.{
    other,
  };

  /// A union
  variant u { %string(string), /* c */ %list(list<u8>), thing2(thing2) }
  /** block */
  variant v { case0(string), case1(string) }
  // No documentation

  /// Some
  /// more
  request: func(%package: request-type, x: borrow<res>, y: option<borrow<res2>>);
  %world: func() -> tuple<f32, unit>;
  one: func() -> f64;
  none: func();
  variant %list {
    a,
    b(option<unit>), // trailing
    /// c doc
    %interface(f64)
  }
  type q = result;
  type q2 = result<tuple<u8, u8>>;
  type s = stream<u8>;
  resource %include {
    function: static func(%list: %list) -> res;
    %async: func();
  }
  resource r2;

  /// The one value of what has no other.
  enum unit {
    unit,
  }
}
`,
      `package local:wit;

interface types {
  use deeper.{deep};
  record thing { a: u32 }
  record thing2 { d: deep }
}
`,
      `package local:wit;

interface deeper {
  type deep = other;
  type other = u8;
  resource res;
  type res2 = res;
}
`,
    ],
  );
  await assertAccepted(converted);
});

test('of two files that give a name by `use *`, the first one does', async () => {
  const own = folder({
    'a.wit': 'use * from b\nuse * from c\nf: func() -> t\n',
    'b.wit': 'use * from c\nuse { t } from c\n',
    'c.wit': 'type t = u8\n',
  });
  const converted = convertAll(own);
  assert.equal((converted[0]?.text.match(/\bt\b/g) ?? []).length, 2);
  await assertAccepted(converted);
});

test('a type that a function has the name of is called otherwise by the files that use it, too', async () => {
  const own = folder({
    'a.wit': 'record get { x: u8 }\ntype get-type = u8\nget: func() -> get\n',
    'b.wit': 'use { get } from a\nother: func() -> get\n',
  });
  const converted = convertAll(own);
  assert.match(
    converted[0]?.text ?? '',
    /record get-type-type \{ x: u8 \}[^]*get: func\(\) -> get-type-type;/,
  );
  assert.match(converted[1]?.text ?? '', /use a\.\{get-type-type as get\};\n {2}other: func\(\) -> get;/);
  await assertAccepted(converted);
});

test('the files that share types are converted together, and no others', () => {
  const names = (start: string) => {
    const own = legacyFolder('0.5');
    const source = own.find(({ uri }) => uri.endsWith(`/${start}.wit`));
    assert.ok(source);
    return convertToComponent(source, own)?.map(({ uri }) => fileName(uri));
  };
  assert.deepEqual(names('keyvalue'), ['keyvalue']);
  assert.deepEqual(names('http-server'), ['http-server', 'http-types', 'http-client', 'http-handler']);
});

test('the package is the one that the folder has, else it is named after the folder', () => {
  const packageIn = (texts: Readonly<Record<string, string>>, of: string) => {
    const own = folder(texts, of);
    assert.ok(own[0]);
    return /^package (.*);/.exec(convertToComponent(own[0], own)?.[0]?.text ?? '')?.[1];
  };
  const a = { 'a.wit': 'type x = u8' };
  assert.equal(packageIn({ ...a, 'b.wit': 'package my:app@1.2.3;' }, 'file:///app/wit'), 'my:app@1.2.3');
  assert.equal(packageIn({ ...a, 'b.wit': 'interface x {}' }, 'file:///My_App'), 'local:my-app');
  assert.equal(packageIn(a, 'file:///legacy/0.5'), 'local:legacy');
  assert.equal(packageIn(a, 'file:///app/interface'), 'local:%interface');
});

test('line ends stay of the kind that they are', () => {
  const text = '// Doc\ntype a = unit\n\nf: func() -> expected<unit, a>\n';
  assert.equal(convertOne(text.replaceAll('\n', '\r\n')), convertOne(text)?.replaceAll('\n', '\r\n'));
  assert.equal(
    convertOne(text),
    `interface a {
  /// Doc
  type a = unit;

  f: func() -> result<_, a>;

  /// The one value of what has no other.
  enum unit {
    unit,
  }
}
`,
  );
});

test('a file whose end is a comment, and one with semicolons that touch', () => {
  assert.equal(convertOne('type a = u8;// x'), 'interface a {\n  type a = u8; // x\n}\n');
  assert.equal(convertOne('resource a;'), 'interface a {\n  resource a;\n}\n');
  assert.equal(convertOne('resource a;', 'use.wit'), 'interface %use {\n  resource a;\n}\n');
});

test('what cannot be converted is left alone', () => {
  assert.equal(convertOne('type a = '), undefined);
  assert.equal(convertOne('enum a {}'), undefined);
  assert.equal(convertOne('union a {}'), undefined);
  assert.equal(convertOne('type a = u8', 'no name.wit'), undefined);
  assert.equal(convertOne('interface a { type b = u8; }'), undefined);
  assert.equal(convertOne('use * from nowhere\ntype a = b'), undefined);
  const own = folder({ 'a.wit': 'use { b } from b\ntype a = b', 'b.wit': 'type b = ' });
  assert.ok(own[0]);
  assert.equal(convertToComponent(own[0], own), undefined);
});

test('wherever comments stand, they are kept, and the result is one that wasm-tools would read', () => {
  const random = randomFrom(5);
  const sources = [...legacyFolder('0.5'), ...legacyFolder('0.2'), ...folder({ 'odd.wit': odd['odd.wit'] })];
  for (let round = 0; round < 600; round++) {
    const source = sources[random(sources.length)];
    assert.ok(source);
    const { tokens } = lex(source.text);
    let at = 0;
    let text = '';
    let count = lex(source.text).comments.length;
    for (const { start, end } of tokens) {
      text += source.text.slice(at, start);
      if (random(12) === 0) {
        count += 1;
        text +=
          [` // c${count}\n`, ` /* c${count} */ `, `\n// c${count}\n`, `\n\n/// c${count}\n\n`][random(4)] ??
          '';
      }
      text += source.text.slice(start, end);
      at = end;
    }
    const shaken = { ...source, text, file: parse(text, { syntax: 'legacy' }) };
    assert.deepEqual(shaken.file.errors, []);
    const types = folder({ 'types.wit': odd['types.wit'], 'deeper.wit': odd['deeper.wit'] });
    const own = source.uri.endsWith('/odd.wit') ? types : [...legacyFolder('0.5'), ...legacyFolder('0.2')];
    const [converted] = convertToComponent(shaken, own) ?? [];
    assert.ok(converted, text);
    const { comments } = lex(converted.text);
    const added = converted.text.includes('/// The one value of what has no other.') ? 1 : 0;
    assert.equal(comments.length, count + added, text);
  }
});
