/** The connections of a client: kept for the next request to the same server, straight or through the user's proxy. */
import type { Dispatcher } from 'undici';
import { proxyOf } from '../../network.ts';
import { once } from '../../once.ts';

/** The way to a server. */
export interface Way {
  readonly dispatcher: Dispatcher;
  /** Where the proxy is that it goes through: `proxy.example:3128`. */
  readonly proxy?: string;
}

export interface Connections extends AsyncDisposable {
  /** @throws CapabilityError where the environment names a proxy that cannot be used */
  to(url: URL): Promise<Way>;
}

/** How long a connection may take, in milliseconds, whatever a guest asks for. */
export const connectTimeout = 30_000;

export function createConnections(): Connections {
  // HTTP/2 would make one connection of many, whose end is the end of all that is under way
  const options = { allowH2: false, connectTimeout };
  const straight = once(async (): Promise<Way> => {
    const { Agent } = await import('./library.ts');
    return { dispatcher: new Agent(options) };
  });
  const proxied = new Map<string, Promise<Way>>();
  const through = async (proxy: URL): Promise<Way> => {
    const { ProxyAgent } = await import('./proxy-library.ts');
    return { dispatcher: new ProxyAgent({ uri: proxy.href, ...options }), proxy: proxy.host };
  };
  return {
    async to(url) {
      const proxy = proxyOf(url);
      if (!proxy) return await straight();
      const way = proxied.get(proxy.href) ?? through(proxy);
      proxied.set(proxy.href, way);
      return await way;
    },
    async [Symbol.asyncDispose]() {
      const all = await Promise.all([straight(), ...proxied.values()]);
      await Promise.all(all.map(({ dispatcher }) => dispatcher.destroy()));
    },
  };
}
