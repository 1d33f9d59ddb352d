/** An editor's end of a runtime's channel (runtime/src/channel.ts). Knows nothing of VS Code. */
import type { Duplex } from 'node:stream';
import type { FromRuntime, Request, Requests } from '@slight/runtime/channel.ts';
import type { TraceEvent } from '@slight/runtime/trace/events.ts';

export interface Channel {
  /**
   * The answer; undefined where there is none within the time: a runtime answers nothing while its guest computes.
   * @param patience in milliseconds
   */
  ask<Method extends keyof Requests>(method: Method, patience: number): Promise<Requests[Method] | undefined>;
  /** Lets go of the runtime, which then ends. */
  close(): void;
}

/** How long a line may be, in UTF-16 code units: what a guest prints at once is one. */
const longest = 2 ** 28;

/** @param pipe goes both ways; after a line that no runtime writes, nothing more is heard of it */
export function createChannel(pipe: Duplex, onEvent: (event: TraceEvent) => void): Channel {
  const asked = new Map<number, (answer: unknown) => void>();
  let last = 0;
  let kept: string[] = [];
  let length = 0;
  const take = (line: string): void => {
    const message = JSON.parse(line) as FromRuntime;
    if ('method' in message) onEvent(message.params);
    else asked.get(message.id)?.('result' in message ? message.result : undefined);
  };
  const hear = (text: string): void => {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      kept.push(line);
      take(kept.join(''));
      kept = [];
      length = 0;
    }
    kept.push(rest);
    length += rest.length;
    if (length > longest) throw new RangeError('no line is that long');
  };
  const listen = (text: string): void => {
    try {
      hear(text);
    } catch {
      kept = [];
      // to close it would end the run
      pipe.off('data', listen).resume();
    }
  };
  pipe.setEncoding('utf8').on('data', listen);
  // a runtime that has ended hears nothing
  pipe.on('error', () => undefined);
  return {
    async ask<Method extends keyof Requests>(method: Method, patience: number) {
      const request: Request = { id: (last += 1), method };
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const none = (): void => resolve(undefined);
      const timer = setTimeout(none, patience);
      pipe.once('close', none);
      asked.set(request.id, resolve);
      if (pipe.writable) pipe.write(`${JSON.stringify(request)}\n`);
      else none();
      const answer = await promise;
      clearTimeout(timer);
      pipe.off('close', none);
      asked.delete(request.id);
      return answer as Requests[Method] | undefined;
    },
    close: () => pipe.destroy(),
  };
}
