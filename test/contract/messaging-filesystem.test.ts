import { driver } from './driver.ts';
import { messagingContract } from './messaging.ts';

const wildcards = [
  { topic: '%/+/c', reached: ['%/b/c', '%//c'], other: ['%/b/d', '%/c', '%/b/c/d'] },
  { topic: '%/#', reached: ['%', '%/b', '%/b/c'], other: ['other/%'] },
  { topic: '%.*.c', reached: ['%.b.c'], other: ['%.b.d', '%.c'] },
  { topic: '%.>', reached: ['%.b', '%.b.c'], other: ['%', 'other.%'] },
];

messagingContract('messaging.filesystem, durable', { ...driver('messaging.filesystem'), wildcards });
messagingContract('messaging.filesystem, fast', {
  ...driver('messaging.filesystem', { durable: false }),
  wildcards,
});
