/** A guest without a command: its host calls what it exports. */
import { wait } from 'slight:exports/tokens@1.2.0';

class Counter {
  constructor(start) {
    this.count = start;
  }

  next() {
    return this.count++;
  }

  static make(start) {
    if (start === 0) throw 'from 1';
    return new Counter(start);
  }
}

export const things = {
  echo: (...all) => all,
  divide(a, b) {
    if (b === 0) throw 'by zero';
    return Math.floor(a / b);
  },
  fail(v) {
    throw v;
  },
  waits: () => wait(),
  trap() {
    throw new Error('the guest gives up');
  },
  take: (token) => token.number(),
  pass: ([first]) => first,
  Counter,
};

export const add = (a, b) => a + b;
