/**
 * What guests of each age are told to do with a capability, and what they must print: enough to see that every part of the
 * way is there, from the guest's ABI to the server. That each part keeps its whole contract is test/contract's matter.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { InterfaceGeneration } from '@slight/slightfile/interfaces.ts';
import { echo } from '../contract/http-client.ts';
import { listen } from '../contract/own-server.ts';
import type { App, Ended } from './app.ts';
import { giveSetting, setting } from './setting.ts';

export interface Program {
  /** Of test/guests. */
  readonly guest: string;
  /** What the slightfile declares besides. */
  readonly beside?: readonly string[];
  /** Rejects with what went otherwise than it must. */
  readonly first: (app: App) => Promise<void>;
  /** In another run, between which and the first every server was stopped: what was kept is there. */
  readonly again?: (app: App) => Promise<void>;
}

type Programs = Readonly<Record<CapabilityKind, Partial<Record<InterfaceGeneration, readonly Program[]>>>>;

/** The programs of a capability that are of this age; none where there is no guest of it. */
export function programsOf(capability: CapabilityKind, generation: InterfaceGeneration): readonly Program[] {
  return programs[capability][generation] ?? [];
}

/** Runs a guest with these words: commands, each with its arguments. */
async function tell(
  app: App,
  guest: string,
  words: readonly string[],
  printed: readonly string[],
): Promise<void> {
  const ended = await app.run(guest, app.name, ...words);
  expect(ended.stdout === printed.map((line) => `${line}\n`).join(''), ended);
}

/** Rejects with what the guest printed, where that is not what it must, and why. */
function expect(isRight: boolean, { stdout, stderr }: Ended): void {
  assert.ok(isRight, `it printed ${JSON.stringify(stdout)}: ${stderr.trim().split('\n').at(-1) ?? ''}`);
}

const keyvalue = (guest: string, more: readonly string[] = [], told: readonly string[] = []): Program => ({
  guest,
  first: (app) =>
    tell(
      app,
      guest,
      ['set', 'apples', 'three', 'set', 'pears', '', 'get', 'apples', 'delete', 'pears', 'keys', ...more],
      ['set:', 'set:', 'get: three', 'delete:', 'keys: apples', ...told],
    ),
  again: (app) => tell(app, guest, ['get', 'apples'], ['get: three']),
});

const counted = ['increment', 'count', '2', 'increment', 'count', '3'];
const atomic = (guest: string) => keyvalue(guest, counted, ['increment: 2', 'increment: 5']);

/** What is published and not received waits, for as long as a subscription has a claim to it. */
const topics = (guest: string, token: readonly string[]): Program => ({
  guest,
  first: (app) =>
    tell(
      app,
      guest,
      [
        'subscribe',
        'orders',
        'publish',
        'orders',
        'apples',
        'receive',
        ...token,
        'publish',
        'orders',
        'pears',
      ],
      ['subscribe:', 'publish:', 'receive: apples', 'publish:'],
    ),
  again: (app) =>
    tell(app, guest, ['subscribe', 'orders', 'receive', ...token], ['subscribe:', 'receive: pears']),
});

/** A message that another run publishes to the topic of the name, which is the one that a handler has. */
const handler = (guest: string): Program => ({
  guest,
  first: (app) =>
    app.handle(guest, async (printed) => {
      await tell(app, 'c-messaging-0.5', ['publish', app.name, 'apples'], ['publish:']);
      const deadline = AbortSignal.timeout(20_000);
      while (!/^handled .*apples$/m.test(printed())) {
        if (deadline.aborted) throw new Error(`it handled nothing, and printed ${JSON.stringify(printed())}`);
        await sleep(20);
      }
    }),
});

const queue = (guest: string): Program => ({
  guest,
  first: (app) =>
    tell(app, guest, ['send', 'apples', 'send', 'pears', 'receive'], ['send:', 'send:', 'receive: apples']),
  again: (app) => tell(app, guest, ['receive'], ['receive: pears']),
});

/** `parts`: whether a part of an object can be read. */
const blobs = (guest: string, parts: boolean): Program => ({
  guest,
  first: (app) =>
    tell(
      app,
      guest,
      [
        ...['write', 'basket', 'apples and pears', 'write', 'empty', '', 'delete', 'empty', 'list'],
        ...(parts ? ['range', 'basket', '0', '6'] : []),
      ],
      ['write:', 'write:', 'delete:', 'list: basket', ...(parts ? ['range: apples'] : [])],
    ),
  again: (app) => tell(app, guest, ['read', 'basket'], ['read: apples and pears']),
});

/** `counts`: whether `exec` gives the number of rows. */
const sql = (guest: string, counts: boolean): Program => {
  const found = ['query: 1 name str apples'];
  const query = (app: App) =>
    tell(app, guest, ['query', 'select name from things where name = $1', 'str', 'apples'], found);
  return {
    guest,
    async first(app) {
      await tell(app, guest, ['exec', 'create table things (name text)'], [counts ? 'exec: 0' : 'exec:']);
      const insert = ['exec', 'insert into things values ($1)', 'str', 'apples'];
      await tell(app, guest, insert, [counts ? 'exec: 1' : 'exec:']);
      await query(app);
    },
    again: query,
  };
};

const locks = (guest: string): Program => ({
  guest,
  async first(app) {
    // the lock that is had for a second alone is free for the next one when that is over
    const words = ['lock', 'door', 'unlock-last', 'lock-for', 'door', '1', 'lock', 'door', 'unlock-last'];
    const ended = await app.run(guest, app.name, ...words);
    expect(/^lock: \S+\nunlock-last:\nlock-for: \S+\nlock: \S+\nunlock-last:\n$/.test(ended.stdout), ended);
  },
});

const configs = (guest: string): Program => ({
  guest,
  async first(app) {
    await giveSetting(app);
    await tell(app, guest, ['get', setting.key], [`get: ${setting.value}`]);
  },
});

const http = (guest: string): Program => ({
  guest,
  first: (app) =>
    app.serve(guest, async (url) => {
      const answer = await fetch(`${url}/hello`);
      assert.deepEqual([answer.status, await answer.text()], [200, 'hello']);
    }),
});

/** `args`: how the guest is told where to ask. */
const client = (guest: string, args: (port: number) => readonly string[]): Program => ({
  guest,
  async first(app) {
    await using server = await listen(echo());
    const ended = await app.run(guest, ...args(server.port));
    expect(/^status 200\n[^]*"line":"GET \/a"/.test(ended.stdout), ended);
  },
});

const relay = (guest: string): Program => ({
  guest,
  beside: ['http'],
  async first(app) {
    await using server = await listen(echo());
    await app.serve(guest, async (url) => {
      const body = `http://127.0.0.1:${server.port}/a`;
      assert.match(await (await fetch(`${url}/fetch`, { method: 'POST', body })).text(), /"line":"POST \/a"/);
    });
  },
});

const programs: Programs = {
  keyvalue: {
    '0.2': [keyvalue('c-keyvalue-0.2')],
    '0.5': [keyvalue('c-keyvalue-0.5')],
    component: [keyvalue('c-keyvalue-component')],
    standard: [atomic('c-wasi-keyvalue-draft'), atomic('c-wasi-keyvalue-draft2')],
  },
  messaging: {
    '0.2': [topics('c-pubsub-0.2', []), queue('c-mq-0.2')],
    '0.5': [topics('c-messaging-0.5', ['0'])],
    component: [topics('c-messaging-component', ['0'])],
    standard: [handler('c-wasmcloud-messaging'), handler('c-wasi-messaging')],
  },
  blobstore: {
    '0.5': [blobs('c-blob-store', false)],
    component: [blobs('c-blob-store-component', true)],
    standard: [blobs('c-wasi-blobstore', true)],
  },
  sql: {
    '0.5': [sql('c-sql-0.5', false)],
    component: [sql('c-sql-component', true)],
    standard: [sql('c-wasi-sql', true)],
  },
  configs: {
    '0.2': [configs('c-configs-0.2')],
    '0.5': [configs('c-configs-0.5')],
    component: [configs('c-configs-component')],
    standard: [configs('c-wasi-config-draft'), configs('c-wasi-config-rc')],
  },
  distributed_locking: {
    '0.2': [locks('c-locks-0.2')],
    '0.5': [locks('c-locks-0.5')],
    component: [locks('c-locks-component')],
  },
  http: {
    '0.2': [http('c-http-0.2')],
    '0.5': [http('c-http-0.5')],
    component: [http('c-http-component')],
    standard: [http('c-wasi-http')],
  },
  'http-client': {
    '0.5': [client('c-http-client', (port) => ['GET', `http://127.0.0.1:${port}/a`])],
    component: [relay('js-http')],
    standard: [client('c-wasi-http-client', (port) => ['GET', 'http', `127.0.0.1:${port}`, '/a'])],
  },
};
