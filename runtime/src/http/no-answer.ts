/** The body of an answer that came too late. */
import type { Output } from '../io/stream.ts';
import type { OutgoingBody } from '../ports/http.ts';

/** @param reason why, for who writes it */
export function noAnswer(reason: Error): OutgoingBody {
  const output: Output = {
    write: () => {
      throw reason;
    },
  };
  return { output, finish: () => rejected(reason), abort: () => undefined };
}

/** A promise that has failed, and of which nobody needs to know. */
export function rejected(error: Error): Promise<never> {
  const failed = Promise.reject(error);
  // who does not look at it is not to end the process
  failed.catch(() => undefined);
  return failed;
}
