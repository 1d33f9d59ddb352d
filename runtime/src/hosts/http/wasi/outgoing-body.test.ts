import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fields, OutgoingBody } from '../../../ports/http.ts';
import { StreamClosed } from '../../streams.ts';
import { BrokenRule, WitError } from '../../values.ts';
import { HttpFailure } from './error-code.ts';
import { FieldsResource } from './fields.ts';
import { OutgoingBodyResource, contentLength } from './outgoing-body.ts';

/** Takes down what becomes of a body. */
function sink(): OutgoingBody & { readonly events: string[]; gone: boolean; space: number } {
  const one = {
    events: [] as string[],
    gone: false,
    space: 100,
    output: {
      write(bytes: Uint8Array) {
        if (one.gone) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
        one.events.push(Buffer.from(bytes).toString());
      },
      room: () => one.space,
    },
    finish(trailers: Fields = []) {
      one.events.push(`finish ${trailers.length}`);
      return Promise.resolve();
    },
    abort: () => void one.events.push('abort'),
  };
  return one;
}

const write = (body: OutgoingBodyResource, text: string) => {
  const { output } = body.stream();
  output.write(Buffer.from(text));
  output.close?.();
};

test('what is written before the message goes out, goes with it', async () => {
  const body = new OutgoingBodyResource('response', undefined);
  write(body, 'early');
  body.finish(new FieldsResource([['x', 'y']]));
  const to = sink();
  assert.deepEqual(to.events, []);
  body.begin(to);
  assert.deepEqual(to.events, ['early', 'finish 1']);
  assert.equal(await body.whenSent(), true);
});

test('a body that is dropped is broken off, also where it goes out later', async () => {
  const later = new OutgoingBodyResource('response', undefined);
  later.drop();
  const sent = new OutgoingBodyResource('response', undefined);
  for (const body of [later, sent]) {
    const to = sink();
    body.begin(to);
    body.close();
    assert.deepEqual(to.events, ['abort']);
    assert.equal(await body.whenSent(), false);
  }
});

test('its stream fails where it is longer than the head says, and its end where it is shorter', () => {
  for (const message of ['request', 'response'] as const) {
    const body = new OutgoingBodyResource(message, 3);
    const to = sink();
    body.begin(to);
    const { output } = body.stream();
    output.write(Buffer.from('ab'));
    assert.throws(
      () => output.write(Buffer.from('cd')),
      (error) => {
        assert.ok(error instanceof HttpFailure);
        assert.deepEqual(error.errorCode, { tag: `HTTP-${message}-body-size`, val: 4n });
        return true;
      },
    );
    output.close?.();
    assert.throws(() => body.finish(undefined), WitError);
    assert.deepEqual(to.events, ['ab', 'abort']);
    const short = new OutgoingBodyResource(message, 3);
    write(short, 'ab');
    assert.throws(() => short.finish(undefined), WitError);
  }
});

test('where the message has no body, it may be as long as it likes', () => {
  const before = new OutgoingBodyResource('response', 3);
  assert.throws(() => before.finish(undefined), WitError);
  const after = new OutgoingBodyResource('response', 3);
  for (const body of [before, after]) {
    const to = sink();
    body.begin(to, true);
    if (body === after) body.finish(undefined);
    assert.deepEqual(to.events, ['finish 0']);
  }
});

test('has the room that its reader gives it, and is closed where that has gone', () => {
  const body = new OutgoingBodyResource('response', undefined);
  const to = sink();
  const { output } = body.stream();
  const room = () => output.room?.();
  assert.equal(room(), 65_536);
  body.begin(to);
  to.space = 0;
  assert.equal(room(), 0);
  to.gone = true;
  assert.throws(() => output.write(Buffer.from('x')), StreamClosed);
  assert.throws(room, StreamClosed);
});

test('its parts are put away in order', () => {
  const body = new OutgoingBodyResource('response', undefined);
  const { output } = body.stream();
  assert.throws(() => body.stream(), WitError);
  assert.throws(() => body.drop(), BrokenRule);
  body.finish(undefined);
  assert.throws(() => output.write(Buffer.from('x')), StreamClosed);
});

test('a head says one length, or none', () => {
  const lengthOf = (...values: string[]) =>
    contentLength(new FieldsResource(values.map((value) => ['Content-Length', value])));
  assert.equal(lengthOf(), undefined);
  assert.equal(lengthOf('12'), 12);
  assert.equal(lengthOf('12', '12'), 12);
  for (const values of [['1', '2'], ['-1'], ['1.5'], [''], ['0x1'], ['1, 1'], ['9'.repeat(16)]])
    assert.throws(() => lengthOf(...values), WitError, values.join());
});
