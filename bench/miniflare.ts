import type { Store } from './caller.ts';

/** As much of it as is used here: whoever checks our types need not have installed it. */
interface Module {
  readonly Miniflare: new (options: Readonly<Record<string, unknown>>) => {
    getKVNamespace(name: string): Promise<{
      get(key: string, type: 'arrayBuffer'): Promise<ArrayBuffer>;
      put(key: string, value: Uint8Array): Promise<void>;
    }>;
    dispose(): Promise<void>;
  };
}

/** Miniflare's local KV with its data in a folder: Cloudflare's own runtime, and its JavaScript API on top of that. */
export async function openMiniflare(folder: string): Promise<Store & AsyncDisposable> {
  const name = 'miniflare';
  const { Miniflare } = (await import(name)) as Module;
  const miniflare = new Miniflare({
    modules: true,
    script: 'export default { fetch: () => new Response() }',
    kvNamespaces: ['bench'],
    kvPersist: folder,
  });
  const store = await miniflare.getKVNamespace('bench');
  return {
    get: (key) => store.get(key, 'arrayBuffer'),
    set: (key, value) => store.put(key, value),
    [Symbol.asyncDispose]: () => miniflare.dispose(),
  };
}
