import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fields } from '../ports/http.ts';
import { traceContextOf, traceFields } from './traceparent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';
const of = (...headers: Fields) => traceContextOf(headers);

test('a request is of the trace that it names, with a span of its own', () => {
  const context = of(['TraceParent', `00-${traceId}-${parentId}-01`], ['x', 'y']);
  assert.equal(context?.traceId, traceId);
  assert.equal(context.flags, '01');
  assert.match(context.spanId, /^[0-9a-f]{16}$/);
  assert.notEqual(context.spanId, parentId);
  assert.deepEqual(traceFields(context), [['traceparent', `00-${traceId}-${context.spanId}-01`]]);
});

test('what other programs keep there is passed on as it came', () => {
  const context = of(
    ['traceparent', `00-${traceId}-${parentId}-00`],
    ['tracestate', 'rojo=00f067aa0ba902b7'],
    ['Tracestate', 'congo=t61rcWkgMzE'],
  );
  assert.deepEqual(context && traceFields(context)[1], [
    'tracestate',
    'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE',
  ]);
});

test('of a later version, what the first one has is read', () => {
  assert.equal(of(['traceparent', `cc-${traceId}-${parentId}-01-what-comes`])?.traceId, traceId);
  assert.equal(of(['traceparent', `cc-${traceId}-${parentId}-01`])?.traceId, traceId);
});

for (const wrong of [
  '',
  `00-${traceId}-${parentId}-01-more`,
  `cc-${traceId}-${parentId}-01.more`,
  `ff-${traceId}-${parentId}-01`,
  `00-${'0'.repeat(32)}-${parentId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${parentId}-01`,
  `00-${traceId}-${parentId}`,
  ` 00-${traceId}-${parentId}-01`,
]) {
  test(`"${wrong}" is passed over, with the state`, () => {
    assert.equal(of(['traceparent', wrong], ['tracestate', 'a=b']), undefined);
  });
}

test('a request that names two is of none', () => {
  const one = ['traceparent', `00-${traceId}-${parentId}-01`] as const;
  assert.equal(of(one, one), undefined);
  assert.equal(of(['tracestate', 'a=b']), undefined);
});
