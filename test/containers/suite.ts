/** What holds for every rung that brings a server up, and for every backend. */
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, listens } from '@slight/runtime/backends/address.ts';
import type { Address } from '@slight/runtime/backends/backend.ts';
import { loadBackend } from '@slight/runtime/backends/index.ts';
import type { ServerRung } from '@slight/runtime/backends/running.ts';
import type { Step } from '@slight/runtime/backends/climb.ts';
import { workspace } from './run.ts';
import type { Case } from './run.ts';

/** Declares the tests of one rung with one backend; `engine` gives the address of the engine to use. */
export function testRung(
  rung: ServerRung,
  { id, request, named, put, get }: Case,
  engine: () => string,
): void {
  const title = titles(rung, id);

  test(title('the data of a run is there in the next one, and nothing runs in between'), async () => {
    await using space = await workspace(engine());
    let first: Step;
    {
      await using ladder = space.ladder({ choice: rung });
      first = await ladder.climb(request);
      assert.equal(first.rung, rung);
      assert.equal(first.resource, request.resource);
      assert.ok(await space.runs(id));
      assert.ok(ladder.holds);
      await put(first, 'kept');
      for (const host of outside())
        assert.ok(!(await isOpen({ ...addressOf(first), host })), `open at ${host}`);
    }
    assert.deepEqual(await space.running(), []);
    assert.ok(!(await isOpen(addressOf(first))));
    await using ladder = space.ladder({ choice: rung });
    assert.equal(await get(await ladder.climb(request)), 'kept');
  });

  test(title('it listens where the slightfile says, with its credentials'), async () => {
    await using space = await workspace(engine());
    await using ladder = space.ladder({ choice: rung });
    const port = await freePort();
    const step = await ladder.climb(named(port));
    assert.deepEqual(step, { ...step, rung, address: `127.0.0.1:${port}`, configs: named(port).configs });
    await put(step, 'hers');
    assert.equal(await get(step), 'hers');
  });

  test(title('a run that is killed leaves it to the next run, with what was written'), async () => {
    await using space = await workspace(engine());
    const killed = await space.climber({ choice: rung, requests: [request] });
    const [step = fail()] = killed.steps;
    await put(step, 'written');
    await killed.end('SIGKILL');
    assert.ok(await space.runs(id));
    {
      await using ladder = space.ladder({ choice: rung });
      assert.equal(await get(await ladder.climb(request)), 'written');
    }
    assert.deepEqual(await space.running(), []);
    assert.ok(!(await isOpen(addressOf(step))));
  });
}

/** And what holds for the runs that share it. */
export function testSharing(rung: ServerRung, { id, request, put, get }: Case, engine: () => string): void {
  const title = titles(rung, id);

  test(title('runs at the same time share one, and the last one stops it'), async () => {
    await using space = await workspace(engine());
    const climb = () => space.climber({ choice: rung, requests: [request, request] });
    const [one, two] = await Promise.all([climb(), climb()]);
    const [step = fail(), ...others] = [...one.steps, ...two.steps];
    for (const other of others) assert.equal(other.address, step.address);
    await put(step, 'shared');
    await one.end('SIGINT');
    assert.equal(await get(step), 'shared');
    await two.end('SIGTERM');
    assert.deepEqual(await space.running(), []);
    assert.ok(!(await isOpen(addressOf(step))));
  });

  test(title('a run that needs no server stops what a killed one left'), async () => {
    await using space = await workspace(engine());
    const killed = await space.climber({ choice: rung, requests: [request] });
    await killed.end('SIGKILL');
    assert.ok(await space.runs(id));
    await space.ladder({ choice: 'embedded' })[Symbol.asyncDispose]();
    assert.deepEqual(await space.running(), []);
    for (const { address } of killed.steps) assert.ok(address && !(await isOpen(parse(address))));
  });

  test(title('kept, it stays until a run that keeps nothing has ended'), async () => {
    await using space = await workspace(engine());
    let first: Step;
    {
      await using ladder = space.ladder({ choice: rung, keep: true });
      first = await ladder.climb(request);
      await put(first, 'kept');
      assert.ok(!ladder.holds);
    }
    assert.equal(await get(first), 'kept');
    {
      await using ladder = space.ladder();
      const step = await ladder.climb(request);
      assert.equal(step.address, first.address);
    }
    assert.ok(!(await isOpen(addressOf(first))));
  });

  test(title('a run that is stopped while it starts leaves nothing'), async () => {
    await using space = await workspace(engine());
    const stop = new AbortController();
    const reason = new Error('stopped by the test');
    // it starts, and never answers
    const silent = async (id: string) => ({
      ...(await loadBackend(id)),
      ready: () => Promise.resolve(false),
    });
    await using ladder = space.ladder({ choice: rung, signal: stop.signal, backendOf: silent });
    const climb = ladder.climb(request);
    const refused = assert.rejects(climb, reason);
    while ((await space.running()).length === 0) await sleep(10);
    stop.abort(reason);
    await refused;
    assert.deepEqual(await space.running(), []);
  });
}

function titles(rung: ServerRung, id: string): (text: string) => string {
  return (text) => `${id}, ${rung}: ${text}`;
}

function addressOf({ address }: Step): Address {
  return parse(address ?? fail());
}

function parse(address: string): Address {
  const { hostname, port } = new URL(`tcp://${address}`);
  return { host: hostname, port: Number(port) };
}

function isOpen(address: Address): Promise<boolean> {
  return listens(address, AbortSignal.timeout(5_000));
}

/** The addresses by which others reach this machine. */
function outside(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap(
    (all) =>
      all?.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address) ??
      [],
  );
}

function fail(): never {
  assert.fail('the run gave no step with an address');
}
