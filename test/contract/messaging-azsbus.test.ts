import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { openServiceBus } from '@slight/runtime/providers/messaging/azsbus.ts';
import { contextOf } from './context.ts';
import { messagingContract } from './messaging.ts';
import { messagingFaultContract } from './messaging-faults.ts';
import type { ServiceBus } from './service-bus.ts';
import { startServiceBus } from './service-bus.ts';
import { largestMessage } from './service-bus-amqp.ts';

const stack = new AsyncDisposableStack();
after(() => stack.disposeAsync());
const server = stack.use(await startServiceBus());
const data = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'slight-contract-'))).path;

const open = (at: ServiceBus, name: string, folder: string, key?: string, deadline = 5_000) =>
  openServiceBus(name, at.configs(key), contextOf({ folder: path.join(data, folder) }), {
    connect: deadline,
    command: deadline,
  });

messagingContract('messaging.azsbus', {
  open: (name) => open(server, name, name),
  largest: 200_000,
});

let faults = 0;
messagingFaultContract('messaging.azsbus', {
  async start() {
    const faulty = await startServiceBus();
    // what a connection held that broke is locked for so long
    faulty.entities.lockMs = 5_000;
    return faulty;
  },
  open: (at, name, key) => open(at, name, `faults-${++faults}`, key, 1_000),
  keeps: true,
  tooMany: largestMessage + 1,
});
