import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePattern } from './pattern.ts';

/** A pattern, a path, and the parameters; `undefined` where the path is none of the pattern's. */
const cases: readonly (readonly [string, string, Record<string, string> | undefined])[] = [
  ['/', '/', {}],
  ['', '/', {}],
  ['/', '/a', undefined],
  ['/hello', '/hello', {}],
  ['/hello', '/hello/', {}],
  ['/hello/', '/hello', {}],
  ['/hello/', '/hello/', {}],
  ['/hello', '/hello//', undefined],
  ['/hello', '/Hello', undefined],
  ['/hello', '/hello/you', undefined],
  ['/hello', '/say/hello', undefined],
  ['/orders/next/', '/orders/next', {}],
  ['/person/:name', '/person/x', { name: 'x' }],
  ['/person/:name', '/person/x/', { name: 'x' }],
  ['/person/:name', '/person/', undefined],
  ['/person/:name', '/person', undefined],
  ['/person/:name', '/person/x/y', undefined],
  ['/person/:name', '/person/Zoë Ångström', { name: 'Zoë Ångström' }],
  ['/person/:name', '/person/a\nb', { name: 'a\nb' }],
  ['/person/:name/data/:key', '/person/x/data/y', { name: 'x', key: 'y' }],
  ['/person/:name/data/:name', '/person/x/data/y', { name: 'y' }],
  ['/v:major.:minor', '/v1.2', { 'major.:minor': '1.2' }],
  ['/item-:id', '/item-7', { id: '7' }],
  ['/item-:id', '/item-', undefined],
  ['/a:b*c', '/axyz', { 'b*c': 'xyz' }],
  ['/:', '/:', {}],
  ['/files/*', '/files/a', { '*': 'a' }],
  ['/files/*', '/files/a/b.txt', { '*': 'a/b.txt' }],
  ['/files/*', '/files/a/b/', { '*': 'a/b' }],
  ['/files/*', '/files', undefined],
  ['/files/*', '/files/', undefined],
  ['/files/*', '/files//', { '*': '' }],
  ['/files*', '/files', { '*': '' }],
  ['*', '/any/thing', { '*': '/any/thing' }],
  ['/*', '/', undefined],
  ['/*', '/a', { '*': 'a' }],
  ['/users/*/data', '/users/a/b/data', { '*': 'a/b' }],
  ['/users/*/data', '/users/data', undefined],
  ['/users/*/data/*', '/users/a/data/b/data/c', { '*': 'c' }],
  ['/*/data/:key', '/a/data/b/data/c', { '*': 'a/data/b', key: 'c' }],
  ['/users/**', '/users/a', { '*': '' }],
  ['/*a*', '/bab', { '*': 'b' }],
  ['/a.b', '/axb', undefined],
  ['/(a)+[b]{c}|^$?\\', '/(a)+[b]{c}|^$?\\', {}],
  ['/a-b', '/a-b', {}],
];

for (const [pattern, path, params] of cases) {
  test(`${JSON.stringify(pattern)} ${params ? 'is' : 'is not'} the route of ${JSON.stringify(path)}`, () => {
    const found = compilePattern(pattern)(path);
    assert.deepEqual(found && Object.fromEntries(found), params);
  });
}

test('many stars find the same as an expression that tries all', () => {
  const letters = ['/', 'a', 'b'];
  const words = (length: number): string[] =>
    length === 0 ? [''] : words(length - 1).flatMap((word) => letters.map((letter) => word + letter));
  for (const pattern of ['/*a*b', '/*/*', '*/a/*', '/a*:n/b', '/**b*', '*:x/*', '/*b/:x/*a']) {
    const match = compilePattern(pattern);
    // as routerify makes its expressions
    const names: string[] = [];
    const source = `${pattern}/`.replace(/:([^/]+)|\*/g, (_, name?: string) => {
      names.push(name ?? '*');
      return name === undefined ? '(.*)' : '([^/]+)';
    });
    const all = new RegExp(`^${source}$`, 's');
    for (const word of [3, 5, 7].flatMap((length) => words(length))) {
      const path = `/${word}`;
      const groups: string[] | undefined = all.exec(path.endsWith('/') ? path : `${path}/`)?.slice(1);
      const wanted = groups && Object.fromEntries(groups.map((value, index) => [names[index] ?? '', value]));
      const found = match(path);
      assert.deepEqual(found && Object.fromEntries(found), wanted, `${pattern} ${path}`);
    }
  }
});

test('a path that is made to be tried in all ways is not', () => {
  assert.equal(compilePattern(`/${'*a'.repeat(30)}`)(`/${'a'.repeat(5000)}b`), undefined);
});
