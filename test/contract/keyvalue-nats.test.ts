import { driver } from './driver.ts';
import { keyvalueContract } from './keyvalue.ts';

// a server takes messages of 1 MiB, where nothing else is said
keyvalueContract('keyvalue.nats', { ...driver('keyvalue.nats'), largest: 1024 * 1024 });
