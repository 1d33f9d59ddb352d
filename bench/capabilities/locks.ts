import path from 'node:path';
import type { Locks } from '@slight/runtime/ports/distributed-locking.ts';
import { openEtcd } from '@slight/runtime/providers/distributed_locking/etcd.ts';
import { provider as filesystem } from '@slight/runtime/providers/distributed_locking/filesystem.ts';
import { startEtcd } from '../../test/contract/servers.ts';
import { table } from '../measure.ts';
import type { Part } from '../part.ts';
import { repeated, repeatedHead } from '../repeated.ts';
import { context, scratch } from '../scratch.ts';

/** A lock that nobody else wants, taken and given back. */
export const part: Part = {
  versions: [['etcd', '--version']],
  async measure({ rounds, calls }) {
    await using server = await startEtcd();
    await using folder = await scratch();
    await using etcd = await openEtcd('bench', { ETCD_ENDPOINT: `127.0.0.1:${server.port}` }, context());
    await using files = await filesystem.open('bench', {}, context(path.join(folder.path, 'locks')));
    const rows = async (name: string, bench: Locks, count: number) =>
      repeated(
        name,
        'lock',
        { distributed_locking: { bench } },
        async () => bench.release(await bench.acquire(Buffer.from('lock'))),
        { rounds, calls: count },
      );
    const text = [
      '### distributed_locking',
      'A lock that nobody else wants, taken and given back, beside our own client called from Node; the folder without waiting for the disk.',
      table(repeatedHead, [
        ...(await rows('etcd', etcd, Math.ceil(calls / 50))),
        ...(await rows('filesystem', files, Math.ceil(calls / 5))),
      ]),
    ].join('\n\n');
    return { text, highlights: [] };
  },
};
