/** What an instance is at work for, a request or a message: what a capability refuses it is told with that. */
import type { Instance } from '../guest/guest.ts';
import type { Failure } from '../hosts/host.ts';
import type { App, InstanceIo } from './app.ts';

export interface AtWork {
  /** Makes an instance whose failures are those of what it is at work for. */
  make(app: App, io: InstanceIo): Promise<Instance>;
  /** Says what that is. */
  readonly begins: (instance: Instance, work: object) => void;
  /** The last error that a capability gave an instance for this work. */
  readonly lastFailure: (work: object) => Failure | undefined;
}

export function atWork(): AtWork {
  const works = new WeakMap<Instance, object>();
  const failures = new WeakMap<object, Failure>();
  return {
    async make(app, io) {
      // an instance may fail before it is made: of no work
      const made: { instance?: Instance } = {};
      made.instance = await app.instantiate({
        ...io,
        failed(failure) {
          io.failed?.(failure);
          const work = made.instance && works.get(made.instance);
          if (work) failures.set(work, failure);
        },
      });
      return made.instance;
    },
    begins: (instance, work) => void works.set(instance, work),
    lastFailure: (work) => failures.get(work),
  };
}
