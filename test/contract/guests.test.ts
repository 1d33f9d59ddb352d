/**
 * Which interface that is served has a guest in which language: a contract guest (scripts/guests/contracts.ts), or of HTTP one
 * that the tests of HTTP run; and where there is none, why.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { interfaceRows } from '@slight/slightfile/interfaces.ts';
import { readModule } from '@slight/slightfile/wasm/read.ts';
import { contracts, guestsOf, languages, noLegacyJavaScript } from '../../scripts/guests/contracts.ts';
import type { Language } from '../../scripts/guests/contracts.ts';
import { guests } from '../../scripts/guests/list.ts';
import { guestBytes } from '../runtime/guests.ts';

/** A guest, or why there is none. */
type Cell = { readonly guest: string } | { readonly because: string };

interface Row extends Readonly<Record<Language, Cell>> {
  readonly capability: string;
  readonly generation: string;
  readonly imports: readonly string[];
}

const byName = { because: 'it differs in its names alone from http-server of 0.5, which rust-http imports' };
const inMemory = {
  because: 'its values lie in memory as those of generation 0.5, which rust-relay and c-http-client import',
};
const byTypes = { because: 'its values are those of wasi:http/types, which rust-wasi-http imports' };

const byBytes = {
  because:
    'its values are texts and bytes, which lie in memory as those of the other interfaces of messaging',
};

/** Guests that are called when a message comes, and so are told nothing: test/runtime/handlers.test.ts. */
const called: readonly Row[] = [
  {
    ...{ capability: 'messaging', generation: 'standard' },
    imports: [
      'wasi:messaging/producer@0.2.0-draft',
      'wasi:messaging/request-reply@0.2.0-draft',
      'wasi:messaging/types@0.2.0-draft',
    ],
    ...{ c: { guest: 'c-wasi-messaging' }, rust: byBytes, javascript: { guest: 'js-wasi-messaging' } },
  },
  {
    ...{ capability: 'messaging', generation: 'standard' },
    imports: ['wasmcloud:messaging/consumer@0.2.0', 'wasmcloud:messaging/types@0.2.0'],
    c: { guest: 'c-wasmcloud-messaging' },
    ...{ rust: byBytes, javascript: { guest: 'js-wasmcloud-messaging' } },
  },
];

/** HTTP has no store to be told of, and tests of its own: test/http, test/http-client. */
const http: readonly Row[] = [
  {
    ...{ capability: 'http', generation: '0.2', imports: ['http'] },
    ...{ c: { guest: 'c-http-0.2' }, rust: byName, javascript: noLegacyJavaScript },
  },
  {
    ...{ capability: 'http', generation: '0.5', imports: ['http-server'] },
    ...{ c: { guest: 'c-http-0.5' }, rust: { guest: 'rust-http' }, javascript: noLegacyJavaScript },
  },
  {
    ...{ capability: 'http', generation: 'component' },
    imports: [
      'spiderlightning:http-handler/http-server@0.6.0',
      'spiderlightning:http-handler/http-types@0.6.0',
    ],
    ...{ c: { guest: 'c-http-component' }, rust: inMemory, javascript: { guest: 'js-http' } },
  },
  {
    ...{ capability: 'http', generation: 'standard', imports: ['wasi:http/types@0.2.12'] },
    c: { guest: 'c-wasi-http' },
    rust: { guest: 'rust-wasi-http' },
    javascript: { guest: 'js-wasi-http' },
  },
  {
    ...{ capability: 'http-client', generation: '0.5', imports: ['http-client'] },
    ...{ c: { guest: 'c-http-client' }, rust: { guest: 'rust-relay' }, javascript: noLegacyJavaScript },
  },
  {
    ...{ capability: 'http-client', generation: 'component' },
    imports: ['spiderlightning:http-handler/http-client@0.6.0'],
    ...{ c: inMemory, rust: inMemory, javascript: { guest: 'js-http' } },
  },
  {
    ...{ capability: 'http-client', generation: 'standard', imports: ['wasi:http/outgoing-handler@0.2.12'] },
    ...{ c: { guest: 'c-wasi-http-client' }, rust: byTypes, javascript: { guest: 'js-relay' } },
  },
];

const table: readonly Row[] = [
  ...contracts.map(({ c, rust, javascript, ...contract }) => ({
    ...contract,
    c: 'name' in c ? { guest: c.name } : c,
    rust: 'name' in rust ? { guest: rust.name } : rust,
    javascript: 'name' in javascript ? { guest: javascript.name } : javascript,
  })),
  ...called,
  ...http,
];

/** Every interface that a host serves, with its version, in each generation. */
const served = [...interfaceRows].flatMap(([name, { host, generations, versions = [''] }]) =>
  host === undefined || name.endsWith('/*')
    ? []
    : versions.flatMap((version) =>
        generations.map((generation) => `${generation} ${version === '' ? name : `${name}@${version}`}`),
      ),
);

test('each interface that is served has its row, in each of its generations, and nothing else has one', () => {
  const rows = table.flatMap(({ generation, imports }) => imports.map((one) => `${generation} ${one}`));
  assert.deepEqual([...new Set(rows)].toSorted(), [...new Set(served)].toSorted());
});

test('a row is of the capability and the generation that its interfaces are of', () => {
  for (const { imports, capability, generation } of table) {
    const [first = ''] = imports;
    const row = interfaceRows.get(first.replace(/@.*$/, ''));
    assert.ok(row?.generations.includes(generation as never), first);
    // of wasi:http, the interfaces that are exported say what it is for
    if (!first.startsWith('wasi:http/types')) assert.equal(row?.capability, capability, first);
  }
});

for (const language of languages) {
  describe(`guests in ${language}`, () => {
    for (const { imports, [language]: cell } of table) {
      const [first = ''] = imports;
      if ('because' in cell) {
        test(`${first} has none, and that has a reason`, () => {
          assert.match(cell.because, /^\S+( \S+){4,}$/);
        });
        continue;
      }
      test(`${cell.guest} imports ${first}, and is of ${language}`, async () => {
        const module = readModule(await guestBytes(cell.guest));
        assert.ok(
          imports.every((one) => module?.imports.includes(one)),
          module?.imports.join(' '),
        );
        const sources = guests.find(({ name }) => name === cell.guest)?.sources ?? [];
        const ending = { c: '.c', rust: '.rs', javascript: '.js' }[language];
        assert.ok(
          sources.some((source) => source.startsWith('test/guests/') && source.endsWith(ending)),
          sources.join(' '),
        );
      });
    }
  });
}

/** The tests that take their guests from the table; each capability's contract, or what users see of it. */
const triedBy: Readonly<Record<string, readonly string[]>> = {
  keyvalue: ['contract/keyvalue-guests.test.ts'],
  messaging: ['runtime/messaging.test.ts'],
  blobstore: ['contract/blobstore-guests.test.ts', 'runtime/blobstore.test.ts'],
  sql: ['contract/sql-guests.test.ts'],
  configs: ['contract/configs-guests.test.ts', 'runtime/wasi-config.test.ts'],
  distributed_locking: ['contract/distributed_locking.test.ts'],
};

test('the guests of each capability are tried by a test that has them from the table', () => {
  assert.deepEqual(
    Object.keys(triedBy).toSorted(),
    [...new Set(contracts.map(({ capability }) => capability))].toSorted(),
  );
  for (const [capability, files] of Object.entries(triedBy)) {
    for (const file of files) {
      const text = readFileSync(path.join(import.meta.dirname, '..', file), 'utf8');
      assert.ok(text.includes(`guestsOf('${capability}')`), file);
    }
    assert.ok(guestsOf(capability as (typeof contracts)[number]['capability']).length > 0, capability);
  }
});
