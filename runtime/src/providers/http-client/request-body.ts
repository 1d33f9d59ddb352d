/** The body of a request that is written while the request goes on. */
import { Passage } from '../../io/passage.ts';
import type { Fields, OutgoingBody } from '../../ports/http.ts';
import { HttpClientError } from '../../ports/http-client.ts';

export interface RequestBody {
  readonly outgoing: OutgoingBody;
  /** What undici sends. It ends with an error where the body was given up. */
  readonly source: AsyncIterable<Uint8Array>;
  /** Nobody takes it any more: writing fails from here on. */
  fail(error: Error): void;
}

/** @param headers whose `Content-Length` says how long it will be; without it, it is sent in chunks */
export function requestBody(headers: Fields, place: string): RequestBody {
  const passage = new Passage();
  const length = lengthIn(headers);
  let written = 0;
  const wrongLength = () => {
    const error = new HttpClientError(
      'request-body-size',
      `The body of the request to ${place} is not as long as its Content-Length says.`,
      { size: written },
    );
    passage.fail(error);
    return error;
  };
  const outgoing: OutgoingBody = {
    output: {
      write(bytes) {
        if (passage.failure) throw passage.failure;
        written += bytes.length;
        if (length !== undefined && written > length) throw wrongLength();
        // the guest may change its own
        passage.bring(bytes);
      },
      room: () => (passage.over ? 65_536 : passage.room),
      wait: (signal) => passage.waitForRoom(signal),
      flushed: () => passage.empty,
    },
    finish() {
      if (passage.failure) return Promise.reject(passage.failure);
      if (length !== undefined && written !== length) return Promise.reject(wrongLength());
      passage.end();
      return Promise.resolve();
    },
    abort: () => passage.fail(new HttpClientError('aborted', `The request to ${place} was given up.`)),
  };
  return { outgoing, source: chunks(passage), fail: (error) => passage.fail(error) };
}

async function* chunks(passage: Passage): AsyncGenerator<Uint8Array> {
  for (;;) {
    await passage.wait();
    const bytes = passage.read(65_536);
    if (!bytes) return;
    yield bytes;
  }
}

/** What `Content-Length` says; undefined where there is none. */
export function lengthIn(headers: Fields): number | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}
