import { driver } from './driver.ts';
import { keyvalueContract } from './keyvalue.ts';

keyvalueContract('keyvalue.filesystem, durable', driver('keyvalue.filesystem'));
keyvalueContract('keyvalue.filesystem, fast', driver('keyvalue.filesystem', { durable: false }));
