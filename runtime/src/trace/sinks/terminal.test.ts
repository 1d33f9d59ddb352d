import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { maskedTerminal } from '../masking/masked-terminal.ts';
import { createProgress } from '../../terminal/progress.ts';
import type { TraceEntry } from '../events.ts';
import { createMasking } from '../masking/masking.ts';
import { createTrace } from '../trace.ts';
import { terminalSink } from './terminal.ts';

/** What a terminal shows of events, where a secret is known; without colours, which the environment may ask for or not. */
function shown(entries: readonly TraceEntry[], { secret = '', quiet = false, isTTY = false } = {}): string {
  const masking = createMasking();
  masking.add(secret);
  let text = '';
  const terminal = maskedTerminal({ isTTY, write: (part) => (text += part) }, masking);
  const trace = createTrace([terminalSink(terminal, createProgress(terminal), { quiet })], masking);
  for (const entry of entries) trace.emit(entry);
  return stripVTControlCharacters(text.replaceAll('\x1b[K', '<K>')).replaceAll('<K>', '\x1b[K');
}

/** What is told of a guest's last error. */
function told(secret: string, name: string): string {
  const last = { interface: 'keyvalue', function: 'get', case: 'key-not-found', name, message: 'no' };
  return shown([{ type: 'exit', code: 1, duration: 1, last }], { secret }).split('\n')[1] ?? '';
}

test('of a secret that does not fit, not even its beginning is told', () => {
  assert.equal(
    told('hunter2hunter2', `${'x'.repeat(50)}hunter2hunter2`),
    `  keyvalue get of "${'x'.repeat(50)}••••": no`,
  );
});

test('a secret is masked that is escaped on its way to the terminal', () => {
  for (const secret of ['abc\u0085def\u202eghi', 'a\\\u202eb"c\nd\te', 'ab\u0085c', 'a"\u200bb']) {
    assert.equal(told(secret, secret), '  keyvalue get of "••••": no', JSON.stringify(secret));
  }
});

const backend = { type: 'backend', resource: 'keyvalue.redis', name: 'a', rung: 'container' } as const;

test('a server that could not be stopped is told once, also where several names have it, and where all is to be quiet', () => {
  const failed = { ...backend, state: 'failed', address: '127.0.0.1:1', reasons: ['no answer'] } as const;
  const text =
    'slight: the container of keyvalue.redis on 127.0.0.1:1 could not be stopped: no answer. Stop it with slight down.\n';
  assert.equal(shown([failed, { ...failed, name: 'b' }]), text);
  assert.equal(shown([failed], { quiet: true }), text);
});

test('what goes on is told on a line that is written over, and gone before another one', () => {
  const starting = { ...backend, state: 'starting', message: 'pulling redis:7-alpine' } as const;
  const entries: readonly TraceEntry[] = [
    { ...starting, progress: 0.5 },
    { type: 'exit', code: 134, duration: 1, reason: 'The guest panicked' },
  ];
  assert.equal(
    shown(entries, { isTTY: true }),
    '\r\x1b[Kslight  pulling redis:7-alpine 50 %\r\x1b[Kslight: The guest panicked\n',
  );
  assert.equal(shown(entries), 'slight  pulling redis:7-alpine\nslight: The guest panicked\n');
  assert.equal(shown(entries, { quiet: true }), 'slight: The guest panicked\n');
});

test('what a guest may not do is told with the lines that would let it, also where all is to be quiet', () => {
  const denied = {
    type: 'denied',
    message: 'Not sent:\u001b',
    lines: ['[[capability]]', 'name = "*"'],
  } as const;
  const text = 'slight: Not sent:\\u001b\n  [[capability]]\n  name = "*"\n';
  assert.equal(shown([denied]), text);
  assert.equal(shown([denied], { quiet: true }), text);
});

test('what a guest calls and prints is not asked for', () => {
  const terminal = { write: () => undefined };
  assert.ok(!createTrace([terminalSink(terminal, createProgress(terminal), { quiet: false })]).enabled);
});

test('of what a guest says that it failed for, a line has the beginning, in which a secret is masked too', () => {
  const failing = (reason: string, secret = '') => {
    const entries: readonly TraceEntry[] = [
      { type: 'message', message: 1, name: 'n', topic: 'orders', body: { size: 0, text: '' } },
      { type: 'handled', message: 1, duration: 1, reason },
    ];
    return shown(entries, { secret, quiet: true });
  };
  assert.equal(
    failing('x'.repeat(100_000)),
    `slight: orders failed: ${'x'.repeat(500)}… (500 of 100000 characters). It comes again.\n`,
  );
  assert.equal(failing('x'.repeat(500)), `slight: orders failed: ${'x'.repeat(500)}. It comes again.\n`);
  assert.doesNotMatch(failing(`${'x'.repeat(490)}hunter2hunter2${'y'.repeat(99)}`, 'hunter2hunter2'), /hunt/);
  assert.ok(failing(`${'x'.repeat(499)}😀${'y'.repeat(99)}`).isWellFormed());
});
