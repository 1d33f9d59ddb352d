/** The receivers of one instance: what its guest works on when it ends is accepted or released. */
import type { HostContext } from '../host.ts';
import type { Receiver } from './receiver.ts';

export class Receivers {
  readonly #context: Pick<HostContext, 'attend'>;
  readonly #all = new Set<Receiver>();
  #isAttended = false;

  constructor(context: Pick<HostContext, 'attend'>) {
    this.#context = context;
  }

  add<R extends Receiver>(receiver: R): R {
    this.#all.add(receiver);
    if (!this.#isAttended) {
      this.#isAttended = true;
      this.#context.attend?.({
        settle: (isDone) => this.#settle(isDone),
        close: () => this.#close(),
      });
    }
    return receiver;
  }

  async #settle(isDone: boolean): Promise<void> {
    await Promise.all(
      [...this.#all].map(async (one) => {
        await one.settle(isDone);
        if (!one.isDropped) return;
        this.#all.delete(one);
        await one.close();
      }),
    );
  }

  async #close(): Promise<void> {
    this.#isAttended = false;
    const all = [...this.#all];
    this.#all.clear();
    await Promise.all(all.map((one) => one.close()));
  }
}
