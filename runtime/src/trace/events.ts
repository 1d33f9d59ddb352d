/** The events of a trace, as a file has them, a line each. */
import type { LadderEvent } from '../backends/climb.ts';

interface Base {
  /** 1, 2, 3 … over one run. A gap: what a guest printed, where a channel had no room for it. */
  readonly seq: number;
  /** Milliseconds since the Unix epoch, fractional. */
  readonly time: number;
  /** The `seq` of the call during which this happened: a host that calls the guest back has it call others. */
  readonly parent?: number;
}

/** The first bytes of a value, as text where it is UTF-8 and else in hexadecimal; `••••` for a secret. */
export interface Preview {
  readonly size: number;
  readonly text: string;
}

export interface LastError {
  /** As the guest imports it. */
  readonly interface: string;
  readonly function: string;
  /** The name that the guest opened, or tried to. */
  readonly name?: string;
  /** The port's case: `key-not-found`. */
  readonly case: string;
  readonly message: string;
}

export type TraceEvent = Base &
  (
    | {
        readonly type: 'run';
        readonly slightfile: string;
        readonly module: string;
        readonly guest: 'legacy' | 'component';
        readonly imports: readonly string[];
      }
    | {
        /** Imports of the module that nobody serves: the guest traps where it calls one. */
        readonly type: 'unserved';
        readonly module: string;
        readonly imports: readonly string[];
      }
    | {
        /** A component could not be kept for the next run, which makes it ready again. */
        readonly type: 'uncached';
        readonly reason: string;
      }
    | {
        /** The guest asked for what the slightfile does not allow, of which its user is told. */
        readonly type: 'denied';
        /** A sentence with the remedy. */
        readonly message: string;
        /** What the slightfile needs for it. */
        readonly lines?: readonly string[];
      }
    | ({ readonly type: 'backend' } & LadderEvent)
    | {
        readonly type: 'call';
        readonly call: number;
        readonly interface: string;
        readonly function: string;
        readonly name?: string;
        readonly arguments: readonly (string | Preview)[];
      }
    | {
        readonly type: 'return';
        readonly call: number;
        readonly duration: number;
        readonly result?: string | Preview;
      }
    | {
        readonly type: 'error';
        readonly call: number;
        readonly duration: number;
        readonly case: string;
        readonly message: string;
      }
    | {
        /** An app that serves takes requests from here on. */
        readonly type: 'listening';
        /** `http://127.0.0.1:3000` */
        readonly url: string;
        /** Nobody named the port: it is one that was free. */
        readonly found?: true;
        /** What the guest asked for, where that is more: `0.0.0.0:3000`, which other machines reach. */
        readonly asked?: string;
      }
    | {
        /** An app that handles messages takes those of these topics from here on. */
        readonly type: 'handling';
        /** What serves them: `messaging.nats`. */
        readonly resource: string;
        /** As the slightfile declares it; empty where that is `*`. */
        readonly name: string;
        readonly topics: readonly string[];
      }
    | {
        /** Messages of a topic cannot be had, of which its user is told; it is tried again. */
        readonly type: 'interrupted';
        readonly name: string;
        readonly topic: string;
        readonly reason: string;
      }
    | {
        /** A message has come; what the guest calls to handle it has this event as its parent. */
        readonly type: 'message';
        /** 1, 2, 3 … over one run; one that comes again has another. */
        readonly message: number;
        readonly name: string;
        readonly topic: string;
        readonly body: Preview;
      }
    | {
        /** The guest is done with the message: it is accepted, or is to come again. */
        readonly type: 'handled';
        readonly message: number;
        readonly duration: number;
        /** Why it was not handled, and so comes again. */
        readonly reason?: string;
        /** In how many milliseconds it is given back; absent: at once. */
        readonly again?: number;
        /** The run ended before the guest was done with it. */
        readonly cut?: true;
        /** The last error that a capability gave the guest for this message, where it was not handled. */
        readonly last?: LastError;
      }
    | {
        /** The app has changed a key, of which a watcher is told; what that calls has this event as its parent. */
        readonly type: 'change';
        /** 1, 2, 3 … over one run. */
        readonly change: number;
        readonly name: string;
        readonly key: string;
        readonly deleted: boolean;
      }
    | {
        /** The watcher was told of the change. */
        readonly type: 'told';
        readonly change: number;
        readonly duration: number;
        /** Why it failed. */
        readonly reason?: string;
        /** The last error that a capability gave it meanwhile, where it failed. */
        readonly last?: LastError;
      }
    | {
        /** No more requests or messages are taken; the app ends when those that are under way have ended. */
        readonly type: 'draining';
        readonly requests: number;
        /** Absent where the app handles none. */
        readonly messages?: number;
      }
    | {
        /** A request has come in; what the guest calls to answer it has this event as its parent. */
        readonly type: 'request';
        /** 1, 2, 3 … over one run. */
        readonly request: number;
        readonly method: string;
        /** The path, with its query; of a whole URL without the user and the password that may be in it. */
        readonly target: string;
        /** The trace that the client says it is of, as `traceparent` has it. */
        readonly traceId?: string;
        /** Its own in that trace: what the guest sends to answer it names this as its parent. */
        readonly spanId?: string;
      }
    | {
        /** The request is over. */
        readonly type: 'answer';
        readonly request: number;
        readonly duration: number;
        /** Absent where the client went away, or the run ended, before there was an answer. */
        readonly status?: number;
        /** Why the guest did not answer. */
        readonly reason?: string;
        /** The run ended before the answer was out. */
        readonly cut?: true;
        /** The last error that a capability gave the guest for this request, where it did not answer. */
        readonly last?: LastError;
      }
    | {
        /** What was refused before it was a request: its head could not be read, or was too large or too slow. */
        readonly type: 'refused';
        readonly status: number;
        /** What the client was told. */
        readonly reason: string;
        /** As of a request, where it is sure what they are. */
        readonly method?: string;
        readonly target?: string;
      }
    | { readonly type: 'stdout' | 'stderr'; readonly text: string }
    | {
        readonly type: 'exit';
        readonly code: number;
        readonly duration: number;
        /** Why the guest trapped. */
        readonly reason?: string;
        /** The last error that a capability gave the guest, where it ended with a code that is no success. */
        readonly last?: LastError;
      }
  );

type Without<T> = T extends unknown ? Omit<T, 'seq' | 'time' | 'parent'> : never;

/** An event before the trace numbers, times and places it. */
export type TraceEntry = Without<TraceEvent>;
