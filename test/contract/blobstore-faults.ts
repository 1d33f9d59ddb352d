/** The contract of a blobstore provider whose server fails: typed errors in time, and calls that work again when it is back. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkFill, fill, namesOf, put, readAll } from './blobstore-asserts.ts';
import type { OpenContainer } from './blobstore-asserts.ts';
import type { FaultyServer } from './faulty-server.ts';
import { assertValue, bytes, rejectsWith } from './keyvalue-asserts.ts';
import { serverFaults } from './server-faults.ts';

export interface BlobFaultContract<Server extends FaultyServer> {
  readonly start: () => Promise<Server>;
  /** Opens a container whose deadlines are `deadline`, in milliseconds; `password` in place of the right one. */
  readonly open: (
    server: Server,
    name: string,
    deadline: number,
    password?: string,
  ) => Promise<OpenContainer>;
  /** An emulator that takes any login: how a refusal is told is tested apart. */
  readonly anyLogin?: boolean;
}

/** More than the connections' buffers hold between the two. */
const large = 40_000_000;

/** Milliseconds in which a server answers that is not hindered, on a machine that has much else to do. */
const patient = 15_000;

/** Milliseconds after which a call to a server that does not answer is given up. */
const impatient = 3_000;

export function blobstoreFaultContract<Server extends FaultyServer>(
  label: string,
  { start, open, anyLogin = false }: BlobFaultContract<Server>,
): void {
  describe(`${label} tells how its server fails`, () => {
    serverFaults<Server, OpenContainer>({
      start,
      open: (server, password) => open(server, 'store', patient, password),
      anyLogin,
      async use(container) {
        await put(container, 'object', 'value');
        assertValue(await readAll(container, 'object'), bytes('value'));
      },
      calls: [
        (container) => container.read('object'),
        (container) => container.stat('object'),
        (container) => container.delete(['object']),
        (container) => container.createdAt(),
        (container) => namesOf(container),
      ],
    });

    test('a server that is killed while an object is written or read is a connection-error, and nothing is half', async () => {
      await using server = await start();
      await using container = await open(server, 'store', patient);
      await fill(container, 'large', large);
      {
        await using reader = await container.read('large');
        await reader.read();
        await using writer = await container.write('half');
        await writer.write(Buffer.alloc(large / 4));
        await server.stop();
        await rejectsWith('connection-error', untilEnd(reader));
        await rejectsWith(
          'connection-error',
          writer.write(Buffer.alloc(large)).then(() => writer.finish()),
        );
      }
      await server.start();
      assert.equal(await container.stat('half'), undefined);
      // what was there before, an emulator that is killed may have forgotten
      assert.ok(!(await namesOf(container)).includes('half'));
      await fill(container, 'half', large / 4);
      assert.equal(await checkFill(container, 'half'), large / 4);
    });

    test('a server that does not answer is a timeout-error, and the next call works when it answers again', async () => {
      await using server = await start();
      await using container = await open(server, 'store', patient);
      await fill(container, 'large', large);
      await using hasty = await open(server, 'store', impatient);
      await using reader = await hasty.read('large');
      await reader.read();
      server.pause();
      const before = performance.now();
      await rejectsWith('timeout-error', untilEnd(reader));
      await rejectsWith('timeout-error', hasty.stat('large'));
      // the server may do it all the same once it goes on: so another object than what is looked at then
      await rejectsWith('timeout-error', put(hasty, 'given up', 'value'));
      const took = performance.now() - before;
      assert.ok(took < 10 * impatient, `three calls of ${impatient} ms took ${took} ms`);
      const next = put(container, 'small', 'back');
      server.resume();
      await next;
      assertValue(await readAll(hasty, 'small'), bytes('back'));
      assert.equal(await checkFill(container, 'large'), large);
    });

    test('two runs write and read the same container at once', async () => {
      await using server = await start();
      await using one = await open(server, 'store', patient);
      await using other = await open(server, 'store', patient);
      await Promise.all([fill(one, 'a', large / 4), fill(other, 'b', large / 4), put(one, 'c', 'value')]);
      assert.deepEqual(await namesOf(other), ['a', 'b', 'c']);
      const sizes = await Promise.all([checkFill(other, 'a'), checkFill(one, 'b')]);
      assert.deepEqual(sizes, [large / 4, large / 4]);
    });
  });
}

async function untilEnd(reader: { read(): Promise<Uint8Array | undefined> }): Promise<void> {
  while ((await reader.read()) !== undefined);
}
