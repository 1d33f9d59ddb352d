/** A guest that does with configs what it is told (driven.js). */
import { Configs } from 'spiderlightning:configs/configs@0.6.0';
import { obedient, text } from './driven.js';

export const run = obedient(
  (name) => Configs.open(name),
  {
    get: (configs, key) => [configs.get(text(key))],
    set: (configs, key, value) => configs.set(text(key), value),
  },
  { arities: { set: 2 } },
);
