import { driver } from './driver.ts';
import { keyvalueContract } from './keyvalue.ts';

keyvalueContract('keyvalue.memory', driver('keyvalue.memory'));
