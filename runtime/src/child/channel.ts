/** The end of a runtime's channel (channel.ts) of who started it: an editor, a debug adapter. */
import type { Duplex } from 'node:stream';
import type { FromRuntime, Request, Requests } from '../channel.ts';
import type { Stopped } from '../debug/stopped.ts';
import type { TraceEvent } from '../trace/events.ts';

export interface Channel {
  /**
   * The answer; undefined where there is none within the time: a runtime answers nothing while its guest computes.
   * @param patience in milliseconds
   * @throws Error with what the runtime says where it refuses
   */
  ask<Method extends keyof Requests>(
    method: Method,
    patience: number,
    ...params: Parameters<Requests[Method]>
  ): Promise<ReturnType<Requests[Method]> | undefined>;
  /** Lets go of the runtime, which then ends. */
  close(): void;
}

/** How long a line may be, in UTF-16 code units: what a guest prints at once is one. */
const longest = 2 ** 28;

/** Who is told what a runtime says unasked. */
export interface Listener {
  onEvent(event: TraceEvent): void;
  /** A guest that is debugged has stopped. */
  onStopped?(stopped: Stopped): void;
  /** What a thread of it had stopped at is over. */
  onReleased?(thread: number): void;
  /** What a breakpoint of it logs. */
  onLogged?(text: string): void;
}

/** @param pipe goes both ways; after a line that no runtime writes, nothing more is heard of it */
export function createChannel(pipe: Duplex, listener: Listener): Channel {
  const asked = new Map<number, Pick<PromiseWithResolvers<unknown>, 'resolve' | 'reject'>>();
  let last = 0;
  let kept: string[] = [];
  let length = 0;
  const take = (line: string): void => {
    const message = JSON.parse(line) as FromRuntime;
    if ('error' in message) asked.get(message.id)?.reject(new Error(message.error));
    else if ('id' in message) asked.get(message.id)?.resolve(message.result);
    else if (message.method === 'trace') listener.onEvent(message.params);
    else if (message.method === 'stopped') listener.onStopped?.(message.params);
    else if (message.method === 'released') listener.onReleased?.(message.params);
    else listener.onLogged?.(message.params);
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
    async ask<Method extends keyof Requests>(
      method: Method,
      patience: number,
      ...params: Parameters<Requests[Method]>
    ) {
      const request: Request = { id: (last += 1), method, ...(params.length > 0 && { params }) };
      const { promise, ...settled } = Promise.withResolvers<unknown>();
      const none = (): void => settled.resolve(undefined);
      const timer = setTimeout(none, patience);
      pipe.once('close', none);
      asked.set(request.id, settled);
      if (pipe.writable) pipe.write(`${JSON.stringify(request)}\n`);
      else none();
      try {
        return (await promise) as ReturnType<Requests[Method]> | undefined;
      } finally {
        clearTimeout(timer);
        pipe.off('close', none);
        asked.delete(request.id);
      }
    },
    close: () => pipe.destroy(),
  };
}
