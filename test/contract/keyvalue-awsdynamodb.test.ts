import { driver } from './driver.ts';
import { keyvalueContract } from './keyvalue.ts';

keyvalueContract('keyvalue.awsdynamodb', {
  ...driver('keyvalue.awsdynamodb'),
  // an item has 400 kB, its attributes' names and the key among them
  largest: 400 * 1024 - 'keybigvalue'.length,
  many: 500,
});
