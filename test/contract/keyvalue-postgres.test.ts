import { driver } from './driver.ts';
import { keyvalueContract } from './keyvalue.ts';

// each set waits for the disk
keyvalueContract('keyvalue.postgres', { ...driver('keyvalue.postgres'), many: 10_000 });
