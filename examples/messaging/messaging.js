// A publisher and a worker: which of them it is, its first argument says; without one it is both. They know their broker
// by a name, and the slightfile says what that is.
import { Pub, Sub } from 'spiderlightning:messaging/messaging@0.6.0';
import { getArguments } from 'wasi:cli/environment@0.2.12';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const run = {
  run() {
    const [, role, ...rest] = getArguments();
    if (role === 'publish') publish(rest);
    else if (role === 'work') work(Number(rest[0] ?? Infinity));
    else both(['apples', 'pears']);
  },
};

function publish(orders) {
  const pub = Pub.open('orders');
  for (const order of orders) {
    pub.publish(encoder.encode(order), 'orders');
    console.log(`published ${order}`);
  }
}

// A subscription gets what is published after it was made.
function both(orders) {
  const sub = Sub.open('orders');
  const subscription = sub.subscribe('orders');
  publish(orders);
  for (const _ of orders) pack(sub, subscription);
}

// What it has received is done when it receives again, or ends: where it crashes before, another worker gets it.
function work(count) {
  const sub = Sub.open('orders');
  const subscription = sub.subscribe('orders');
  console.log('waiting for orders');
  for (let done = 0; done < count; done++) {
    pack(sub, subscription);
  }
}

function pack(sub, subscription) {
  console.log(`packed ${decoder.decode(sub.receive(subscription))}`);
}
