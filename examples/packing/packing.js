// It has no main function: slight calls it with each order that is published, and keeps those that it fails for.
import { increment } from 'wasi:keyvalue/atomics@0.2.0-draft2';
import { open } from 'wasi:keyvalue/store@0.2.0-draft2';

const decoder = new TextDecoder();

export const handler = {
  handleMessage({ body }) {
    const order = decoder.decode(body);
    // what is thrown goes back to the broker, and comes again
    if (order === '') throw 'an order says what is wanted';
    const count = increment(open('packed'), order, 1);
    console.log(`packed ${order}, for the ${ordinal(count)} time`);
  },
};

function ordinal(count) {
  const ending = count % 100 > 10 && count % 100 < 14 ? undefined : ['st', 'nd', 'rd'][(count % 10) - 1];
  return `${count}${ending ?? 'th'}`;
}
