import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from '../trace/events.ts';
import { createTrace } from '../trace/trace.ts';
import { denials } from './denials.ts';

const failure = (errorCase: string, message: string) => ({
  ...{ interface: 'http-client', function: 'request', name: undefined },
  ...{ case: errorCase, message },
});

function toldOf(isDeclared: boolean, failures: readonly ReturnType<typeof failure>[]): readonly TraceEvent[] {
  const events: TraceEvent[] = [];
  const told = denials(createTrace([{ accept: (event) => void events.push(event) }]), isDeclared);
  for (const one of failures) told(one);
  return events;
}

test('what is denied is told once, and of very many hosts the first ten', () => {
  const hosts = Array.from({ length: 30 }, (_, at) => failure('denied', `${at % 20}.example is not allowed`));
  const events = toldOf(true, hosts);
  assert.equal(events.length, 10);
  assert.ok(events.every((event) => event.type === 'denied' && event.lines === undefined));
});

test('what is not declared is told with the lines that declare it', () => {
  const [event, ...others] = toldOf(false, [failure('denied', 'a'), failure('denied', 'a')]);
  assert.ok(event?.type === 'denied' && event.lines?.includes('resource = "http-client"'));
  assert.equal(others.length, 0);
});

test('any other failure is no denial', () => {
  assert.deepEqual(toldOf(true, [failure('dns-error', 'a')]), []);
});
