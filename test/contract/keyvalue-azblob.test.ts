import { openFilledAzurite } from './azurite-fill.ts';
import { driver } from './driver.ts';
import { keyvalueContract } from './keyvalue.ts';

keyvalueContract('keyvalue.azblob', { ...driver('keyvalue.azblob'), openFilled: openFilledAzurite });
