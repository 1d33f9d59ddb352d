/** A guest that reads the app's configuration by wasi:config, and logs by wasi:logging, as it is told (driven.js). */
import { get, getAll } from 'wasi:config/store';
import { log } from 'wasi:logging/logging';
import { obedient, text } from './driven.js';

export const run = obedient(
  // the app's configuration has no name
  () => undefined,
  {
    get(_, key) {
      const value = get(text(key));
      return value === null ? [] : [value];
    },
    all: () => getAll().flat(),
    log: (_, level, about, message) => log(text(level), text(about), text(message)),
  },
  { arities: { all: 0, log: 3 } },
);
