import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from './events.ts';
import { createTrace } from './trace.ts';

test('what is done during a work has its parent and its trace, also behind what it waits for', async () => {
  const events: TraceEvent[] = [];
  const trace = createTrace([{ accept: (event) => events.push(event) }]);
  const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), flags: '01' };
  const sent = [['traceparent', `00-${context.traceId}-${context.spanId}-01`]];
  const within = async (parent: number) => {
    await new Promise(setImmediate);
    // a call during the work is of the same trace
    trace.during(100 + parent, () => {
      trace.emit({ type: 'stdout', text: String(parent) });
      assert.deepEqual(trace.fields(), sent);
    });
  };
  await Promise.all([1, 2].map((parent) => trace.during(parent, () => within(parent), context)));
  assert.deepEqual(
    events.map((event) => [event.parent, event.type === 'stdout' && event.text]),
    [
      [101, '1'],
      [102, '2'],
    ],
  );
  assert.deepEqual(trace.fields(), []);
});
