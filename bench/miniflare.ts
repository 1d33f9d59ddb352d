import type { Caller } from './caller.ts';

/** As much of it as is used here: whoever checks our types need not have installed it. */
interface Module {
  readonly Miniflare: new (options: Readonly<Record<string, unknown>>) => {
    dispatchFetch(
      url: string,
      request: { readonly method: string; readonly body: string },
    ): Promise<{ text(): Promise<string> }>;
    dispose(): Promise<void>;
  };
}

/** The calls of guests/calls.c, in a Worker. */
const worker = `export default {
  async fetch(request, { bench }) {
    const { operation, count, first } = await request.json();
    const value = new Uint8Array(100);
    for (let call = 0; call < count; call++) {
      const key = 'key-' + (call % 100);
      if (operation !== 'get') {
        new DataView(value.buffer).setFloat64(0, first + call);
        await bench.put(key, value);
      }
      if (operation !== 'set') await bench.get(key, 'arrayBuffer');
    }
    return new Response('done');
  },
};`;

/**
 * Miniflare's local KV with its data in a folder, called from a Worker as ours is from a guest. From Node, over the
 * API that miniflare has there, it is a third as fast.
 */
export async function openMiniflare(folder: string): Promise<AsyncDisposable & { call: Caller }> {
  const name = 'miniflare';
  const { Miniflare } = (await import(name)) as Module;
  const miniflare = new Miniflare({
    modules: true,
    script: worker,
    kvNamespaces: ['bench'],
    kvPersist: folder,
  });
  const call: Caller = async (operation, count) => {
    const start = performance.now();
    const body = JSON.stringify({ operation, count, first: start });
    const response = await miniflare.dispatchFetch('http://bench/', { method: 'POST', body });
    const text = await response.text();
    if (text !== 'done') throw new Error(`The Worker failed: ${text}`);
    return ((performance.now() - start) * 1000) / count;
  };
  return { call, [Symbol.asyncDispose]: () => miniflare.dispose() };
}
