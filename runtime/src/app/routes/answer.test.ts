import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GuestFull } from '../../guest/guest.ts';
import type { Instance } from '../../guest/guest.ts';
import { WitError } from '../../hosts/values.ts';
import type { Exchange, Route } from '../../ports/http.ts';
import { freshInstances } from '../pool.ts';
import type { Pool } from '../pool.ts';
import { routesHandler } from './answer.ts';
import { createBodies } from './bodies.ts';

/** @param body its parts; an empty one is waited for */
function exchangeOf(told: string[], target = '/hello', body: readonly string[] = []): Exchange {
  const left = body.map((part) => Buffer.from(part));
  const input = {
    read: () => left.shift(),
    ready: () => true,
    wait: () => Promise.resolve(),
  };
  const exchange = {
    method: 'GET',
    target,
    headers: [['X-Name', 'v\u00c3\u00a4lue']],
    body: { input, trailers: () => [] },
    get signal() {
      told.push('signal');
      return new AbortController().signal;
    },
    whenGone: () => void told.push('whenGone'),
    respond(status: number) {
      return {
        output: { write: (bytes: Uint8Array) => told.push(`${status} ${Buffer.from(bytes).toString()}`) },
        finish: () => Promise.resolve(),
        abort: () => undefined,
      };
    },
  };
  return exchange as unknown as Exchange;
}

const routes: readonly Route[] = [{ method: 'GET', pattern: '/hello', handler: 'handle_hello' }];

interface Made {
  /** What was told of a request: asked of the exchange, of the pool and of the instance, and answered. */
  readonly answer: (target?: string, body?: readonly string[]) => Promise<readonly string[]>;
}

/** @param now what the instance does where it is called at once; by default it answers */
async function made(now?: Instance['callNow']): Promise<Made> {
  let told: string[] = [];
  const response = (args: readonly unknown[]) => {
    const [{ headers, body }] = args as [{ headers: [string, string][]; body: Uint8Array }];
    return { status: 200, body: Buffer.from(`${headers.join()} ${Buffer.from(body).toString()}`) };
  };
  const instance: Instance = {
    run: () => Promise.resolve(0),
    call(_, name, args) {
      told.push(`call ${name}`);
      return Promise.resolve(response(args));
    },
    callNow(...what) {
      told.push(`callNow ${what[1]}`);
      return now ? now(...what) : { value: response(what[2]) };
    },
    end: () => undefined,
    reset: () => true,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const pool = freshInstances(() => Promise.resolve(instance));
  // it is idle
  await pool.use(() => Promise.resolve());
  const watched: Pool = {
    ...pool,
    use(work, patience = {}) {
      told.push(`use ${patience.timeout}`);
      return pool.use(work, patience);
    },
  };
  const handler = routesHandler(routes, watched, createBodies(1024), () => told.push('begins'), 3000);
  return {
    answer: (target, body) => handler(exchangeOf((told = []), target, body)).then(() => told),
  };
}

test('a handler that waits for nobody needs neither a place nor a signal', async () => {
  const { answer } = await made();
  const told = ['begins', 'callNow handle-hello', '200 x-name,välue '];
  assert.deepEqual(await answer(), told);
  assert.deepEqual(await answer('/hello/?q=1'), told);
});

test('the whole body is there, however it comes', async () => {
  const { answer } = await made();
  assert.deepEqual(await answer('/hello', ['one ', '', 'two']), [
    'signal',
    'begins',
    'callNow handle-hello',
    '200 x-name,välue one two',
  ]);
});

test('a handler that waits is called with patience', async () => {
  const { answer } = await made(() => undefined);
  assert.deepEqual(await answer(), [
    'begins',
    'callNow handle-hello',
    'use 3000',
    'whenGone',
    'begins',
    'call handle-hello',
    '200 x-name,välue ',
  ]);
});

describe('what the guest fails with at once is what the client is told', () => {
  const statusOf = async (error: Error) => {
    const { answer } = await made(() => {
      throw error;
    });
    return answer().then(
      () => assert.fail('it was answered'),
      (fault: unknown) => (fault as { readonly status: unknown }).status,
    );
  };
  test('an error of its own', async () => {
    const error = new WitError({ tag: 'status-error', val: 404 }, 'not found');
    assert.equal(await statusOf(error), 404);
  });
  test('no room for the request', async () => {
    assert.equal(await statusOf(new GuestFull()), 413);
  });
  test('anything else is itself', async () => {
    assert.equal(await statusOf(Object.assign(new Error('a bug'), { status: 'its own' })), 'its own');
  });
});

test('a path that is not UTF-8 is refused, not thrown', async () => {
  const { answer } = await made();
  await assert.rejects(answer('/%ff'), { status: 400 });
});
