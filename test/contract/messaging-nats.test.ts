import { driver } from './driver.ts';
import { messagingContract } from './messaging.ts';

messagingContract('messaging.nats', {
  ...driver('messaging.nats'),
  wildcards: [
    { topic: '%.*.c', reached: ['%.b.c'], other: ['%.b.d', '%.c'] },
    { topic: '%.>', reached: ['%.b', '%.b.c'], other: ['%', 'other.%'] },
  ],
  // a server takes messages of 1 MiB, where nothing else is said
  largest: 1_000_000,
});
