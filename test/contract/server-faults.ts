/** The part of a contract of faults that is the same for every capability: a refused login, and a server that is away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultyServer } from './faulty-server.ts';
import { rejectsWith } from './keyvalue-asserts.ts';

export interface ServerFaults<Server extends FaultyServer, Port extends AsyncDisposable> {
  /** A running server that asks for a password, unless it is of a kind that looks at none. */
  readonly start: () => Promise<Server>;
  /** Opens one name of it; `password` in place of the right one. */
  readonly open: (server: Server, password?: string) => Promise<Port>;
  /** An emulator that takes any login: how a refusal is told is tested apart. */
  readonly anyLogin: boolean;
  /** Writes something, and reads it again. */
  readonly use: (port: Port) => Promise<void>;
  /** What else needs the server, each call by itself. */
  readonly calls: readonly ((port: Port) => Promise<unknown>)[];
}

export function serverFaults<Server extends FaultyServer, Port extends AsyncDisposable>({
  start,
  open,
  anyLogin,
  use,
  calls,
}: ServerFaults<Server, Port>): void {
  test(
    'a wrong password is an authentication-error, and is not repeated in it',
    { skip: anyLogin },
    async () => {
      await using server = await start();
      const password = Buffer.from('not the password').toString('base64');
      const error = await rejectsWith('authentication-error', open(server, password));
      assert.ok(!error.message.includes(password), error.message);
    },
  );

  test('a server that is away is a connection-error when the name is opened', async () => {
    await using server = await start();
    await server.stop();
    await rejectsWith('connection-error', open(server));
    await server.start();
    await using port = await open(server);
    await use(port);
  });

  test('a server that goes away between two calls is a connection-error until it is back', async () => {
    await using server = await start();
    await using port = await open(server);
    await use(port);
    await server.stop();
    for (const call of [use, ...calls]) await rejectsWith('connection-error', call(port));
    await server.start();
    await use(port);
  });
}
