/** The channel: typed requests and events between a runtime and the process that started it, an editor for one. */
import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { DebugRequests } from './debug/requests.ts';
import type { DebugTeller, Stopped } from './debug/stopped.ts';
import { Mistake } from './mistake.ts';
import { maskedTexts } from './trace/masking/entry.ts';
import type { Masking } from './trace/masking/masking.ts';
import type { TraceEvent } from './trace/events.ts';

/** What may be asked of a runtime: what is told with it, and what it answers. */
export interface Requests extends DebugRequests {
  /** Ends the run as Ctrl-C does; answered before it ends. */
  stop(): null;
  /** What serves the capabilities, of those that are served by now. */
  capabilities(): readonly ServedCapability[];
}

export interface ServedCapability {
  /** As the slightfile declares it: `keyvalue.redis`. */
  readonly resource: string;
  /** What the guest opens; `*` where that may be any name. */
  readonly name: string;
  /** The resource that serves it; another one where a stand-in does. */
  readonly by: string;
  readonly rung: 'given' | 'container' | 'local' | 'embedded';
  /** `127.0.0.1:49153` */
  readonly address?: string;
  /** Where the data is, for what keeps it in a folder of the app's own; absolute. */
  readonly folder?: string;
}

/** A line of JSON to a runtime. */
export interface Request {
  readonly id: number;
  readonly method: keyof Requests;
  /** What is told with it; absent: nothing. */
  readonly params?: readonly unknown[];
}

/** A line of JSON from a runtime. */
export type FromRuntime =
  | { readonly method: 'trace'; readonly params: TraceEvent }
  | { readonly method: 'stopped'; readonly params: Stopped }
  | { readonly method: 'released'; readonly params: number }
  | { readonly method: 'logged'; readonly params: string }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

export type Answers = {
  readonly [Method in keyof Requests]?: (
    ...params: Parameters<Requests[Method]>
  ) => ReturnType<Requests[Method]> | Promise<ReturnType<Requests[Method]>>;
};

type Answer = (...params: readonly unknown[]) => unknown;

/** A runtime's end. Disposing closes it. */
export interface Channel extends Disposable, DebugTeller {
  /** Aborted when the other end is closed: who started this process has ended, or lets go of it. */
  readonly gone: AbortSignal;
  /**
   * Tells an event; it must hold no secret.
   * @param done called once it is out, or the channel is closed
   */
  tell(event: TraceEvent, done: () => void): void;
  /** Requests are answered by these from here on, besides by those of before. */
  answer(answers: Answers): void;
}

/** How long a request may be, in UTF-16 code units. */
const longest = 2 ** 16;

/**
 * Opens the channel that was handed to this process. It has no name, so that nobody else can reach it. What comes in that
 * is no request closes it; the run goes on without.
 * @param masking takes the secrets out of the answers
 * @throws Mistake where the descriptor is none of a pipe or a socket
 */
export function openChannel(descriptor: number, masking: Masking): Channel {
  const socket = socketOf(descriptor);
  const gone = new AbortController();
  let answers: Answers = {};
  const send = (line: FromRuntime, done?: () => void): void => {
    socket.write(`${JSON.stringify(line)}\n`, done);
    // who asks and does not read is not listened to
    if (socket.writableNeedDrain) socket.pause();
  };
  const take = async (line: string): Promise<void> => {
    const { id, method, params = [] } = requestIn(line);
    const answer = (Object.hasOwn(answers, method) ? answers[method] : undefined) as Answer | undefined;
    try {
      if (!answer) send({ id, error: `There is no ${method} here.` });
      else send({ id, result: maskedTexts(await answer(...params), masking) });
    } catch (error) {
      send({ id, error: masking.mask(error instanceof Error ? error.message : String(error)) });
    }
  };
  socket.setEncoding('utf8').on(
    'data',
    linesInto(take, () => socket.destroy()),
  );
  socket.on('drain', () => socket.resume());
  socket.on('end', () => gone.abort());
  // it has been reset
  socket.on('error', () => gone.abort());
  // to listen must not keep this process alive
  socket.unref();
  return {
    gone: gone.signal,
    tell: (event, done) => send({ method: 'trace', params: event }, done),
    stopped: (stopped) => send({ method: 'stopped', params: stopped }),
    released: (thread) => send({ method: 'released', params: thread }),
    logged: (text) => send({ method: 'logged', params: text }),
    answer: (given) => (answers = { ...answers, ...given }),
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

function socketOf(fd: number): Socket {
  try {
    // a shell's pipe goes one way only
    if (fstatSync(fd).isFIFO() && process.platform !== 'win32')
      throw new TypeError('a pipe of one direction');
    return new Socket({ fd, readable: true, writable: true });
  } catch (error) {
    const message = `--channel is for a program that starts slight with a pipe of both directions, and ${fd} is none. Leave it out.`;
    throw new Mistake('usage', message, { cause: error });
  }
}

/** Hands over line by line; what cannot be taken, or is too long to be, is a fault. */
function linesInto(take: (line: string) => Promise<void>, fault: () => void): (text: string) => void {
  let kept = '';
  return (text) => {
    const lines = (kept + text).split('\n');
    kept = lines.pop() ?? '';
    if (kept.length > longest) fault();
    else for (const line of lines) take(line).catch(fault);
  };
}

/** @throws SyntaxError where it is none */
function requestIn(line: string): Request {
  const request = (JSON.parse(line) ?? {}) as Partial<Request>;
  const { id, method, params = [] } = request;
  if (!Number.isSafeInteger(id) || typeof method !== 'string' || !Array.isArray(params))
    throw new SyntaxError('no request');
  return request as Request;
}
