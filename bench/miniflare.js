/** The calls of guests/calls.c on miniflare's local KV: `node bench/miniflare.js get|set|set-get COUNT FOLDER`. */
/* global process, console */
import { Miniflare } from 'miniflare';

const [operation = '', count = '0', kvPersist = ''] = process.argv.slice(2);

const miniflare = new Miniflare({
  modules: true,
  script: 'export default { fetch: () => new Response() }',
  kvNamespaces: ['bench'],
  kvPersist,
});
const store = await miniflare.getKVNamespace('bench');
const sets = operation.startsWith('set');
const gets = operation !== 'set';
const keys = Array.from({ length: 100 }, (_, index) => `key-${index}`);
const value = new Uint8Array(100).fill(118);

if (!sets) for (const key of keys) await store.put(key, value);
await repeat(Number(count) / 4);
const start = process.hrtime.bigint();
await repeat(Number(count));
console.log(String(process.hrtime.bigint() - start));
await miniflare.dispose();

async function repeat(times) {
  for (let call = 0; call < times; call++) {
    const key = keys[call % keys.length];
    if (sets) await store.put(key, value);
    if (gets) await store.get(key, 'arrayBuffer');
  }
}
