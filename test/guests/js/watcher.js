/** A guest that handles messages, `set KEY VALUE` and `delete KEY`, and tells of what has changed by that. */
import { open } from 'wasi:keyvalue/store@0.2.0-draft2';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export const handler = {
  handleMessage({ body }) {
    const [verb, key, ...rest] = decoder.decode(body).split(' ');
    const bucket = open('orders');
    if (verb === 'set') bucket.set(key, encoder.encode(rest.join(' ')));
    else bucket.delete(key);
  },
};

export const watcher = {
  onSet(bucket, key, value) {
    if (key === 'trap') throw new Error('the guest gives up');
    console.log(`set ${key}: ${decoder.decode(value)}, and it is ${decoder.decode(bucket.get(key))}`);
  },
  onDelete(bucket, key) {
    console.log(`deleted ${key}, and it is ${bucket.exists(key) ? 'still there' : 'gone'}`);
  },
};
