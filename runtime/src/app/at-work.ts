/** Which request an instance is at work for: what a capability refuses it is told with that request. */
import type { Instance } from '../guest/guest.ts';
import type { Failure } from '../hosts/host.ts';
import type { Exchange } from '../ports/http.ts';
import type { App, InstanceIo } from './app.ts';

export interface AtWork {
  /** Makes an instance whose failures are those of the request that it is at work for. */
  make(app: App, io: InstanceIo): Promise<Instance>;
  /** Says which request that is. */
  readonly begins: (instance: Instance, exchange: Exchange) => void;
}

/** @param failed told of each error that a capability gives an instance at work, besides who is told anyway */
export function atWork(failed: (exchange: Exchange, failure: Failure) => void): AtWork {
  const exchanges = new WeakMap<Instance, Exchange>();
  return {
    async make(app, io) {
      // an instance may fail before it is made: of no request
      const made: { instance?: Instance } = {};
      made.instance = await app.instantiate({
        ...io,
        failed(failure) {
          io.failed?.(failure);
          const exchange = made.instance && exchanges.get(made.instance);
          if (exchange) failed(exchange, failure);
        },
      });
      return made.instance;
    },
    begins: (instance, exchange) => void exchanges.set(instance, exchange),
  };
}
