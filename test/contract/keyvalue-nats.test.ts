import { driver } from './driver.ts';
import { keyvalueContract } from './keyvalue.ts';

keyvalueContract('keyvalue.nats', {
  ...driver('keyvalue.nats'),
  // a server takes messages of 1 MiB, where nothing else is said
  largest: 1024 * 1024,
  many: 20_000,
});
