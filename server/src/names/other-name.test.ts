/** Names that a source says more than once: in C, where a string has its length beside it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appOf, uriIn } from '../testing/app.ts';
import { slightfile } from '../testing/shop.ts';
import { sourceNameActions } from './code-action.ts';
import { nameProblems } from './problems.ts';
import { rename } from './rename.ts';

const main = (name: string) => `void f() { ${name} keyvalue_keyvalue_open(&id, &e); }\n`;

const appWith = (source: string) =>
  appOf({ 'slightfile.toml': slightfile.replace('"orders"', '"or|ders"'), 'a.c': source });

function renamed(source: string, to: string): string {
  const at = appWith(source);
  const renaming = rename(at.names, at.uri, at.position, to);
  assert.ok(renaming);
  if ('refusal' in renaming) return renaming.refusal;
  const edits = renaming.edits.get(uriIn('a.c')) ?? [];
  return at.applied(
    'a.c',
    edits.map(({ range, text }) => ({ range, newText: text })),
  );
}

const followed = [
  main('keyvalue_string_t id = { "orders", 6 };'),
  main('keyvalue_string_t id = { (uint8_t *)"orders", (size_t)6u };'),
  main('keyvalue_string_t id = { .ptr = (char*)"orders", .len = strlen("orders") };'),
  main('keyvalue_string_t id = { "orders", (size_t)strlen("orders"), };'),
  main('keyvalue_string_t id = { "orders", sizeof("orders") - 1 };'),
  main('keyvalue_string_t id = { "orders", (sizeof "orders" - 1) };'),
  main('keyvalue_string_t id = { .len = 6, .ptr = "orders" };'),
  'void f() { keyvalue_keyvalue_open(&(keyvalue_string_t){ "orders", 6 }, &e); }\n',
  `#define STORE "orders"\n${main('keyvalue_string_t id = { STORE, strlen(STORE) };')}`,
  `#define STORE "orders"\n${main('keyvalue_string_t id = { STORE, 6 };')}`,
  `static const char N[] = "orders";\n${main('keyvalue_string_t id = { (uint8_t *)N, sizeof N - 1 };')}`,
  `static const char N[7] = "orders";\n${main('keyvalue_string_set(&id, N);')}`,
];

test('the length of a name changes with it, and so does what is measured for it', () => {
  for (const source of followed) {
    const wanted = source.replaceAll('orders', 'größen').replace(/\b6/, '8').replace(/\b7/, '9');
    assert.equal(renamed(source, 'größen'), wanted);
  }
});

const computed = [
  main('keyvalue_string_t id = { "orders", LENGTH };'),
  main('keyvalue_string_t id = { "orders", 7 - 1 };'),
  `static const char *const N = "orders";\n${main('keyvalue_string_t id = { N, sizeof N - 1 };')}`,
  `static const char N[32] = "orders";\n${main('keyvalue_string_set(&id, N);')}`,
];

test('a name whose length is computed keeps its name', () => {
  for (const source of computed) {
    assert.match(renamed(source, 'größen'), /^a\.c gives the length of "orders" in a way/);
    const typo = appWith(source.replaceAll('"orders"', '"oders"').replace('7 - 1', '6 - 1'));
    const uri = uriIn('a.c');
    const [problem] = nameProblems(typo.names).ofSource(uri);
    assert.equal(problem?.code, 'undeclared-name', source);
    const actions = sourceNameActions({
      app: typo.names,
      problems: [problem],
      range: problem.range,
      slightfiles: [],
      edit: (edits) => ({ changes: Object.fromEntries(edits) as Record<string, never> }),
      uri,
    });
    assert.deepEqual(
      actions.filter(({ title }) => title.startsWith('Change')),
      [],
      source,
    );
  }
});

/** The source after the fix of this title. */
function fixed(source: string, title: string): string {
  const at = appWith(source);
  const uri = uriIn('a.c');
  const problems = nameProblems(at.names).ofSource(uri);
  assert.equal(problems.length, 1);
  const actions = problems.flatMap((problem) =>
    sourceNameActions({
      app: at.names,
      problems,
      range: problem.range,
      slightfiles: [],
      edit: () => ({}),
      uri,
    }),
  );
  const edits = actions.find((action) => action.title === title)?.edit?.changes?.[uri];
  assert.ok(edits, actions.map((action) => action.title).join());
  return at.applied('a.c', edits);
}

test('the fix of a typo changes the length too', () => {
  for (const source of followed) {
    const typo = source.replaceAll('orders', 'oders').replace(/\b6/, '5').replace(/\b7/, '6');
    assert.equal(fixed(typo, 'Change to "orders"'), source);
  }
});

test('a length that is not that of its literal is told, and mended', () => {
  const title = 'Write 10, the length of "new-orders"';
  const wanted = main('keyvalue_string_t id = { "new-orders", 10 };');
  for (const length of ['6', 'strlen("orders")', 'sizeof "new-orders"', '11'])
    assert.equal(fixed(wanted.replace('10', length), title), wanted);
  const [problem] = nameProblems(appWith(wanted.replace('10', '6')).names).ofSource(uriIn('a.c'));
  assert.equal(
    problem?.message,
    'The length 6 is not that of "new-orders", which has 10 bytes, so that this opens another name. Write 10.',
  );
});
