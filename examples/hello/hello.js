// The guest: it knows a store by its name, and the slightfile says what serves it.
import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const run = {
  run() {
    const greetings = Keyvalue.open('greetings');
    greetings.set('hello', encoder.encode('Hello, SpiderLightning!'));
    console.log(decoder.decode(greetings.get('hello')));

    const runs = count(greetings) + 1;
    greetings.set('runs', encoder.encode(String(runs)));
    console.log(runs === 1 ? 'This is the first run.' : `This is run ${runs}: the store remembers.`);
  },
};

function count(store) {
  try {
    return Number(decoder.decode(store.get('runs')));
  } catch (error) {
    if (error.payload?.tag === 'key-not-found') return 0;
    throw error;
  }
}
