/** The connections of a client: kept for the next request to the same server, straight or through the user's proxy. */
import type { Dispatcher } from 'undici';
import { proxyOf } from '../../network.ts';
import { once } from '../../once.ts';

export interface Connections extends AsyncDisposable {
  /**
   * What sends to this server.
   * @throws CapabilityError where the environment names a proxy that cannot be used
   */
  to(url: URL): Promise<Dispatcher>;
}

/** How long a connection may take, in milliseconds, whatever a guest asks for. */
export const connectTimeout = 30_000;

export function createConnections(): Connections {
  // HTTP/2 would make one connection of many, whose end is the end of all that is under way
  const options = { allowH2: false, connectTimeout };
  const library = once(() => import('./library.ts'));
  const straight = once(async () => new (await library()).Agent(options));
  const proxied = new Map<string, Promise<Dispatcher>>();
  return {
    async to(url) {
      const proxy = proxyOf(url);
      if (!proxy) return straight();
      const known = proxied.get(proxy.href);
      if (known) return known;
      const made = library().then(({ ProxyAgent }) => new ProxyAgent({ uri: proxy.href, ...options }));
      proxied.set(proxy.href, made);
      return made;
    },
    async [Symbol.asyncDispose]() {
      const all = await Promise.all([straight(), ...proxied.values()]);
      await Promise.all(all.map((one) => one.destroy()));
    },
  };
}
