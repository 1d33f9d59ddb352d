/** The wait of a guest for what it called. It has an end from outside, which the guest is unwound by. */

/**
 * The waits of one instance, one after the other. Once it was ended, what hosts still answer does not reach the guest
 * any more: the call that it waits in fails there and then, and so does every later one.
 */
export class Wait {
  #reason: Error | undefined;
  #fail: ((reason: Error) => void) | undefined;

  /** Why the instance was ended; undefined where it was not. */
  get reason(): Error | undefined {
    return this.#reason;
  }

  /** Ends the instance; the first reason stands. */
  end(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#fail?.(reason);
  }

  /** The guest has ended or trapped: what it waited for, nobody does any more. */
  leave(): void {
    this.#fail = undefined;
  }

  /**
   * The same function, which its guest waits for only until it is ended. What the function does goes on by itself.
   * @param late told what it answered when nobody waited any more
   */
  around<A extends unknown[]>(
    call: (...args: A) => unknown,
    late?: (answer: unknown) => void,
  ): (...args: A) => unknown {
    const until = (answer: Promise<unknown>) => this.#until(answer, late);
    const throwIfEnded = () => {
      if (this.#reason) throw this.#reason;
    };
    // a method has its resource as `this`
    return function (this: unknown, ...args) {
      throwIfEnded();
      const answer = call.apply(this, args);
      return answer instanceof Promise ? until(answer) : answer;
    };
  }

  #until(answer: Promise<unknown>, late?: (answer: unknown) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      // one thing at a time: whoever waited before waits no more
      this.#fail = reject;
      answer.then((value) => {
        if (this.#reason) late?.(value);
        resolve(value);
      }, reject);
    });
  }
}
