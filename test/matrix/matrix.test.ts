/** The matrix has no hole without a reason, and the page of the capabilities tells what was seen. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { backend as redis } from '@slight/runtime/backends/servers/redis.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { generations, rungs, served } from './axes.ts';
import { page, target } from './page.ts';
import { cellOf, readResults } from './results.ts';
import { table } from './table.ts';

suite('results.json', () => {
  const results = readResults();

  for (const resource of served) {
    test(`has every guest and every kind of server of ${resource.id}`, () => {
      const holes = rungs.flatMap((rung) =>
        generations.flatMap((age) =>
          cellOf(results, resource, rung, age) === undefined ? [`${rung}, ${age}`] : [],
        ),
      );
      assert.deepEqual(holes, [], `Run: npm run matrix -- --write ${resource.id}`);
    });
  }

  test('has no resource that is not served, and no failure', () => {
    const ids = served.map(({ id }) => id);
    assert.deepEqual(
      Object.keys(results).filter((id) => !ids.includes(id)),
      [],
    );
    assert.doesNotMatch(JSON.stringify(results), /"failed"/);
  });
});

test('docs/capabilities.md has the table of results.json and every resource, else: npm run generate', async () => {
  const current = readFileSync(target, 'utf8');
  assert.equal(current, await page(current));
});

test('a capability whose place in the page is gone is told', async () => {
  const current = readFileSync(target, 'utf8');
  await assert.rejects(page(current.replace('<!-- /sql -->', '')), /no lines <!-- sql: /);
});

suite('the table', () => {
  const resource = findResource('keyvalue.redis');
  const rows = (results: Parameters<typeof table>[1]) =>
    table(resource ? [resource] : [], results, new Map([['redis', redis]]), new Map()).split('\n');

  test('tells a failure, a reason and what was not run from each other', () => {
    const [, , container, local, embedded, ...notes] = rows({
      'keyvalue.redis': {
        container: {
          '0.2': 'passed',
          '0.5': { failed: 'c-keyvalue-0.5: it printed nothing\nand more' },
          component: { not: 'not run here: there is no engine' },
        },
        local: { '0.2': 'passed', '0.5': 'passed', component: 'passed', standard: 'passed' },
      },
    });
    assert.equal(
      container,
      '| `keyvalue.redis` | a container, `redis:7-alpine` | yes | **fails** (1) | – (2) | ? (3) |',
    );
    assert.equal(local, '| | a local server, `redis-server` | yes | yes | yes | yes |');
    assert.equal(embedded, '| | the stand-in, `keyvalue.filesystem` | ? (3) | ? (3) | ? (3) | ? (3) |');
    assert.deepEqual(notes.slice(1, 4), [
      '1. Fails: c-keyvalue-0.5: it printed nothing',
      '2. Not run here: there is no engine.',
      '3. Not run yet.',
    ]);
  });
});
