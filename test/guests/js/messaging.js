/**
 * A guest that does with a broker what it is told: `messaging NAME COMMAND…` does the commands and prints how each went. A
 * subscription is told by its number, from 0.
 */
import { Pub, Sub } from 'spiderlightning:messaging/messaging@0.6.0';
import { getArguments } from 'wasi:cli/environment@0.2.12';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const run = {
  run() {
    const [, name, ...words] = getArguments();
    const pub = Pub.open(name);
    const sub = Sub.open(name);
    const tokens = [];
    while (words.length > 0) {
      const command = words.shift();
      try {
        console.log(perform(command, words, { pub, sub, tokens }));
      } catch (error) {
        if (!error.payload) throw error;
        console.log(`${command} failed: ${error.payload.tag}: ${error.payload.val}`);
      }
    }
  },
};

function perform(command, words, { pub, sub, tokens }) {
  switch (command) {
    case 'publish': {
      const [topic, body] = words.splice(0, 2);
      pub.publish(encoder.encode(body), topic);
      return 'publish:';
    }
    case 'subscribe':
      tokens.push(sub.subscribe(words.shift()));
      return 'subscribe:';
    case 'receive': {
      const number = words.shift();
      return `receive: ${decoder.decode(sub.receive(tokens[Number(number)] ?? number))}`;
    }
    default:
      throw new Error(`${command} is no command`);
  }
}
