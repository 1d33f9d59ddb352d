/** The runtime whose guest is debugged, as a child of the adapter. */
import { setTimeout as delay } from 'node:timers/promises';
import { startRuntime } from '../../child/runtime.ts';
import type { RuntimeEnd, RuntimeOptions } from '../../child/runtime.ts';
import type { ServedCapability } from '../../channel.ts';
import type { DebugRequests } from '../requests.ts';
import type { Launched } from './configuration.ts';

/** How a runtime is started. */
export interface Program {
  /** The Node to run it with. */
  readonly node: string;
  /** dist/slight.mjs */
  readonly script: string;
}

export interface Debuggee {
  readonly ended: Promise<RuntimeEnd>;
  /** @throws Error with a sentence for people where the runtime refuses it, or does not hear */
  ask<Method extends keyof DebugRequests>(
    method: Method,
    ...params: Parameters<DebugRequests[Method]>
  ): Promise<ReturnType<DebugRequests[Method]>>;
  /** What serves the capabilities, as far as the runtime says so. */
  served(): Promise<readonly ServedCapability[]>;
  /** Settles when it has ended, and its servers are put away. */
  stop(): Promise<unknown>;
}

/** How long a runtime is waited for that computes, in milliseconds. */
const patience = 2_000;

/** How long what is told with a question may be, as JSON, in UTF-16 code units: a runtime hears no longer line. */
const longest = 60_000;

/** Starts it; its guest waits until it is asked to begin. */
export function startDebuggee(
  program: Program,
  { cwd, environment, arguments: args }: Launched,
  told: Pick<RuntimeOptions, 'onOutput' | 'onStopped' | 'onReleased' | 'onLogged'>,
): Debuggee {
  /** What it says of itself until its guest begins: why it does not, where it does not. */
  let said = '';
  let hasBegun = false;
  let hasEnded = false;
  const runtime = startRuntime({
    ...program,
    ...told,
    onOutput(text, stream) {
      if (!hasBegun && stream === 'stderr') said += text;
      told.onOutput(text, stream);
    },
    arguments: args,
    cwd,
    // what it says of itself goes to a client that need not know of colours
    env: { ...process.env, NO_COLOR: '1', ...environment },
    onEvent: () => undefined,
  });
  void runtime.ended.then(() => (hasEnded = true));
  const whyNot = async (): Promise<string> => {
    // its output is read a moment after the channel is closed
    if (!hasBegun) await Promise.race([runtime.ended, delay(patience, undefined, { ref: false })]);
    if (!hasEnded) return 'The guest computes: it answers at its next call.';
    const reason = /^slight: (.+)$/m.exec(said)?.[1];
    return hasBegun ? 'The guest has ended.' : (reason ?? 'The run ended before its guest began.');
  };
  return {
    ended: runtime.ended,
    async ask(method, ...params) {
      if (JSON.stringify(params).length > longest) throw new Error('That is too long to be handed over.');
      const answer = await runtime.ask(method, patience, ...params);
      if (answer === undefined) throw new Error(await whyNot());
      if (method === 'begin') hasBegun = true;
      return answer;
    },
    served: async () => (await runtime.ask('capabilities', patience)) ?? [],
    stop: () => runtime.stop(),
  };
}
