/** Finds out, when a store is opened, whether the server can keep it. */
import type { Redis } from 'ioredis';
import { elsewhere, isRefused, stranger } from './failure.ts';
import type { RedisAddress } from './address.ts';

/**
 * Asks for two keys that no guest can name. A Redis that wants a password, loads its data or is something else
 * (a Sentinel) says so; one of a cluster does not take two keys of different slots in one command.
 * @throws what the server answered; CapabilityError where other nodes of a cluster keep a part of the keys
 */
export async function probe(redis: Redis, prefix: string, address: RedisAddress): Promise<void> {
  try {
    const found: unknown = await redis.exists(`${prefix}{1}`, `${prefix}{2}`);
    if (typeof found !== 'number' || found > 2) throw stranger(address);
  } catch (error) {
    // the user may not do this, and may do what the guest wants
    if (isRefused(error, 'NOPERM')) return;
    if (!isRefused(error, 'CROSSSLOT')) throw error;
    if (!(await keepsAll(redis))) throw elsewhere(address);
    await redis.exists(prefix);
  }
}

/** Whether one node keeps every slot: a cluster of one is as good as no cluster. */
async function keepsAll(redis: Redis): Promise<boolean> {
  try {
    const rows = await redis.cluster('SLOTS');
    // [first slot, last slot, [host, port, …] of who keeps them, its replicas …]
    return new Set(rows.map(([, , keeper]) => keeper?.slice(0, 2).join(' '))).size === 1;
  } catch (error) {
    if (isRefused(error, 'NOPERM')) return false;
    throw error;
  }
}
