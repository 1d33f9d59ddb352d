// Counts to a number together with others that do the same: each reads the counter, adds one and writes it back, and
// without the lock some of them would be lost.
import { DistributedLocking } from 'spiderlightning:distributed-locking/distributed-locking@0.6.0';
import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';
import { getArguments } from 'wasi:cli/environment@0.2.12';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const run = {
  run() {
    const times = Number(getArguments()[1] ?? 10);
    const turns = DistributedLocking.open('turns');
    const counter = Keyvalue.open('counter');
    let count;
    for (let time = 0; time < times; time++) {
      // waits until nobody else has it
      const turn = turns.lock(encoder.encode('count'));
      count = read(counter) + 1;
      counter.set('count', encoder.encode(String(count)));
      turns.unlock(turn);
    }
    console.log(`Counted ${times} times, to ${count} at last.`);
  },
};

function read(store) {
  try {
    return Number(decoder.decode(store.get('count')));
  } catch (error) {
    if (error.payload?.tag === 'key-not-found') return 0;
    throw error;
  }
}
