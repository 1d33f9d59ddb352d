/** Where a guest stops that is debugged: at its calls of hosts, each instance by itself. */
import { rowOf } from '@slight/slightfile/interfaces.ts';
import type { HostFunction, HostInterface } from '../hosts/values.ts';
import { WitError } from '../hosts/values.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { isOfNobody, nameOf, plainName, shownError } from './calls.ts';
import { given } from './given.ts';
import { holds, isAt, isTurn, logged } from './meets.ts';
import type { Made } from './meets.ts';
import type { Breakpoint, DebugRequests, Resume } from './requests.ts';
import { hidden, shown } from './shown.ts';
import type { DebugTeller, Reason, Shown, ShownError, Stopped } from './stopped.ts';

export interface Stops {
  /**
   * Put around the hosts of an instance: one thread to who debugs it.
   * @param ended gives what is aborted when what the instance is at is over: a call that has stopped is not made then
   */
  wrap(hosts: readonly HostInterface[], ended: () => AbortSignal): readonly HostInterface[];
  /** Settles when the guest may begin; rejects with the signal's reason where the run ends before. */
  readonly begun: Promise<void>;
  readonly answers: DebugRequests;
}

interface Thread {
  readonly id: number;
  readonly ended: () => AbortSignal;
  how: Resume;
  held?: Held;
}

/** A call that has stopped. */
interface Held {
  readonly made: Made & { args: unknown[] };
  readonly isSecret: boolean;
  /** Undefined before there is an answer. */
  result?: { value: unknown };
  readonly go: (how: Resume) => void;
}

/** Longer than any session: while only a debugger is waited for, nothing else keeps the process alive. In milliseconds. */
const long = 2 ** 31 - 1;

/**
 * @param masking takes the secrets out of what is told
 * @param signal what has stopped goes on no more once it is aborted
 */
export function createStops(tell: DebugTeller, masking: Masking, signal: AbortSignal): Stops {
  const threads = new Map<number, Thread>();
  const { promise: begun, resolve: begin, reject: never } = Promise.withResolvers<undefined>();
  // a run that fails before does not wait for it
  begun.catch(() => undefined);
  const alive = setInterval(() => undefined, long);
  signal.addEventListener('abort', () => never(signal.reason as Error), { once: true });
  begun.finally(() => clearInterval(alive)).catch(() => undefined);
  let breakpoints: readonly Breakpoint[] = [];
  let hits = new Map<number, number>();
  /** The conditions that could not be evaluated, which is told once. */
  const faulty = new Set<string>();
  let stopsAtErrors = false;
  let stopsAtEntry = false;
  let isPausing = false;

  const held = (id: number): Held => {
    const found = threads.get(id)?.held;
    if (!found) throw new Error('This thread has not stopped.');
    return found;
  };

  const tellFault = (condition: string, reason: string) => {
    if (faulty.has(condition)) return;
    faulty.add(condition);
    tell.logged(
      masking.mask(`The condition ${condition} cannot be evaluated: ${reason}. So each call meets it.`),
    );
  };

  /** The breakpoints that the guest stops for; those that log have done so. */
  const met = (made: Made): readonly Breakpoint[] =>
    breakpoints.filter((breakpoint) => {
      if (!isAt(breakpoint, made) || !holds(breakpoint, made, tellFault)) return false;
      const count = (hits.get(breakpoint.id) ?? 0) + 1;
      hits.set(breakpoint.id, count);
      if (!isTurn(breakpoint, count)) return false;
      if (breakpoint.log === undefined) return true;
      tell.logged(masking.mask(logged(breakpoint.log, made)));
      return false;
    });

  const stop = async (
    thread: Thread,
    call: Omit<Held, 'go'> & { readonly interface: string },
    why: Pick<Stopped, 'reason' | 'breakpoints'> & { readonly error?: ShownError },
  ): Promise<void> => {
    const { made, isSecret, result } = call;
    const see = (value: unknown) => (isSecret ? hidden(value) : shown(value, masking));
    const over = AbortSignal.any([signal, thread.ended()]);
    over.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Resume>();
    const end = () => {
      tell.released(thread.id);
      reject(over.reason as Error);
    };
    over.addEventListener('abort', end, { once: true });
    const alive = setInterval(() => undefined, long);
    thread.held = Object.assign(call, { go: resolve });
    tell.stopped({
      thread: thread.id,
      ...why,
      at: result || why.error ? 'answer' : 'call',
      call: {
        interface: call.interface,
        function: made.function,
        ...(made.capability && { capability: made.capability }),
        ...(made.name !== undefined && { name: made.name }),
      },
      arguments: made.args.map((value, index) => (index === 0 ? shown(value, masking) : see(value))),
      ...(result && { result: see(result.value) }),
    });
    try {
      thread.how = await promise;
    } finally {
      clearInterval(alive);
      over.removeEventListener('abort', end);
      delete thread.held;
    }
  };

  const reasonOf = (thread: Thread, found: readonly Breakpoint[]): Reason | undefined => {
    if (stopsAtEntry) return 'entry';
    const [first] = found;
    if (first) return 'function' in first.on ? 'function breakpoint' : 'breakpoint';
    if (thread.how === 'call') return 'step';
    return isPausing ? 'pause' : undefined;
  };

  const wrapped = (host: HostInterface, name: string, work: HostFunction, thread: Thread): HostFunction => {
    const invoke = work as (...args: readonly unknown[]) => unknown;
    const isMethod = name.startsWith('[method]');
    const { capability, opens, secret } = rowOf(host.name) ?? {};
    const isOpening = opens?.includes(name) ?? false;
    const plain = plainName(host.name, name);
    return (...all: readonly unknown[]) => {
      const args = isMethod ? all.slice(1) : [...all];
      const opened = nameOf(all[0], isOpening);
      const made = {
        function: plain,
        args,
        ...(capability && { capability }),
        ...(opened !== undefined && { name: opened }),
      };
      const found = met(made);
      const reason = reasonOf(thread, found);
      // as fast as without a debugger
      if (!reason && !stopsAtErrors) return invoke(...all);
      const call: Omit<Held, 'go'> & { readonly interface: string } = {
        interface: host.name,
        made,
        isSecret: secret !== undefined,
      };
      return (async () => {
        if (reason) {
          stopsAtEntry = false;
          isPausing = false;
          await stop(thread, call, { reason, breakpoints: found.map(({ id }) => id) });
        }
        const stopsAtAnswer = thread.how === 'answer';
        try {
          const value = await invoke(...(isMethod ? [all[0]] : []), ...args);
          if (!stopsAtAnswer) return value;
          const result = { value };
          await stop(thread, Object.assign(call, { result }), { reason: 'step', breakpoints: [] });
          return result.value;
        } catch (error) {
          if (!(error instanceof WitError) || !(stopsAtAnswer || stopsAtErrors)) throw error;
          const why: Reason = stopsAtErrors ? 'exception' : 'step';
          await stop(thread, call, { reason: why, breakpoints: [], error: shownError(error, masking) });
          throw error;
        }
      })();
    };
  };

  return {
    begun,
    wrap(hosts, ended) {
      const thread: Thread = { id: threads.size + 1, how: 'go', ended };
      threads.set(thread.id, thread);
      return hosts.map((host) => ({
        name: host.name,
        functions: Object.fromEntries(
          Object.entries(host.functions).map(([name, work]) => [
            name,
            isOfNobody(host.name, name) ? work : wrapped(host, name, work, thread),
          ]),
        ),
      }));
    },
    answers: {
      breakpoints(all, errors) {
        // who changes one breakpoint sends all of them: the others go on counting
        const known = new Set(all.map(({ id }) => id));
        hits = new Map([...hits].filter(([id]) => known.has(id)));
        breakpoints = all;
        stopsAtErrors = errors;
        return null;
      },
      begin(stopsFirst) {
        stopsAtEntry = stopsFirst;
        begin(undefined);
        return null;
      },
      resume(thread, how) {
        held(thread).go(how);
        return null;
      },
      pause() {
        isPausing = true;
        return null;
      },
      set(thread, what, text): Shown {
        const { made, isSecret, result } = held(thread);
        if (isSecret) throw new Error('What is secret is not shown, and not changed.');
        if (what === 'result') {
          if (!result) throw new Error('There is no answer yet.');
          result.value = given(text, result.value);
          return shown(result.value, masking);
        }
        if (result) throw new Error('The call has been made. Its answer can be changed.');
        made.args[what] = given(text, made.args[what]);
        return shown(made.args[what], masking);
      },
    },
  };
}
